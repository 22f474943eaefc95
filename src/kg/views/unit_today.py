"""Answers the question ``unit-today``: what a unit of then is today, by which changes, and how sure that is.

The changes are followed from the unit to the newest state. How sure a step is, is told of what was asked for,
not of the step alone: where a commune went whole into another, and a part of that one into a third, nothing
says whether the land of the first lies in the third (`kg.views.unit_steps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rdflib import XSD

from kg.rdf.terms import iri as spell_iri
from kg.rdf.terms import string as spell_string
from kg.store import Store
from kg.store.parameters import Bound
from kg.store.question_types import Words
from kg.store.solutions import Solution, Term
from kg.views.found import Found
from kg.views.rows import PROLOGUE
from kg.views.unit_changes import read_changes, read_lineage
from kg.views.unit_steps import Step, Surety, follow
from kg.views.unit_versions import (
    COUNTRY,
    Version,
    read_history,
    read_versions,
    read_versions_of,
    read_within,
)

ITSELF, INSIDE = "itself", "inside"
"""What a step is about: the unit asked for, or what lay in it when it ended."""
MOST_NAMED: Final = 12
"""Units of today that a notice names; more are counted."""

_QUERY: Final = """SELECT DISTINCT ?version ?from ?change ?kind ?earliest ?day ?extent ?next ?to ?basis
       ?decided
