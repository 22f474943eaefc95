"""Which district became which: told by the communes that went along, for lists say nothing of districts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.build.register_import.draft import DraftVersion, Part
from kg.build.register_import.lists import Snapshot


@dataclass(frozen=True)
class Flows:
    """Districts before, and the districts of the next list to which communes of theirs went.

    Attributes:
        into: code of a district of the next list → versions whose communes it has, by code.
        targets: id of a version → codes of the districts that have its communes.
        ended: ids of the versions whose code the next list does not show.
    """

    into: dict[str, list[DraftVersion]]
    targets: dict[int, set[str]]
    ended: frozenset[int]

    def absorbed_by(self, code: str) -> list[DraftVersion]:
        """Give the ended districts of which a district of the next list has communes."""
        return [version for version in self.into.get(code, []) if id(version) in self.ended]

    def part(self, version: DraftVersion, *, ended: bool) -> Part:
        """Say how much of a version went: all of one that ended, if its communes went to one district."""
        whole = ended and len(self.targets.get(id(version), ())) == 1
        return Part(version, "whole" if whole else "part", "snapshot")


def flows_of(
    districts: Iterable[DraftVersion], communes: Iterable[DraftVersion], snapshot: Snapshot
) -> Flows:
    """Follow every commune whose code goes on from its district to that of the next list."""
    into: dict[str, dict[int, DraftVersion]] = {}
    targets: dict[int, set[str]] = {}
    for commune in communes:
        entry = snapshot.entries.get(commune.entry.code)
        if entry is not None and entry.level == 3 and commune.parent is not None:
            into.setdefault(entry.parent, {})[id(commune.parent)] = commune.parent
            targets.setdefault(id(commune.parent), set()).add(entry.parent)
    ended = frozenset(id(version) for version in districts if version.entry.code not in snapshot.entries)
    return Flows(
        {code: sorted(found.values(), key=lambda v: v.entry.code) for code, found in into.items()},
        targets,
        ended,
    )
