"""The register while it is made: units whose versions open and close as one list follows the other.

A change has at most one version after it, so that what a version was made of and what it became are read
from its changes alone. A unit that goes on unchanged in another unit was transferred. A version that differs
from the one before it only in the version of the unit that it lies in has no change of its own: what
happened, happened to the unit above.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kg.build.register_import.lists import Entry


class Bounds(NamedTuple):
    """Between which days something changed, and the text behind it; equal days where the day is known."""

    earliest: date | None
    day: date
    basis: str


@dataclass(eq=False)
class DraftVersion:
    """A version in the making; ``seen`` are the days of the lists that show it."""

    unit: DraftUnit
    number: int
    entry: Entry
    parent: DraftVersion | None
    start: Bounds
    end: Bounds | None = None
    written: list[str] = field(default_factory=list)
    seen: list[date] = field(default_factory=list)
    point: tuple[str, str] = ("", "")


@dataclass(eq=False)
class DraftUnit:
    """A unit in the making; its id is given when all versions are known."""

    versions: list[DraftVersion] = field(default_factory=list)
    id: str = ""


class Part(NamedTuple):
    """A version before a change: how much of it took part, and what says so."""

    version: DraftVersion
    extent: str
    basis: str


@dataclass(eq=False)
class DraftChange:
    """A change in the making: what was before, and the one version after, if any."""

    kind: str
    bounds: Bounds
    before: tuple[Part, ...]
    after: Part | None
    note: str = ""
    decided: bool = True
    id: str = ""


class History:
    """All units and changes so far, and the versions that stand."""

    def __init__(self, begin: date) -> None:
        self.units: list[DraftUnit] = []
        self.changes: list[DraftChange] = []
        country = Entry("", 0, "quốc gia", "Việt Nam", "Việt Nam", "", "")
        self.root = self.open(country, None, Bounds(None, begin, ""))

    @property
    def versions(self) -> list[DraftVersion]:
        """All versions, in the order of their units."""
        return [version for unit in self.units for version in unit.versions]

    def standing(self, level: int) -> list[DraftVersion]:
        """Give the versions of a level that have not ended, by code."""
        found = [
            unit.versions[-1]
            for unit in self.units
            if unit.versions[-1].end is None and unit.versions[-1].entry.level == level
        ]
        return sorted(found, key=lambda version: version.entry.code)

    def open(
        self, entry: Entry, parent: DraftVersion | None, start: Bounds, unit: DraftUnit | None = None
    ) -> DraftVersion:
        """Begin a version, of a new unit unless one is given."""
        if unit is None:
            unit = DraftUnit()
            self.units.append(unit)
        version = DraftVersion(unit, len(unit.versions) + 1, entry, parent, start)
        unit.versions.append(version)
        return version

    def close(self, version: DraftVersion, end: Bounds) -> None:
        """End a version."""
        version.end = end

    def follow(self, old: DraftVersion, entry: Entry, parent: DraftVersion, start: Bounds) -> DraftVersion:
        """End a version and begin the next of the same unit."""
        self.close(old, start)
        return self.open(entry, parent, start, old.unit)

    def change(
        self,
        kind: str,
        bounds: Bounds,
        before: Iterable[Part],
        after: Part | None,
        *,
        note: str = "",
        decided: bool = True,
    ) -> None:
        """Record a change."""
        self.changes.append(DraftChange(kind, bounds, tuple(before), after, note, decided))

    def transfer(self, old: DraftVersion, new: DraftVersion, basis: str) -> bool:
        """Record that a unit, otherwise unchanged, lies in another unit; False where it lies in the same."""
        if old.parent is None or new.parent is None or old.parent.unit is new.parent.unit:
            return False
        self.change("transfer", new.start, [Part(old, "whole", basis)], Part(new, "whole", basis))
        return True

    def see(self, placed: Sequence[tuple[DraftVersion, Entry]], day: date) -> None:
        """Note that the list of a day shows these versions, and how it spells their names."""
        for version, entry in placed:
            version.seen.append(day)
            if entry.written not in version.written:
                version.written.append(entry.written)
