from __future__ import annotations

import asyncio

import pytest

from kg.store import LocalStore
from kg.store.solutions import Term, batches
from kg.views.entity import Entity, read_entity
from kg.views.names import Days, Name, shorten
from kg.vocab import KG

ID = "https://w3id.org/diaban/id/"
EVENT = f"{ID}source/s/event/visit"


def entity(store: LocalStore, iri: str, whole: str = "") -> Entity:
    found = asyncio.run(read_entity(store, iri, whole=whole))
    assert found is not None
    return found


def test_what_points_to_a_thing_is_grouped_and_counted_with_its_evidence(store: LocalStore) -> None:
    person = entity(store, f"{ID}person/a")
    groups = {(group.predicate, group.main_class): group for group in person.groups}
    took_part = groups[str(KG.agent), str(KG.Participation)]
    assert (took_part.total, took_part.inverse) == (1, True)
    claim = took_part.claims[0]
    assert claim.owners == (EVENT,)
    assert [(item.start, item.end) for item in person.evidence[claim.iri].quoted] == [(0, 5)]
    assert groups[str(KG.issuer), str(KG.Directive)].total == 1


def test_what_lies_inside_a_thing_is_shown_once(store: LocalStore) -> None:
    event = entity(store, EVENT)
    nodes = [claim.iri for group in event.groups for claim in group.claims]
    assert len(nodes) == len(set(nodes))
    inside = {group.predicate for group in event.groups if not group.inverse}
    assert inside == {str(KG.participation), str(KG.placement)}


def test_facts_leave_out_what_the_page_says_elsewhere(store: LocalStore) -> None:
    event = entity(store, EVENT)
    assert event.facts == {}
    assert event.name.days == Days("2022-06-22", "2022-06-22")
    post = entity(store, f"{ID}org/o/post/chair")
    assert [value.term.value for values in post.facts.values() for value in values] == [f"{ID}org/o"]


def test_the_status_of_an_inferred_claim_is_told(store: LocalStore) -> None:
    evidence = entity(store, f"{ID}person/b").evidence
    assert evidence[f"{EVENT}/participation/person/b"].status.endswith("claimStatus-inferred")


def test_what_the_graph_does_not_know_is_none(store: LocalStore) -> None:
    assert asyncio.run(read_entity(store, f"{ID}person/nobody")) is None


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"vi": "xã", "en": "commune"}, "en", Term("commune", lang="en")),
        ({"vi": "xã"}, "en", Term("xã", lang="vi")),
        ({"": "xa"}, "vi", Term("xa")),
        ({"fr": "commune"}, "vi", Term("commune", lang="fr")),
        ({}, "vi", Term("unit/d")),
    ],
)
def test_labels_fall_back(texts: dict[str, str], language: str, expected: Term) -> None:
    assert Name(f"{ID}unit/d", texts).label(language) == expected


def test_long_lists_are_asked_in_batches_and_nothing_is_lost() -> None:
    iris = [f"urn:{number}" for number in range(1000)]
    pieces = list(batches(iris, 500))
    assert len(pieces) > 10
    assert all(len(piece) <= 510 for piece in pieces)
    assert sorted(" ".join(pieces).split()) == sorted(f"<{iri}>" for iri in iris)


def test_the_tail_of_an_iri_is_never_empty() -> None:
    assert shorten(ID) == ID
    assert shorten("https://schema.org/") == "schema.org"
