"""Find which versions a name means on a day: ranked, with the reasons, and all of them where several fit.

A name may carry its type and what it lies in: ``xã Chiến Thắng, huyện Bắc Sơn, Lạng Sơn``. Tone placement,
case and accents are optional, but a name that agrees in its accents goes before one that does not. A type or
parent that is given must fit; where no unit has the type, the others are given, with that as a reason. Ranked
are, in this order: accents, certainty on the day, higher levels before lower, the id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.records.units import Certainty, Register, UnitVersion
from kg.text.canonical import accent_key, match_key


class Reason(StrEnum):
    """Why a version is a candidate, or less of one."""

    SAME_NAME = "same name"
    WITHOUT_ACCENTS = "same name but for accents"
    SAME_TYPE = "same type"
    OTHER_TYPE = "another type"
    LIES_WITHIN = "lies in the unit named"
    CERTAIN = "stood on that day"
    POSSIBLE = "may have stood on that day"


@dataclass(frozen=True)
class Candidate:
    """A version that a name may mean, with the reasons for and against it."""

    version: UnitVersion
    certainty: Certainty
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class UnitName:
    """A name taken apart: type word (perhaps empty), name, and the units around it from the nearest."""

    type: str
    name: str
    within: tuple[str, ...]


class UnitNames:
    """The names of a register, for lookups."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._types = {match_key(version.type): version.type for version in register.all_versions}
        self._by_key: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in register.all_versions:
            for key in {match_key(name) for name in (version.name, *version.register_names)}:
                self._by_key[key].append(version)

    def split(self, text: str) -> UnitName:
        """Take a written name apart; a type word with nothing behind it is a name."""
        first, *around = (part.strip() for part in text.split(","))
        word, name = self._split_type(first)
        return UnitName(word, name, tuple(part for part in around if part))

    def find(self, text: str, day: date, *, type_word: str = "", within: str = "") -> tuple[Candidate, ...]:
        """Give the versions that a name may mean on a day, best first; more than one: it is ambiguous.

        Args:
            text: the name, perhaps with its type, and after commas what it lies in.
            day: the day on which it is used.
            type_word: its type, where the text does not say it.
            within: a unit that it lies in, besides those of the text.
        """
        asked = self.split(text)
        wanted = match_key(type_word or asked.type)
        around = (*asked.within, *([within] if within else []))
        standing = [
            (version, certainty)
            for version in self._named(asked.name, around)
            if (certainty := version.stands_on(day)) is not None
        ]
        typed = [found for found in standing if not wanted or match_key(found[0].type) == wanted]
        candidates = [
            Candidate(
                version,
                certainty,
                tuple(self._reasons(version, certainty, asked, wanted, around=bool(around))),
            )
            for version, certainty in typed or standing
        ]
        exact = [found for found in candidates if Reason.SAME_NAME in found.reasons]
        # Somebody who typed accents meant them; somebody who typed none may mean any.
        if exact and accent_key(asked.name) != match_key(asked.name):
            candidates = exact
        return tuple(sorted(candidates, key=_rank))

    def on_any_day(self, text: str, *, within: str = "") -> tuple[UnitVersion, ...]:
        """Give all versions that have borne a name, oldest first, whatever their type."""
        asked = self.split(text)
        found = self._named(asked.name, (*asked.within, *([within] if within else [])))
        return tuple(sorted(found, key=lambda version: (version.valid_from, version.unit)))

    def _named(self, name: str, around: tuple[str, ...]) -> list[UnitVersion]:
        bearers = self._by_key.get(match_key(name), [])
        return [version for version in bearers if all(self._lies_in(version, each) for each in around)]

    def _split_type(self, text: str) -> tuple[str, str]:
        words = text.split()
        for count in (2, 1):
            word = self._types.get(match_key(" ".join(words[:count])))
            if word is not None and len(words) > count and len(word.split()) == count:
                return word, " ".join(words[count:])
        return "", " ".join(words)

    def _lies_in(self, version: UnitVersion, name: str) -> bool:
        """Tell whether a version lies in a unit of that name, as it was called while the version stood."""
        word, bare = self._split_type(name)
        above = self.register.parent_of(version)
        while above is not None:
            names = {match_key(spelled) for spelled in (above.name, *above.register_names)}
            if match_key(bare) in names and (not word or word == above.type):
                return True
            above = self.register.parent_of(above)
        return False

    def _reasons(
        self, version: UnitVersion, certainty: Certainty, asked: UnitName, wanted: str, *, around: bool
    ) -> Iterator[Reason]:
        names = {accent_key(name) for name in (version.name, *version.register_names)}
        yield Reason.SAME_NAME if accent_key(asked.name) in names else Reason.WITHOUT_ACCENTS
        if wanted:
            yield Reason.SAME_TYPE if match_key(version.type) == wanted else Reason.OTHER_TYPE
        if around:
            yield Reason.LIES_WITHIN
        yield Reason.CERTAIN if certainty is Certainty.CERTAIN else Reason.POSSIBLE


def _rank(candidate: Candidate) -> tuple[bool, bool, int, str, int]:
    version = candidate.version
    return (
        Reason.SAME_NAME not in candidate.reasons,
        candidate.certainty is not Certainty.CERTAIN,
        version.level,
        version.unit,
        version.number,
    )
