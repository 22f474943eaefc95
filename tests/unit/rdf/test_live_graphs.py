"""Graphs that follow changing records are those of a whole lift, to the statement and its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build.graphs import make_graphs
from kg.errors import Finding
from kg.rdf.graph import NamedGraph
from kg.rdf.live_graphs import LiveGraphs
from kg.rdf.ontology import read_ontology
from kg.records.dataset import Dataset, Dossier, read_dataset

ROOT = Path(__file__).resolve().parents[3]
SECTIONS = ("people", "events", "documents", "places", "projects", "posts", "directives", "petitions")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return read_dataset(ROOT / "data", [])


@pytest.fixture(scope="module")
def ontology() -> NamedGraph:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="module")
def live(dataset: Dataset, ontology: NamedGraph) -> LiveGraphs:
    return LiveGraphs(dataset, ontology)


def assert_as_built(live: LiveGraphs, dataset: Dataset) -> None:
    findings: list[Finding] = []
    built = make_graphs(dataset, ROOT / "ontology", findings)
    lines = sorted(f"{' '.join(line)} " for line in live.lines())
    assert len(lines) == len(built.lines)
    assert all(quad.startswith(line) for quad, line in zip(built.lines, lines, strict=True))
    assert dict(live.origins) == built.origins
    assert sorted(map(str, live.findings)) == sorted(map(str, findings))


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[int, str, int, int]]:
    """Dossier, section, item that is left out, item that takes its place if any."""
    one = st.tuples(st.integers(0, 4), st.sampled_from(SECTIONS), st.integers(0, 30), st.integers(0, 60))
    return list(draw(st.lists(one, min_size=1, max_size=4)))


def edited(dossier: Dossier, section: str, left_out: int, instead: int) -> Dossier:
    """Leave an item of a section out, or write another one twice in its place."""
    items = dossier.record.parts(section)
    if not items:
        return dossier
    others = [item for number, item in enumerate(items) if number != left_out % len(items)]
    if instead < len(items):
        others.append(items[instead])
    values = {**dossier.record.values, section: tuple(others)}
    return replace(dossier, record=replace(dossier.record, values=values))


@settings(deadline=None, max_examples=8)
@given(changes=edits())
def test_edited_dossiers(
    changes: list[tuple[int, str, int, int]], live: LiveGraphs, dataset: Dataset
) -> None:
    dossiers = list(dataset.dossiers)
    for number, section, left_out, instead in changes:
        dossiers[number] = edited(dossiers[number], section, left_out, instead)
    now = replace(dataset, dossiers=tuple(dossiers))
    before = set(live.lines())
    difference = live.replace(now)
    assert set(live.lines()) == before - difference.removed | difference.added
    assert difference.removed <= before
    assert before.isdisjoint(difference.added)
    assert_as_built(live, now)


def test_a_dossier_goes_and_comes_back(live: LiveGraphs, dataset: Dataset) -> None:
    live.replace(dataset)
    gone = replace(dataset, dossiers=dataset.dossiers[1:])
    removed = live.replace(gone)
    assert_as_built(live, gone)
    added = live.replace(dataset)
    assert removed.removed == added.added
    assert removed.added == added.removed
    assert_as_built(live, dataset)


def test_posts_that_become_singular_bound_their_holders(live: LiveGraphs, dataset: Dataset) -> None:
    live.replace(dataset)
    posts = tuple(
        replace(post, values={**post.values, "singular": not post.flag("singular")})
        for post in dataset.registries["posts"]
    )
    now = replace(dataset, registries={**dataset.registries, "posts": posts})
    live.replace(now)
    assert_as_built(live, now)


def test_a_person_less_changes_what_members_of_counts_mean(live: LiveGraphs, dataset: Dataset) -> None:
    now = replace(dataset, registries={**dataset.registries, "people": dataset.registries["people"][1:]})
    live.replace(now)
    assert_as_built(live, now)


def test_another_register(live: LiveGraphs, dataset: Dataset) -> None:
    register = replace(dataset.register, changes=dataset.register.changes[1:])
    now = replace(dataset, register=register)
    live.replace(now)
    assert_as_built(live, now)
