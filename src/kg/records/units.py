"""The values of the register of administrative units, and what can be asked of them without a graph.

A *unit* is an identity that outlives renames, new codes and absorptions; a *version* is what it was from one
day to another; a *change* says how versions became others. Days are half-open: ``valid_until`` is the first
day on which the version no longer stands. Each end has two bounds, because snapshots of a list say only
between which days it changed::

    valid_from_earliest ≤ true start ≤ valid_from        (earliest unknown: nothing shows when it began)
    valid_until_earliest ≤ true end ≤ valid_until        (both unknown: it stands today)

Where the legal day is known both bounds are that day. Identity rule: a unit that absorbs others and keeps
name and type stays itself (a new version); anything else that comes out of a merge or split is a new unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from kg.errors import Position, UnknownError
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, VERSION_COLUMNS, InRow


class Certainty(StrEnum):
    """Whether the bounds of a version leave a doubt about a day."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Unit:
    """An administrative unit as an identity; ``id`` is made once (``lang-son.bac-son.xa.vu-lang``)."""

    id: str
    why: str
    position: Position


@dataclass(frozen=True)
class UnitVersion(InRow):
    """What a unit was between two days.

    Attributes:
        unit: id of the unit.
        number: counted from 1 within the unit, never renumbered.
        code: the statistics office's code, text (``06364``); empty for the country. Not an identity.
        level: 0 country, 1 province, 2 district, 3 commune.
        type: the type word in lower case (``xã``, ``thị trấn``); name: without it (``Chiến Thắng``).
        register_names: spellings of the register that differ from ``name`` (``Hoà An``).
        parent: unit id of the parent, ``parent_version`` its version number; None for the country.
        latitude, longitude: a point inside, in degrees WGS 84 as written; None where none is known.
        evidence: the snapshots that show it, ``first..last``, and lists that state it.
    """

    unit: str
    number: int
    code: str
    level: int
    type: str
    name: str
    register_names: tuple[str, ...]
    parent: str | None
    parent_version: int | None
    valid_from_earliest: date | None
    valid_from: date
    valid_until_earliest: date | None
    valid_until: date | None
    legal_basis: str
    latitude: str | None
    longitude: str | None
    evidence: str
    position: Position
    starts: tuple[int, ...] = field(default=(), compare=False, repr=False)
    columns = VERSION_COLUMNS

    @property
    def key(self) -> tuple[str, int]:
        """(unit id, number): what names this version."""
        return (self.unit, self.number)

    def stands_on(self, day: date) -> Certainty | None:
        """Whether this version stood on that day: certainly, possibly, or (None) certainly not."""
        if self.valid_from_earliest is not None and day < self.valid_from_earliest:
            return None
        if self.valid_until is not None and day >= self.valid_until:
            return None
        ended = self.valid_until_earliest is not None and day >= self.valid_until_earliest
        return Certainty.POSSIBLE if day < self.valid_from or ended else Certainty.CERTAIN


@dataclass(frozen=True)
class ChangePart(InRow):
    """One version on one side of a change, and how much of it takes part.

    Attributes:
        side: ``before`` or ``after``.
        extent: ``whole``, ``part`` or ``unknown``.
        basis: what says so: ``list`` (merge list of 2025), ``name`` (same name, type and parent), ``code``
            (the code went on), ``snapshot`` (a list shows it and the next does not), ``resolution``.
    """

    change: str
    side: str
    unit: str
    version: int
    extent: str
    basis: str
    position: Position
    starts: tuple[int, ...] = field(default=(), compare=False, repr=False)
    columns = PART_COLUMNS

    @property
    def key(self) -> tuple[str, int]:
        """(unit id, number) of the version."""
        return (self.unit, self.version)


@dataclass(frozen=True)
class UnitChange(InRow):
    """How versions became others on one day (between ``day_earliest`` and ``day``).

    ``decided`` is false where the sources leave open what else took part: ``note`` says what is missing, and
    the parts hold only what the sources show.
    """

    id: str
    kind: str
    day_earliest: date
    day: date
    legal_basis: str
    decided: bool
    note: str
    before: tuple[ChangePart, ...]
    after: tuple[ChangePart, ...]
    position: Position
    starts: tuple[int, ...] = field(default=(), compare=False, repr=False)
    columns = CHANGE_COLUMNS


