"""The findings of the validation that made a snapshot: read, filtered, and led to the things they are about.

A finding is about the thing that its focus node is or stands inside. Where that node is a claim (a node that
is no thing of its own: a participation, an attestation, a tenure), it is also about the things that the claim
leads to, for a reader looks for it on the page of the person and of the post.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kg.errors import Severity
from kg.rdf.iri import containers
from kg.store import Store
from kg.store.manifest import damaged
from kg.store.question_types import Words
from kg.store.search import SearchIndex
from kg.views.rows import ask_about
from kg.vocab import DATA

FILE: Final = "findings.json"
_LINKS: Final = "SELECT DISTINCT ?x ?y WHERE { VALUES ?x { $iris } ?x ?p ?y . FILTER(ISIRI(?y)) }"
_WEIGHTS: Final = {severity.value: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True)
class ListedFinding:
    """One finding of a snapshot.

    Attributes:
        number: its place in the list.
        severity: ``violation``, ``warning`` or ``info``.
        kind: ``conflict`` between sources, or ``fault``; empty in snapshots that do not say it.
        rule: stable id; of a shape its local name.
        shape: IRI of the shape; empty for a rule of the record format.
        message: what is wrong and what to do.
        focus: IRI of the node that it is about; empty for a rule of the record format.
        file, line, column: where it must be mended.
        field: dotted path of the field there.
        value: what stands there, shortened.
        raw: all of it, as the file spells it.
    """

    number: int
    severity: str
    kind: str
    rule: str
    shape: str
    message: Words
    focus: str
    file: str
    line: int
    column: int
    field: str
    value: str
    raw: Mapping[str, Any]

    @property
    def place(self) -> str:
        """File, line and column, as editors read them."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Findings:
    """All findings of a snapshot.

    Attributes:
        all: the heaviest first, then by place.
        about: number → the things that it is about, the nearest first.
        by_thing: thing → numbers of its findings in ``all``.
    """

    all: tuple[ListedFinding, ...]
    about: tuple[tuple[str, ...], ...]
    by_thing: Mapping[str, tuple[int, ...]]

    def things_of(self, item: ListedFinding) -> tuple[str, ...]:
        """Things that a finding is about, the nearest first."""
        return self.about[item.number]

    def of_thing(self, iri: str) -> tuple[ListedFinding, ...]:
        """Findings about a thing or claim, and about what stands inside it."""
        return tuple(self.all[number] for number in self.by_thing.get(iri, ()))


@dataclass(frozen=True)
class Filter:
    """Which findings are wanted; an empty part takes all.

    Attributes:
        severities, kinds: any of them.
        rule, file: exactly this.
        thing: IRI that they are about.
    """

    severities: Collection[str] = ()
    kinds: Collection[str] = ()
    rule: str = ""
    file: str = ""
    thing: str = ""

    def choose(self, findings: Findings) -> tuple[ListedFinding, ...]:
        """Return the findings that fit, in their order."""
        wanted = findings.of_thing(self.thing) if self.thing else findings.all
        return tuple(item for item in wanted if self._takes(item))

    def _takes(self, item: ListedFinding) -> bool:
        return (
            (not self.severities or item.severity in self.severities)
            and (not self.kinds or item.kind in self.kinds)
            and self.rule in ("", item.rule)
            and self.file in ("", item.file)
        )


def read_findings(path: Path) -> tuple[ListedFinding, ...] | None:
    """Read the findings of a snapshot, in order; None where it has none, as one of other people's data.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))
        found = [_read(row) for row in rows]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, error) from error
    found.sort(key=lambda item: (_WEIGHTS[item.severity], item.file, item.line, item.column))
    return tuple(replace(item, number=number) for number, item in enumerate(found))


def _read(row: Mapping[str, Any]) -> ListedFinding:
    message = row["message"]
    return ListedFinding(
        number=0,
        severity=Severity(row["severity"]).value,
        kind=str(row.get("kind") or ""),
        rule=str(row["rule"]),
        shape=str(row.get("shape", "")),
        message=Words(str(message.get("vi", "")), str(message.get("en", ""))),
        focus=str(row.get("focus", "")),
        file=str(row["file"]),
        line=int(row["line"]),
        column=int(row["column"]),
        field=str(row.get("field", "")),
        value=str(row.get("value", "")),
        raw=row,
    )


async def lead_to_things(store: Store, index: SearchIndex, findings: Sequence[ListedFinding]) -> Findings:
    """Find the things that findings are about.

    Args:
        store: the graph.
        index: its search index, which knows the things.
        findings: as read.
    """
    paths = {item.focus: (item.focus, *containers(item.focus)) for item in findings if item.focus}
    values = {f"{DATA}{item.value}" for item in findings if item.value}
    things = index.kinds_of({*values, *(node for path in paths.values() for node in path)})
    claims = {node for path in paths.values() for node in _claims(path, things)}
    links: dict[str, list[str]] = {}
    for row in await ask_about(store, _LINKS, claims):
        links.setdefault(row["x"].value, []).append(row["y"].value)
    things |= index.kinds_of(iri for ends in links.values() for iri in ends)
    about = tuple(_about(item, paths.get(item.focus, ()), things, links) for item in findings)
    by_thing: dict[str, list[int]] = {}
    for number, (item, named) in enumerate(zip(findings, about, strict=True)):
        for iri in dict.fromkeys((*_claims(paths.get(item.focus, ()), things), *named)):
            by_thing.setdefault(iri, []).append(number)
    return Findings(tuple(findings), about, {iri: tuple(numbers) for iri, numbers in by_thing.items()})


def _claims(path: Sequence[str], things: Mapping[str, str]) -> Iterable[str]:
    """Yield the nodes of a path up to the first thing."""
    for node in path:
        if node in things:
            return
        yield node


def _about(
    item: ListedFinding, path: Sequence[str], things: Mapping[str, str], links: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    inside = [node for node in path if node in things]
    linked = [iri for node in _claims(path, things) for iri in sorted(links.get(node, ())) if iri in things]
    value = f"{DATA}{item.value}"
    return tuple(dict.fromkeys([*inside[:1], *linked, *([value] if value in things else []), *inside[1:]]))
