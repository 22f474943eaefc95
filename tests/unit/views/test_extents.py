from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD

from kg.store import LocalStore, load_local
from kg.views.edges import read_edges
from kg.views.extents import CERTAIN, NOT_STATED, POSSIBLE, Extent, days_of, keep_standing, read_extents
from kg.views.network import Wanted, read_network
from kg.views.paths import read_paths
from kg.vocab import KG

SnapshotWriter = Callable[[Path, str, list[str]], Path]
FIXTURES = Path(__file__).parents[2] / "fixtures"
ID = "https://w3id.org/diaban/id/"
SOURCE = f"{ID}source/s"
A, EVENT, POST, UNIT = f"{ID}person/a", f"{SOURCE}/event/visit", f"{ID}org/o/post/chair", f"{ID}unit/d"

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
GAPS = st.integers(0, 400)


@given(DAYS, GAPS, GAPS, GAPS, DAYS)
def test_a_day_is_certain_only_between_the_inner_bounds(
    first: date, start: int, span: int, end: int, day: date
) -> None:
    bounds = [first + timedelta(days=sum((start, span, end)[:count])) for count in range(4)]
    one, two, three, four = (bound.isoformat() for bound in bounds)
    extent = Extent(one, two, three, four, lasting=True)
    value = extent.on(day.isoformat())
    assert (value == "") == (day < bounds[0] or day >= bounds[3])
    assert (value == CERTAIN) == (bounds[1] <= day < bounds[2])


@given(DAYS, DAYS)
def test_what_happened_is_not_undone(happened: date, day: date) -> None:
    extent = Extent(happened.isoformat(), happened.isoformat())
    assert extent.on(day.isoformat()) == (CERTAIN if day >= happened else "")


def test_unknown_bounds_exclude_nothing_and_make_nothing_certain() -> None:
    assert Extent(latest_end="2023-01-01", lasting=True).on("1990-01-01") == POSSIBLE
    assert Extent(latest_start="2020-01-01", lasting=True).on("2021-01-01") == POSSIBLE


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, write_snapshot: SnapshotWriter) -> LocalStore:
    """The small graph with a tenure of A, and a district that lay in a province until 2025."""
    graph, within = f"<{ID}graph/derived>", f"<{ID}unit/d/v/1>"
    more = [
        f"<{POST}/tenure/a/full> <{KG.attestedBy}> <{SOURCE}/attestation/a/o/chair/full/0-5> {graph} .",
        said(f"{POST}/tenure/a/full", KG.latestStart, "2020-05-27"),
        said(f"{POST}/tenure/a/full", KG.earliestEnd, "2022-06-23"),
        said(f"{POST}/tenure/a/full", KG.latestEnd, "2024-01-01"),
        f"{within} <{KG.versionOf}> <{UNIT}> {graph} .",
        f"{within} <{KG.within}> <{ID}unit/p/v/1> {graph} .",
        f"<{ID}unit/p/v/1> <{KG.versionOf}> <{ID}unit/p> {graph} .",
        said(f"{ID}unit/d/v/1", KG.validFrom, "2019-10-25"),
        said(f"{ID}unit/d/v/1", KG.validUntilEarliest, "2025-07-01"),
        said(f"{ID}unit/d/v/1", KG.validUntil, "2025-07-01"),
    ]
    lines = (FIXTURES / "pages.nq").read_text("utf-8").splitlines() + more
    return load_local(write_snapshot(tmp_path_factory.mktemp("dated") / "snapshot", "dated-1", lines))


def said(subject: str, predicate: str, day: str) -> str:
    return f'<{subject}> <{predicate}> "{day}"^^<{XSD.date}> <{ID}graph/derived> .'


def test_relations_begin_with_what_says_them(dated: LocalStore) -> None:
    edges = {edge.kind: edge for edge in asyncio.run(read_edges(dated, [A]))}
    extents = asyncio.run(read_extents(dated, edges.values()))
    assert extents[edges["took-part"]] == (Extent("2022-06-22", "2022-06-22"),)
    assert extents[edges["holds"]] == (Extent("", "2020-05-27", "2022-06-23", "2024-01-01", lasting=True),)
    assert extents[edges["ordered"]] == ()
    assert days_of(extents) == ("2020-05-27", "2022-06-22", "2022-06-23", "2024-01-01")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-01-01", {"holds": POSSIBLE, "ordered": NOT_STATED}),
        ("2022-06-22", {"holds": CERTAIN, "ordered": NOT_STATED, "took-part": CERTAIN}),
        ("2023-01-01", {"holds": POSSIBLE, "ordered": NOT_STATED, "took-part": CERTAIN}),
        ("2024-01-01", {"ordered": NOT_STATED, "took-part": CERTAIN}),
    ],
)
def test_a_day_keeps_what_is_not_excluded_and_says_how_sure_that_is(
    dated: LocalStore, day: str, expected: dict[str, str]
) -> None:
    extents = asyncio.run(read_extents(dated, asyncio.run(read_edges(dated, [A]))))
    assert {edge.kind: edge.certainty for edge in keep_standing(extents, day)} == expected


@pytest.mark.parametrize(
    ("day", "certainty"), [("2019-01-01", [POSSIBLE]), ("2025-06-30", [CERTAIN]), ("2025-07-01", [])]
)
def test_a_unit_lies_within_another_as_long_as_a_version_does(
    dated: LocalStore, day: str, certainty: list[str]
) -> None:
    extents = asyncio.run(read_extents(dated, asyncio.run(read_edges(dated, [UNIT], ["within"]))))
    assert [edge.certainty for edge in keep_standing(extents, day)] == certainty


def test_a_network_as_of_a_day_leaves_out_what_was_not_yet(dated: LocalStore) -> None:
    before = asyncio.run(read_network(dated, A, Wanted(on="2022-06-21")))
    after = asyncio.run(read_network(dated, A, Wanted(on="2022-06-22")))
    assert {edge.kind for edge in before.edges} == {"holds", "ordered"}
    assert {edge.kind for edge in after.edges} == {"holds", "ordered", "took-part"}
    assert EVENT not in before.names
    assert before.counts == after.counts
    assert before.days == after.days == ("2020-05-27", "2022-06-22", "2022-06-23", "2024-01-01")


@pytest.mark.parametrize(("day", "joined"), [("2022-06-22", True), ("2022-06-21", False)])
def test_paths_as_of_a_day_go_only_over_what_stood(dated: LocalStore, day: str, *, joined: bool) -> None:
    network = asyncio.run(read_paths(dated, f"{ID}person/b", POST, on=day))
    assert bool(network.edges) == joined
    assert all(edge.certainty for edge in network.edges)