@dataclass(frozen=True)
class Register:
    """All units, versions and changes of a folder, sound in themselves."""

    units: tuple[Unit, ...]
    all_versions: tuple[UnitVersion, ...]
    changes: tuple[UnitChange, ...]

    @cached_property
    def by_key(self) -> dict[tuple[str, int], UnitVersion]:
        """Versions by (unit id, number)."""
        return {version.key: version for version in self.all_versions}

    @cached_property
    def unit_ids(self) -> frozenset[str]:
        """Ids of all units."""
        return frozenset(unit.id for unit in self.units)

    @cached_property
    def version_ids(self) -> frozenset[str]:
        """Ids of all versions, as ``{unit id}/v/{number}``."""
        return frozenset(f"{unit}/v/{number}" for unit, number in self.by_key)

    @cached_property
    def _by_unit(self) -> dict[str, tuple[UnitVersion, ...]]:
        lists: dict[str, list[UnitVersion]] = {unit.id: [] for unit in self.units}
        for version in self.all_versions:
            lists[version.unit].append(version)
        return {unit: tuple(sorted(found, key=lambda v: v.number)) for unit, found in lists.items()}

    @cached_property
    def _changes_from(self) -> dict[tuple[str, int], tuple[UnitChange, ...]]:
        return _by_part((change, change.before) for change in self.changes)

    @cached_property
    def _changes_to(self) -> dict[tuple[str, int], tuple[UnitChange, ...]]:
        return _by_part((change, change.after) for change in self.changes)

    def __contains__(self, unit: object) -> bool:
        """Tell whether the register has a unit of this id."""
        return unit in self._by_unit

    def versions(self, unit: str) -> tuple[UnitVersion, ...]:
        """Give the versions of a unit, oldest first.

        Raises:
            UnknownError: the register has no such unit.
        """
        if unit not in self._by_unit:
            raise UnknownError(f"no unit {unit!r} in the register; add it to data/register")
        return self._by_unit[unit]

    def version_on(self, unit: str, day: date) -> UnitVersion | None:
        """Give the version of a unit on a day, each version running from its ``valid_from``; None outside.

        Where bounds leave a doubt this is the version that the snapshots last showed; `standing_on` tells.

        Raises:
            UnknownError: the register has no such unit.
        """
        for version in self.versions(unit):
            if version.valid_from <= day and (version.valid_until is None or day < version.valid_until):
                return version
        return None

    def standing_on(self, unit: str, day: date) -> tuple[tuple[UnitVersion, Certainty], ...]:
        """Give every version of a unit that the bounds allow on a day, oldest first.

        One certain version, or one or several possible ones, or none.

        Raises:
            UnknownError: the register has no such unit.
        """
        standing = ((version, version.stands_on(day)) for version in self.versions(unit))
        return tuple((version, certainty) for version, certainty in standing if certainty is not None)

    def parent_of(self, version: UnitVersion) -> UnitVersion | None:
        """Give the version that this one lies in; None for the country."""
        if version.parent is None or version.parent_version is None:
            return None
        return self.by_key[version.parent, version.parent_version]

    def lineage(self, version: UnitVersion) -> Iterator[UnitVersion]:
        """Give a version and all that it lies in, from the nearest."""
        current: UnitVersion | None = version
        while current is not None:
            yield current
            current = self.parent_of(current)

    def changes_ending(self, version: UnitVersion) -> tuple[UnitChange, ...]:
        """Give the changes in which a version ended, in the order of the file."""
        return self._changes_from.get(version.key, ())

    def changes_starting(self, version: UnitVersion) -> tuple[UnitChange, ...]:
        """Give the changes that a version came out of, in the order of the file."""
        return self._changes_to.get(version.key, ())

    def successors(self, version: UnitVersion) -> tuple[UnitVersion, ...]:
        """Give the versions that a version became; empty where it stands, was abolished, or none is known.

        The next version of the same unit is one even without a change: then it only lies in another version.
        """
        keys = {part.key for change in self.changes_ending(version) for part in change.after}
        following = self.by_key.get((version.unit, version.number + 1))
        if not keys and following is not None and following.valid_from == version.valid_until:
            keys = {following.key}
        return tuple(self.by_key[key] for key in sorted(keys))

    def predecessors(self, version: UnitVersion) -> tuple[UnitVersion, ...]:
        """Give the versions that a version is known to have been made of; see `successors`."""
        keys = {part.key for change in self.changes_starting(version) for part in change.before}
        previous = self.by_key.get((version.unit, version.number - 1))
        if not keys and previous is not None and previous.valid_until == version.valid_from:
            keys = {previous.key}
        return tuple(self.by_key[key] for key in sorted(keys))

    def today(self, unit: str) -> tuple[UnitVersion, ...]:
        """Give what a unit is in the newest state of the register: itself, or what it became, or nothing.

        Raises:
            UnknownError: the register has no such unit.
        """
        found: dict[tuple[str, int], UnitVersion] = {}
        waiting = list(self.versions(unit)[-1:])
        seen = {version.key for version in waiting}
        while waiting:
            version = waiting.pop()
            if version.valid_until is None:
                found[version.key] = version
            for successor in self.successors(version):
                if successor.key not in seen:
                    seen.add(successor.key)
                    waiting.append(successor)
        return tuple(found[key] for key in sorted(found))


def _by_part(
    sides: Iterable[tuple[UnitChange, tuple[ChangePart, ...]]],
) -> dict[tuple[str, int], tuple[UnitChange, ...]]:
    lists: defaultdict[tuple[str, int], list[UnitChange]] = defaultdict(list)
    for change, parts in sides:
        for part in parts:
            lists[part.key].append(change)
    return {key: tuple(found) for key, found in lists.items()}
