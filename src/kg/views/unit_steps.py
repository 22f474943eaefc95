"""Follows versions of units through changes, and tells of each step how sure it is for what was asked for.

Three values: *certain* where all, or certainly some, of the land asked for came to a version; *possible*
where it may have; *not stated* where it ended and nothing says where it went. Some of a version that holds
only land asked for is certainly such land; some of a version that holds other land too need not be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kg.store.labels import code_of
from kg.views.names import Days
from kg.views.unit_changes import PART, UNKNOWN, WHOLE, Change
from kg.views.unit_versions import Version

ABOVE: Final = "above"
"""Kind of a step in which only the unit above became another version."""
UNCHANGED: Final = "unchanged"
"""Kind of the one step of a version that stands and came out of nothing that was asked for."""


class Surety(IntEnum):
    """How sure it is that land asked for came to a version; the surer, the less."""

    ALL = 1
    SOME = 2
    POSSIBLE = 3
    NOT_STATED = 4

    @property
    def word(self) -> str:
        """The three-valued word.

        >>> [surety.word for surety in Surety]
        ['certain', 'certain', 'possible', 'not stated']
        """
        return {Surety.POSSIBLE: "possible", Surety.NOT_STATED: "not stated"}.get(self, "certain")


@dataclass(frozen=True)
class Step:
    """One step from a version to another.

    Attributes:
        number: counted from 1 along the chain; 0 of a version that stands unchanged.
        before, after: IRIs of versions; ``after`` is empty where there is none, or none is known.
        kind: code of the kind of change, `ABOVE` or `UNCHANGED`.
        extent: IRI of how much of ``before`` takes part; empty where that makes no sense.
        days: bounds of the day.
        basis: legal basis; empty where none is known.
        change: IRI; empty where the step has no change of its own.
        surety: of what was asked for, that it took part.
    """

    number: int
    before: str
    after: str
    kind: str
    extent: str
    days: Days
    basis: str
    change: str
    surety: Surety


@dataclass
class _State:
    """What is known of a version: its place in the chain, and whether it holds only land asked for."""

    depth: int
    surety: Surety
    pure: bool


def follow(
    starts: Iterable[str], changes: Sequence[Change], known: Mapping[str, Version], reach: Collection[str]
) -> tuple[Step, ...]:
    """Return the steps from versions of one unit to all that they became, in the order of days.

    Args:
        starts: IRIs of the versions.
        changes: all in which versions of ``reach`` ended.
        known: versions by IRI.
        reach: IRIs of the versions and of all that they became.
    """
    ending: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for part in change.before:
            ending[part.version].append(change)
    states = {iri: _State(0, Surety.ALL, True) for iri in starts}
    steps: list[Step] = []
    for iri in sorted(reach, key=lambda each: (known[each].since, each)):
        if iri in states:
            made = list(_steps_from(known[iri], states, ending[iri], known))
            stands_alone = not made and not known[iri].until and states[iri].depth == 0
            steps += [_unchanged(iri)] if stands_alone else made
    return tuple(sorted(steps, key=lambda step: _order(step, known)))


def _order(step: Step, known: Mapping[str, Version]) -> tuple[object, ...]:
    after = known[step.after].order if step.after else known[step.before].order
    return (step.days.latest, step.number, known[step.before].order, after, step.change)


def _unchanged(iri: str) -> Step:
    return Step(0, iri, iri, UNCHANGED, "", Days("", ""), "", "", Surety.ALL)


def _steps_from(
    version: Version, states: dict[str, _State], changes: Iterable[Change], known: Mapping[str, Version]
) -> Iterator[Step]:
    """Yield the steps in which a version ends, and take over what they say of the versions after it."""
    state, number, told = states[version.iri], states[version.iri].depth + 1, False
    for change in changes:
        told = True
        extent = next(part.extent for part in change.before if part.version == version.iri)
        if not change.after:
            surety = state.surety if change.decided else Surety.NOT_STATED
            yield _step(number, version, "", change, extent, surety)
        for part in change.after:
            reached = _reached(state, change, extent)
            _merge(states, part.version, reached)
            yield _step(number, version, part.version, change, extent, reached.surety)
    following = [] if told else [each for each in known.values() if _follows(each, version)]
    for each in following:
        _merge(states, each.iri, _State(number, state.surety, state.pure))
        yield Step(number, version.iri, each.iri, ABOVE, WHOLE, version.end, each.basis, "", state.surety)


def _step(number: int, version: Version, after: str, change: Change, extent: str, surety: Surety) -> Step:
    kind = code_of(change.kind) or change.kind
    return Step(number, version.iri, after, kind, extent, change.days, change.basis, change.iri, surety)


def _follows(later: Version, version: Version) -> bool:
    return later.unit == version.unit and bool(version.until) and later.since == version.until


def _reached(state: _State, change: Change, extent: str) -> _State:
    """What is known of the version after a change, by the version before it."""
    pure = state.pure and change.decided and len(change.before) == 1
    divided = extent == PART or len(change.after) > 1
    if extent == UNKNOWN or state.surety >= Surety.POSSIBLE or (divided and not state.pure):
        surety = Surety.POSSIBLE
    else:
        surety = Surety.SOME if divided else state.surety
    return _State(state.depth + 1, surety, pure)


def _merge(states: dict[str, _State], iri: str, reached: _State) -> None:
    standing = states.setdefault(iri, reached)
    standing.depth = max(standing.depth, reached.depth)
    standing.surety = min(standing.surety, reached.surety)
    standing.pure = standing.pure and reached.pure
