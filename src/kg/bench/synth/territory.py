"""Which units of the register the synthetic records speak of, and what stood where on a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from random import Random

from kg.errors import InputError
from kg.records.units import Certainty, Register, UnitVersion

FIRST_DAY, LAST_DAY = date(2019, 11, 4), date(2026, 6, 30)
"""Days between which events happen: the register knows no day before 2019-10-25."""
_PARTY_WORDS = {"tỉnh": "Tỉnh ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy"}


class Territory:
    """The units of some provinces, by the province and level that they belong to.

    Args:
        register: the register of the reference records.
        chance: decides the order of provinces and units, which is the order of how often they are spoken of.
        provinces: how many provinces are spoken of, at most.

    Raises:
        InputError: the register has no province with units inside.
    """

    def __init__(self, register: Register, chance: Random, provinces: int) -> None:
        self.register = register
        self._used: set[str] = set()
        self._inner = self._units_by_province(chance)
        ordered = sorted(province for province, units in self._inner.items() if units)
        if not ordered:
            raise InputError("register", "has no province with units inside; name other records with --data")
        chance.shuffle(ordered)
        self.provinces = tuple(ordered[:provinces])

    def _units_by_province(self, chance: Random) -> dict[str, list[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for version in self.register.all_versions:
            if version.level >= 2:
                found[self.province_of(version)].add(version.unit)
        ordered = {}
        for province in sorted(found):
            units = sorted(found[province])
            chance.shuffle(units)
            ordered[province] = units
        return ordered

    def province_of(self, version: UnitVersion) -> str:
        """Id of the province that a version lies in."""
        while version.level > 1 and (parent := self.register.parent_of(version)) is not None:
            version = parent
        return version.unit

    def standing(self, unit: str, day: date) -> UnitVersion | None:
        """The version of a unit that certainly stood on a day."""
        for version, certainty in self.register.standing_on(unit, day):
            if certainty is Certainty.CERTAIN:
                return version
        return None

    def lifetime(self, unit: str) -> tuple[date, date]:
        """The first day on which a unit certainly stood, and the first on which it may not any more."""
        versions = self.register.versions(unit)
        last = versions[-1]
        return versions[0].valid_from, last.valid_until_earliest or last.valid_until or date.max

    def province_on(self, day: date, chance: Random) -> UnitVersion:
        """A province that certainly stood on a day, the first ones more often."""
        standing = [found for unit in self.provinces if (found := self.standing(unit, day)) is not None]
        if not standing:  # all became part of others: then what they became
            became = (found for unit in self.provinces for found in self.register.today(unit))
            standing = [found for found in became if found.level == 1]
        return standing[int(len(standing) * chance.random() ** 2)]

    def inside(
        self, province: str, day: date, chance: Random, *, level: int | None = None
    ) -> UnitVersion | None:
        """A unit of a province that certainly stood on a day; few are spoken of often (Zipf), most rarely."""
        units = self._inner.get(province, [])
        for _ in range(12 if units else 0):
            rank = int(len(units) ** chance.random()) - 1
            version = self.standing(units[rank], day)
            if (
                version is not None
                and level in {None, version.level}
                and self.province_of(version) == province
            ):
                return version
        return None

    def under(self, district: UnitVersion, day: date, chance: Random) -> UnitVersion | None:
        """A commune of a district."""
        units = self._communes.get(district.key, ())
        version = self.standing(chance.choice(units), day) if units else None
        return version if version is not None and self.register.parent_of(version) == district else None

    @cached_property
    def _communes(self) -> dict[tuple[str, int], list[str]]:
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for version in self.register.all_versions:
            if version.level == 3 and version.parent is not None and version.parent_version is not None:
                found[version.parent, version.parent_version].append(version.unit)
        return found

    def use(self, unit: str) -> str:
        """Note that the records name a unit, so that it is written."""
        self._used.add(unit)
        return unit

    def written(self) -> frozenset[str]:
        """Ids of the units to write: those named, what they lay in, and what they were made of and became."""
        found: set[str] = set()
        waiting = sorted(self._used)
        while waiting:
            unit = waiting.pop()
            if unit in found:
                continue
            found.add(unit)
            for version in self.register.versions(unit):
                changes = (*self.register.changes_ending(version), *self.register.changes_starting(version))
                waiting += [part.unit for change in changes for part in (*change.before, *change.after)]
                waiting += [version.parent] if version.parent is not None else []
        return frozenset(found)


def named(version: UnitVersion) -> str:
    """A unit as texts name it: type and name (``huyện Bình Gia``)."""
    return f"{version.type} {version.name}"


def party_words(version: UnitVersion) -> str:
    """The party committee of a unit as texts name it (``Tỉnh ủy Lạng Sơn``)."""
    if version.type in _PARTY_WORDS:
        return f"{_PARTY_WORDS[version.type]} {version.name}"
    if version.level == 3:
        return f"Đảng ủy {named(version)}"
    return f"Thành ủy {version.name}"
