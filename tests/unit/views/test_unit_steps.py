"""How sure a step is for what was asked for: whole, part, mixed with other land, unknown, ended."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.names import Days
from kg.views.unit_changes import PART, UNKNOWN, WHOLE, Change, Part
from kg.views.unit_steps import ABOVE, UNCHANGED, Step, Surety, follow
from kg.views.unit_versions import COMMUNE, Version
from kg.vocab import term_of

DAYS = ("2019-10-25", "2020-01-01", "2021-01-01", "2025-07-01", "")


def version(name: str, first: int, last: int) -> Version:
    """A version of a unit ``a1`` = unit a, version 1, from one of the days to another."""
    return Version(
        iri=name,
        unit=name[0],
        label=f"xã {name}",
        type="xã",
        level=COMMUNE,
        above="",
        code="",
        since=DAYS[first],
        since_earliest=DAYS[first],
        until=DAYS[last],
        until_earliest=DAYS[last],
        basis="",
        point=None,
    )


def change(
    kind: str, day: int, before: dict[str, str], after: Sequence[str], *, decided: bool = True
) -> Change:
    return Change(
        iri=f"{kind}-{''.join(before)}-{''.join(after)}",
        kind=str(term_of("changeKind", kind)),
        days=Days(DAYS[day], DAYS[day]),
        basis="",
        decided=decided,
        before=tuple(Part(name, extent) for name, extent in before.items()),
        after=tuple(Part(name, WHOLE) for name in after),
    )


def told(start: str, versions: Sequence[Version], *changes: Change) -> list[tuple[int, str, str, Surety]]:
    """(number, kind, what came of it, surety) of the steps from one version on."""
    known = {each.iri: each for each in versions}
    reach = {start}
    for _ in versions:
        reach |= {part.version for c in changes if reach & {p.version for p in c.before} for part in c.after}
        reach |= {each.iri for each in versions if any(known[iri].unit == each.unit for iri in reach)}
    steps: tuple[Step, ...] = follow([start], changes, known, reach)
    return [(step.number, step.kind, step.after, step.surety) for step in steps]


def test_a_chain_of_whole_mergers_is_certain_to_its_end() -> None:
    versions = [version("a1", 0, 1), version("b1", 1, 3), version("c1", 3, 4), version("x1", 0, 1)]
    assert told(
        "a1",
        versions,
        change("merge", 1, {"a1": WHOLE, "x1": WHOLE}, ["b1"]),
        change("merge", 3, {"b1": WHOLE}, ["c1"]),
    ) == [(1, "merge", "b1", Surety.ALL), (2, "merge", "c1", Surety.ALL)]


def test_a_part_of_the_unit_itself_is_certainly_some_of_it() -> None:
    versions = [version("a1", 0, 3), version("b1", 3, 4), version("c1", 3, 4)]
    assert told(
        "a1",
        versions,
        change("merge", 3, {"a1": PART}, ["b1"]),
        change("merge", 3, {"a1": PART}, ["c1"]),
    ) == [(1, "merge", "b1", Surety.SOME), (1, "merge", "c1", Surety.SOME)]


def test_a_part_of_what_also_holds_other_land_is_only_possible() -> None:
    versions = [version("a1", 0, 1), version("x1", 0, 1), version("b1", 1, 3), version("c1", 3, 4)]
    steps = told(
        "a1",
        versions,
        change("merge", 1, {"a1": WHOLE, "x1": WHOLE}, ["b1"]),
        change("merge", 3, {"b1": PART}, ["c1"]),
    )
    assert steps[-1] == (2, "merge", "c1", Surety.POSSIBLE)


def test_a_part_after_a_mere_renaming_is_still_certain() -> None:
    versions = [version("a1", 0, 1), version("a2", 1, 3), version("c1", 3, 4)]
    steps = told(
        "a1",
        versions,
        change("rename", 1, {"a1": WHOLE}, ["a2"]),
        change("merge", 3, {"a2": PART}, ["c1"]),
    )
    assert steps == [(1, "rename", "a2", Surety.ALL), (2, "merge", "c1", Surety.SOME)]


def test_a_split_gives_each_side_some() -> None:
    versions = [version("a1", 0, 3), version("b1", 3, 4), version("c1", 3, 4)]
    steps = told("a1", versions, change("split", 3, {"a1": WHOLE}, ["b1", "c1"]))
    assert [step[2:] for step in steps] == [("b1", Surety.SOME), ("c1", Surety.SOME)]


def test_an_unknown_share_makes_all_that_follows_possible() -> None:
    versions = [version("a1", 0, 1), version("b1", 1, 3), version("c1", 3, 4)]
    steps = told(
        "a1",
        versions,
        change("merge", 1, {"a1": UNKNOWN}, ["b1"], decided=False),
        change("merge", 3, {"b1": WHOLE}, ["c1"]),
    )
    assert [step[3] for step in steps] == [Surety.POSSIBLE, Surety.POSSIBLE]


def test_the_surer_of_two_ways_counts() -> None:
    versions = [version("a1", 0, 1), version("b1", 1, 2), version("c1", 1, 2), version("d1", 2, 4)]
    steps = told(
        "a1",
        versions,
        change("merge", 1, {"a1": PART}, ["b1"]),
        change("merge", 1, {"a1": UNKNOWN}, ["c1"]),
        change("merge", 2, {"b1": WHOLE, "c1": WHOLE}, ["d1"]),
    )
    assert [step[2:] for step in steps] == [
        ("b1", Surety.SOME),
        ("c1", Surety.POSSIBLE),
        ("d1", Surety.SOME),
        ("d1", Surety.POSSIBLE),
    ]


def test_an_end_that_nothing_explains_is_not_stated_and_a_decided_one_is_certain() -> None:
    versions = [version("a1", 0, 3)]
    undecided = change("abolition", 3, {"a1": WHOLE}, [], decided=False)
    assert told("a1", versions, undecided) == [(1, "abolition", "", Surety.NOT_STATED)]
    decided = change("abolition", 3, {"a1": WHOLE}, [])
    assert told("a1", versions, decided) == [(1, "abolition", "", Surety.ALL)]


def test_only_the_unit_above_changed_and_nothing_changed_at_all() -> None:
    versions = [version("a1", 0, 3), version("a2", 3, 4)]
    assert told("a1", versions) == [(1, ABOVE, "a2", Surety.ALL)]
    assert told("b1", [version("b1", 0, 4)]) == [(0, UNCHANGED, "b1", Surety.ALL)]
