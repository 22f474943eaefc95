"""The rule by which questions are chosen, on the real questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.diff.asks import MOST_DAYS, Ask, choose_asks
from kg.build.diff.touched import Touched
from kg.store.question_files import read_questions
from kg.store.question_types import DATE_KINDS, ENTITY_KINDS, Question

ROOT = Path(__file__).resolve().parents[4]
QUESTIONS = read_questions(ROOT / "queries")
ALL = tuple(QUESTIONS.values())


def thing(kind: str, number: int = 1, days: tuple[str, ...] = ()) -> Touched:
    return Touched(f"urn:{kind}:{number}", kind, 1, days)


def asked(question: Question | str, *touched: Touched, most: int = 25) -> list[dict[str, str]]:
    name = question if isinstance(question, str) else question.name
    return [dict(ask.given) for ask in choose_asks(ALL, touched, most).asks if ask.question.name == name]


def test_what_needs_nothing_is_asked_once_as_it_stands() -> None:
    assert asked("events") == [{}]
    assert asked("career") == []
    assert asked("holder-on") == []
    names = {ask.question.name for ask in choose_asks(ALL, (), 25).asks}
    free = {item.name for item in ALL if not item.needs and not any(p.required for p in item.parameters)}
    assert names == free
    assert len(free) > 10


def test_a_touched_person_is_asked_for_by_every_question_of_people() -> None:
    person = thing("person", days=("2020-05-27",))
    assert asked("career", person) == [{"person": person.iri}]
    assert {"person": person.iri} in asked("who-inspected-where", person)
    assert asked("holder-on", person) == [{"person": person.iri, "date": "2020-05-27"}]
    assert {"owner": person.iri} in asked("deadlines", person)
    assert not any("place" in given for given in asked("events", person))


def test_days_are_bounded_at_both_ends() -> None:
    days = tuple(f"2020-01-{day:02}" for day in range(1, 21))
    found = [given["date"] for given in asked("holder-on", thing("post", days=days))]
    assert found == [*days[:3], *days[-3:]]
    assert len(found) == MOST_DAYS
    assert asked("holder-on", thing("post")) == []


def test_things_are_bounded_and_the_rest_is_counted() -> None:
    people = [thing("person", number) for number in range(30)]
    chosen = choose_asks(ALL, people, 4)
    assert [ask.thing for ask in chosen.asks if ask.question.name == "career"] == [
        item.iri for item in people[:4]
    ]
    assert chosen.left_out["career", "person"] == 26
    assert choose_asks(ALL, people, 0).left_out["career", "person"] == 30


@pytest.mark.parametrize("question", ALL, ids=lambda item: item.name)
def test_every_ask_is_enough_for_its_question(question: Question) -> None:
    kinds = ("person", "organisation", "unit", "site", "event", "document", "source", "post", "indicator")
    touched = [thing(kind, days=("2020-05-27",)) for kind in kinds]
    asks: list[Ask] = list(choose_asks([question], touched, 25).asks)
    parameters = {item.name: item for item in question.parameters}
    for ask in asks:
        assert all(item.name in ask.given or item.default for item in question.parameters if item.required)
        assert not question.needs or any(need <= ask.given.keys() for need in question.needs)
        given = [parameters[name] for name in ask.given]
        assert sum(item.kind in ENTITY_KINDS for item in given) == bool(ask.thing)
        assert all(item.kind in DATE_KINDS | ENTITY_KINDS for item in given)
    assert asks or question.name == "connection"


def test_a_question_of_two_things_is_asked_for_none() -> None:
    assert asked("connection", thing("person"), thing("unit")) == []
