"""Compare two lists at one level: which entry is which unit, what ended, what is new.

Rules, each taken where it fits exactly one unit and one entry, strongest first:

1. same code, type and name (spelling aside): the same unit;
2. same type and name in the same unit above, another code: re-coded;
3. same code and name, another type: changed in type;
4. same code and type, a name that sounds alike: renamed;
5. same code, another name, while nothing else ended in the unit above: renamed, perhaps with its type;
6. same code, another name, while others ended there: a new unit that took the code over;
7. what is left ended, or is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.build.register_import.draft import DraftUnit, DraftVersion
from kg.build.register_import.lists import Entry
from kg.build.register_import.names import exact_key, loose_key, sound_key


@dataclass
class Matches:
    """What became of the versions of one level from one list to the next.

    Attributes:
        kept: (version, entry, kind of change; empty where only the unit above may differ).
        taken_over: (version that ended, entry that bears its code on).
        ended, new: what is left on either side.
    """

    kept: list[tuple[DraftVersion, Entry, str]] = field(default_factory=list)
    taken_over: list[tuple[DraftVersion, Entry]] = field(default_factory=list)
    ended: list[DraftVersion] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)

    @property
    def gone(self) -> set[int]:
        """The ids of the versions whose unit does not go on."""
        return {id(version) for version in (*self.ended, *(version for version, _ in self.taken_over))}

    @property
    def made(self) -> set[str]:
        """The codes of the new units."""
        return {entry.code for entry in (*self.new, *(entry for _, entry in self.taken_over))}


def match(
    old: Sequence[DraftVersion],
    new: Sequence[Entry],
    above: Callable[[Entry], DraftUnit],
    absorbed: Mapping[str, bool] | None = None,
) -> Matches:
    """Match the versions of a level with the entries of the next list.

    Args:
        old: versions that stood in the list before, by code.
        new: entries of the same level, by code.
        above: the unit that an entry lies in.
        absorbed: code → whether others went into that entry, where that is known (districts, by their
            communes); else it is taken from whether others ended in the unit above.
    """
    found = Matches()
    entries = {entry.code: entry for entry in new}
    left = [version for version in old if not _keep_same(version, entries, found)]
    left = _keep_recoded(left, entries, above, found)
    left = [version for version in left if not _keep_by_code(version, entries, absorbed, found)]
    ended_in: defaultdict[int, int] = defaultdict(int)
    for version in left:
        if version.entry.code not in entries:
            ended_in[id(_unit_above(version))] += 1
    for version in left:
        entry = entries.pop(version.entry.code, None)
        if entry is None:
            found.ended.append(version)
        elif _others_ended(version, entry, above, ended_in, absorbed):
            found.taken_over.append((version, entry))
        else:
            found.kept.append((version, entry, "rename"))
    found.new = [entry for _, entry in sorted(entries.items())]
    return found


def _unit_above(version: DraftVersion) -> DraftUnit | None:
    return version.parent.unit if version.parent is not None else None


def _keep_same(version: DraftVersion, entries: dict[str, Entry], found: Matches) -> bool:
    entry = entries.get(version.entry.code)
    if entry is None or entry.type != version.entry.type:
        return False
    if loose_key(entry.name) != loose_key(version.entry.name):
        return False
    found.kept.append((version, entries.pop(entry.code), ""))
    return True


def _keep_recoded(
    left: Sequence[DraftVersion],
    entries: dict[str, Entry],
    above: Callable[[Entry], DraftUnit],
    found: Matches,
) -> list[DraftVersion]:
    """Take the pairs that agree in type, name and unit above, each the only one on its side."""
    by_name: defaultdict[tuple[str, str, int], list[Entry]] = defaultdict(list)
    for entry in entries.values():
        by_name[entry.type, exact_key(entry.name), id(above(entry))].append(entry)
    namesakes: defaultdict[tuple[str, str, int], list[DraftVersion]] = defaultdict(list)
    for version in left:
        names = (version.entry.type, exact_key(version.entry.name), id(_unit_above(version)))
        namesakes[names].append(version)
    taken = set()
    for names, versions in namesakes.items():
        if len(versions) == len(by_name[names]) == 1:
            found.kept.append((versions[0], entries.pop(by_name[names][0].code), "re-code"))
            taken.add(id(versions[0]))
    return [version for version in left if id(version) not in taken]


def _keep_by_code(
    version: DraftVersion, entries: dict[str, Entry], absorbed: Mapping[str, bool] | None, found: Matches
) -> bool:
    entry = entries.get(version.entry.code)
    if entry is None:
        return False
    if absorbed is not None and absorbed.get(entry.code):
        return False
    same_name = exact_key(entry.name) == exact_key(version.entry.name)
    if not same_name and (
        entry.type != version.entry.type or sound_key(entry.name) != sound_key(version.entry.name)
    ):
        return False
    kind = "type-change" if same_name else "rename"
    found.kept.append((version, entries.pop(entry.code), kind))
    return True


def _others_ended(
    version: DraftVersion,
    entry: Entry,
    above: Callable[[Entry], DraftUnit],
    ended_in: Mapping[int, int],
    absorbed: Mapping[str, bool] | None,
) -> bool:
    if absorbed is not None:
        return absorbed.get(entry.code, False)
    return ended_in.get(id(_unit_above(version)), 0) > 0 or ended_in.get(id(above(entry)), 0) > 0