WHERE {
  VALUES ?start { $iris }
  ?version dct:replaces* ?start ; rdfs:label ?from .
  ?change kg:changeBefore ?version ; kg:changeKind ?kind ; kg:changeDate ?day .
  OPTIONAL { ?change kg:changeAfter ?next . ?next rdfs:label ?to }
  OPTIONAL { ?part kg:changeOf ?change ; kg:unitVersion ?version ; kg:wholePart ?extent }
  OPTIONAL { ?change kg:changeDateEarliest ?earliest }
  OPTIONAL { ?change kg:legalBasis ?basis }
  OPTIONAL { ?change kg:decided ?decided }
}
ORDER BY ?day ?change ?version ?next
"""


@dataclass(frozen=True)
class Traced:
    """The steps from the versions of one unit on.

    Attributes:
        steps: of the versions themselves, then of what lay in them, each in the order of days.
        inside: steps that are about what lay in the unit.
        known: every version that occurs and what it lies in, by IRI.
        called: what the unit was called last.
    """

    steps: tuple[Step, ...]
    inside: frozenset[Step]
    known: Mapping[str, Version]
    called: str

    def today(self) -> dict[Version, Surety]:
        """Versions of today, with the best that is known of each."""
        found: dict[Version, Surety] = {}
        for step in self.steps:
            if step.after and not self.known[step.after].until:
                version = self.known[step.after]
                found[version] = min(step.surety, found.get(version, step.surety))
        return found


async def trace_today(store: Store, bound: Bound) -> Found:
    """Return the changes that lead from a unit, or from who bore a code, to the units of today.

    Args:
        store: the graph.
        bound: ``unit`` or ``code`` or both, and ``date``: then only the versions that may have stood on it.
    """
    starts = await _read_starts(store, bound)
    if not starts:
        return Found((), "", notices=(_NO_VERSION,))
    by_unit: dict[str, list[Version]] = {}
    for version in starts:
        by_unit.setdefault(version.unit, []).append(version)
    traced = [await _trace(store, versions) for versions in by_unit.values()]
    inside = any(each.inside for each in traced)
    return Found(
        tuple(row for each in traced for row in _solutions(each, inside=inside)),
        PROLOGUE + _QUERY.replace("$iris", " ".join(spell_iri(version.iri) for version in starts)),
        notices=tuple(_summary(each, named=len(traced) > 1) for each in traced),
    )


async def _read_starts(store: Store, bound: Bound) -> list[Version]:
    unit = str(bound.shown["unit"]["id"]) if "unit" in bound.shown else ""
    code = str(bound.shown["code"]["given"]) if "code" in bound.shown else ""
    if unit:
        versions = await read_history(store, unit)
    else:
        versions = await read_versions(store, f"?v kg:code {spell_string(code)} .")
    if code:
        versions = [version for version in versions if version.code == code]
    days = bound.shown.get("date")
    if days is None:
        return versions
    first, last = str(days["first"]), str(days["last"])
    return [
        version
        for version in versions
        if (not version.since_earliest or version.since_earliest <= last)
        and (not version.until or version.until > first)
    ]


async def _trace(store: Store, starts: Sequence[Version]) -> Traced:
    """Follow versions to today; of a unit that became no other, also what lay in it when it ended."""
    steps, known = await _follow(store, starts)
    last = max(starts, key=lambda version: version.since)
    if not last.until or any(step.after and not known[step.after].until for step in steps):
        return Traced(steps, frozenset(), known, last.called)
    lying = [child for child in await read_within(store, [last.iri]) if child.until == last.until]
    inner, more = await _follow(store, lying, each=True)
    shift = max((step.number for step in steps), default=0)
    moved = tuple(replace(step, number=step.number + shift) for step in inner)
    return Traced((*steps, *moved), frozenset(moved), {**known, **more}, last.called)


async def _follow(
    store: Store, starts: Iterable[Version], *, each: bool = False
) -> tuple[tuple[Step, ...], Mapping[str, Version]]:
    """Return the steps from versions on, taken together as one unit or ``each`` for itself."""
    own = [version.iri for version in starts]
    reach = {*own, *await read_lineage(store, own, forward=True)} if own else set()
    changes = await read_changes(store, reach, ending=True)
    sides = {part.version for change in changes for part in (*change.before, *change.after)}
    known = await read_versions_of(store, reach | sides)
    groups = [[iri] for iri in own] if each else [own]
    return tuple(step for group in groups for step in follow(group, changes, known, reach)), known


def _solutions(traced: Traced, *, inside: bool) -> Iterator[Solution]:
    """Yield the steps as rows; ``inside`` tells whether some row of the answer is about what lay in it."""
    for step in traced.steps:
        before = traced.known[step.before]
        row = {
            "step": Term(str(step.number), datatype=str(XSD.integer)),
            "from": Term(before.unit, is_iri=True),
            "from_label": Term(before.called, lang="vi"),
            "certainty": Term(step.surety.word),
            "change": Term(step.kind),
            "version": Term(before.iri, is_iri=True),
        }
        if inside:
            row["scope"] = Term(INSIDE if step in traced.inside else ITSELF)
        if step.extent:
            row["extent"] = Term(step.extent, is_iri=True)
        yield {**row, **_days_and_basis(step), **_target(traced.known, step.after)}


def _days_and_basis(step: Step) -> Solution:
    row: dict[str, Term] = {}
    for name, day in (("date_earliest", step.days.earliest), ("date_latest", step.days.latest)):
        if day:
            row[name] = Term(day, datatype=str(XSD.date))
    if step.basis:
        row["legal_basis"] = Term(step.basis, lang="vi")
    if step.change:
        row["claim"] = Term(step.change, is_iri=True)
    return row


def _target(known: Mapping[str, Version], iri: str) -> Solution:
    if not iri:
        return {}
    after, above = known[iri], _above(known, known[iri])
    row = {
        "to": Term(after.unit, is_iri=True),
        "to_label": Term(after.called, lang="vi"),
        "today": Term("false" if after.until else "true", datatype=str(XSD.boolean)),
    }
    if above is not None:
        row |= {"within": Term(above.unit, is_iri=True), "within_label": Term(above.label, lang="vi")}
    return row


def _above(known: Mapping[str, Version], version: Version) -> Version | None:
    """The version that a version lies in, but for the country."""
    above = known.get(version.above)
    return None if above is None or above.level == COUNTRY else above


_NO_VERSION: Final = Words(
    "danh mục không có phiên bản nào như vậy vào ngày đó",
    "the register has no such version on that day",
)


def _summary(traced: Traced, *, named: bool) -> Words:
    """Say in one line what a unit is today; ``named`` begins it with the name of then."""
    head = f"{traced.called}: " if named else ""
    found = traced.today()
    if not found:
        return Words(f"{head}không nguồn nào cho biết nay là gì", f"{head}no source says what it is today")
    sure = [version for version in found if found[version] < Surety.POSSIBLE]
    perhaps = [version for version in found if found[version] == Surety.POSSIBLE]
    told = [
        Words(f"{vi} {_listed(versions, traced, 'đơn vị')}", f"{en} {_listed(versions, traced, 'units')}")
        for versions, vi, en in ((sure, "nay là", "today"), (perhaps, "có thể nay là", "possibly today"))
        if versions
    ]
    vi, en = "; ".join(each.vi for each in told), "; ".join(each.en for each in told)
    if traced.inside:
        vi = f"không thành đơn vị nào khác; những gì từng nằm trong đó {vi}"
        en = f"it became no other unit; what lay in it is {en}"
    return Words(head + vi, head + en)


def _listed(versions: Sequence[Version], traced: Traced, word: str) -> str:
    if len(versions) > MOST_NAMED:
        return f"{len(versions)} {word}"
    return ", ".join(
        _with_above(version, traced) for version in sorted(versions, key=lambda each: each.order)
    )


def _with_above(version: Version, traced: Traced) -> str:
    above = _above(traced.known, version)
    return version.called if above is None else f"{version.called} ({above.label})"
