"""Leave bad records out of the graph, and tell which findings on the rest must wait until they are mended.

What a bad record would have said is unknown, so a finding that something is *missing* may be its consequence
and no fault of the record that it names. Such findings wait; all others are told (`kg.validation.monotone`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import UNREADABLE, Finding, InputError, Position, Severity
from kg.records.dataset import Dataset, Dossier
from kg.records.dossier_types import DOSSIER
from kg.records.model import Record
from kg.records.text_files import read_utf8
from kg.validation.monotone import INCOMPLETE
from kg.vocab import DATA

_ITEM = re.compile(r"[\w-]+(?:\[\d+\])?")
_ID = re.compile(r"[a-z]+/\S+")
_WORD = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*")
_NODE = re.compile(rf"<{re.escape(str(DATA))}([^<>#]+)>")
_LEFT_OUT = frozenset({"syntax", "schema", "duplicate", UNREADABLE})
_DOUBTED = _LEFT_OUT | {"reference"}
_WHOLE = ("", "source")
_REGISTER = re.compile(r"(?:.*/)?register/[\w-]+\.csv")
_UNIT_TERMS = (
    "UnitVersion unitVersion versionOf within withinUnit todayWithinUnit became place"
    " validFrom validFromEarliest validUntil validUntilEarliest code unitLevel"
)
_OF_UNITS = frozenset(f"kg:{name}" for name in _UNIT_TERMS.split())


@dataclass(frozen=True)
class Doubt:
    """What is known of the records that are wrong.

    Attributes:
        items: (file, item), as ``("data/sources/a.yaml", "events[0]")``; the item is empty for a whole file.
        left_out: those of them that are not in the graph.
        positions: where findings on records stand.
        words: every id that such a record names.
        no_register: whether the register could not be read, which is read as a whole or not at all.
    """

    items: frozenset[tuple[str, str]]
    left_out: frozenset[tuple[str, str]]
    positions: frozenset[Position]
    words: frozenset[str]
    no_register: bool

    @classmethod
    def of(cls, findings: Iterable[Finding], dataset: Dataset, root: Path) -> Doubt:
        """Gather what is wrong with records.

        Args:
            findings: on the records, not yet on the graph.
            dataset: what could be read.
            root: folder that positions are relative to.
        """
        wrong = [finding for finding in findings if finding.severity is Severity.VIOLATION]
        items = {_item(finding) for finding in wrong if finding.rule in _DOUBTED}
        left_out = {_item(finding) for finding in wrong if finding.rule in _LEFT_OUT}
        words = set(_words_of(items, dataset, root))
        positions = frozenset(finding.position for finding in wrong)
        no_register = any(_REGISTER.fullmatch(finding.position.file) for finding in wrong)
        return cls(frozenset(items), frozenset(left_out), positions, frozenset(words), no_register)

    def without(self, dataset: Dataset) -> Dataset:
        """Give the dataset without the items that are left out."""
        if not self.left_out:
            return dataset
        dossiers = [self._reduced(dossier) for dossier in dataset.dossiers]
        registries = {
            name: tuple(item for item in items if (item.position.file, item.path) not in self.left_out)
            for name, items in dataset.registries.items()
        }
        kept = tuple(dossier for dossier in dossiers if dossier is not None)
        return replace(dataset, dossiers=kept, registries=registries)

    def _reduced(self, dossier: Dossier) -> Dossier | None:
        bad = {item for file, item in self.left_out if file == dossier.file}
        if bad & set(_WHOLE):
            return None
        values = {
            key: tuple(each for each in value if not (isinstance(each, Record) and each.path in bad))
            if isinstance(value, tuple)
            else value
            for key, value in dossier.record.values.items()
            if key not in bad
        }
        return replace(dossier, record=replace(dossier.record, values=values))

    def split(
        self, found: Iterable[Finding], lines: Sequence[str], rules: Mapping[str, Collection[str]]
    ) -> tuple[list[Finding], list[Finding]]:
        """Part findings of shapes into those that are told and those that wait.

        Left out are those that say again what a finding on a record says: at the same place, or that a node
        is not recorded.

        Args:
            found: findings of shapes.
            lines: the graph that they were found in, sorted N-Quads.
            rules: IRI of a shape whose query looks for what is absent → the words of the query.
        """
        told: list[Finding] = []
        waiting: list[Finding] = []
        for finding in found:
            if finding.position in self.positions or self._dangles(finding, lines):
                continue  # the finding on the record says it
            (waiting if self._waits(finding, lines, rules) else told).append(finding)
        return told, waiting

    @staticmethod
    def _dangles(finding: Finding, lines: Sequence[str]) -> bool:
        return finding.component in INCOMPLETE and _is_absent(finding.value, lines)

    def _waits(self, finding: Finding, lines: Sequence[str], rules: Mapping[str, Collection[str]]) -> bool:
        words = rules.get(finding.shape, frozenset())
        if not words and finding.component not in INCOMPLETE:
            return False
        if _item(finding) in self.items or (self.no_register and not _OF_UNITS.isdisjoint(words)):
            return True
        return bool(words) and not self.words.isdisjoint(_ids_near(finding, lines))


def _item(finding: Finding) -> tuple[str, str]:
    found = _ITEM.match(finding.field) if finding.rule not in ("syntax", UNREADABLE) else None
    return finding.position.file, found[0] if found else ""


def _words_of(items: Collection[tuple[str, str]], dataset: Dataset, root: Path) -> Iterator[str]:
    """Yield the ids that items name; those of the whole file where one could not be read."""
    files = {file for file, _item in items}
    if not files:
        return
    parts = [
        part
        for dossier in dataset.dossiers
        if dossier.file in files
        for row in DOSSIER.fields
        for part in dossier.record.parts(row.key)
    ]
    entries = [entry for entries in dataset.registries.values() for entry in entries]
    read: set[tuple[str, str]] = set()
    for record in (*parts, *entries):
        item = (record.position.file, record.path)
        if item in items and record.path not in _WHOLE:
            read.add(item)
            for inner in record.walk():
                for row in inner.type.fields:
                    yield from inner.texts(row.key)
    for file in sorted({file for file, path in items if (file, path) not in read}):
        if not _REGISTER.fullmatch(file):
            try:
                yield from _WORD.findall(read_utf8(root / file))
            except InputError:
                continue  # told already, by the reader


def _is_absent(value: str, lines: Sequence[str]) -> bool:
    """Tell whether a value is a node of which nothing is said; a long one is known by its beginning only."""
    if not _ID.fullmatch(value):
        return False
    start = f"<{DATA}{value.removesuffix('…')}" if value.endswith("…") else f"<{DATA}{value}> "
    at = bisect_left(lines, start)
    return at == len(lines) or not lines[at].startswith(start)


def _lines_of(node: str, lines: Sequence[str]) -> Iterator[str]:
    start = f"<{node}> "
    for number in range(bisect_left(lines, start), len(lines)):
        if not lines[number].startswith(start):
            return
        yield lines[number]


def _ids_near(finding: Finding, lines: Sequence[str]) -> set[str]:
    """Ids of a finding's focus node and value, and of what the focus node leads to.

    Units are left out: too much is about the same unit, and what is said of units stands in the register.
    """
    texts = [f"<{finding.focus}>", f"<{DATA}{finding.value}>", *_lines_of(finding.focus, lines)]
    names = (name for text in texts for name in _NODE.findall(text) if not name.startswith("unit/"))
    return {name.partition("/")[2].replace("/post/", "/") for name in names}
