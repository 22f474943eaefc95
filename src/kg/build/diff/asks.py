"""Choose which named questions to ask of both graphs: a bounded rule, so that the work does not grow unseen.

1. A question that needs nothing is asked as it stands, with its defaults.
2. A question is asked for each touched thing that fits one of its parameters, if that thing alone, or with a
   day, is enough for it. Where a day is needed, the days that the change names are asked for.
3. A question of two things (as ``connection``) is asked for none: pairs have no bound.

Questions as they stand come first: if the time is up before all is asked, they are what matters most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.build.diff.touched import Touched
from kg.store.question_types import DATE_KINDS, ENTITY_KINDS, Parameter, Question
from kg.store.resolve import KINDS_OF

MOST_DAYS: Final = 6
"""Days that are asked for with one thing: of more, the first three and the last three."""


@dataclass(frozen=True)
class Ask:
    """One question with its parameters; ``thing`` is the touched thing it is asked for, or empty."""

    question: Question
    given: Mapping[str, str]
    thing: str = ""


@dataclass(frozen=True)
class Chosen:
    """What is asked, and how many touched things were left out, by question and parameter."""

    asks: tuple[Ask, ...]
    left_out: Mapping[tuple[str, str], int]


def choose_asks(questions: Iterable[Question], touched: Sequence[Touched], most: int) -> Chosen:
    """Return what to ask: first the questions as they stand, then for things; in the order of their names.

    Args:
        questions: all named questions.
        touched: things, the most touched first.
        most: things that one parameter of one question is asked for.
    """
    asks: list[Ask] = []
    left_out: dict[tuple[str, str], int] = {}
    for question in sorted(questions, key=lambda item: item.name):
        if not question.needs and not any(_must_be_given(item) for item in question.parameters):
            asks.append(Ask(question, {}))
        for parameter in question.parameters:
            days = _days_needed(question, parameter)
            if days is None:
                continue
            kinds = KINDS_OF[parameter.kind]
            fitting = [thing for thing in touched if not kinds or thing.kind in kinds]
            if days:
                fitting = [thing for thing in fitting if thing.days]
            for thing in fitting[:most]:
                asks.extend(_for_thing(question, parameter, thing, days))
            if len(fitting) > most:
                left_out[question.name, parameter.name] = len(fitting) - most
    return Chosen(tuple(sorted(asks, key=lambda ask: bool(ask.thing))), left_out)


def _must_be_given(parameter: Parameter) -> bool:
    return parameter.required and not parameter.default


def _days_needed(question: Question, parameter: Parameter) -> tuple[str, ...] | None:
    """Return the names of the days that a question needs beside one thing; None if a thing is not enough."""
    if parameter.kind not in ENTITY_KINDS:
        return None
    others = [item for item in question.parameters if item != parameter and _must_be_given(item)]
    if any(item.kind not in DATE_KINDS for item in others):
        return None
    given = {parameter.name, *(item.name for item in others)}
    if question.needs and not any(need <= given for need in question.needs):
        return None
    return tuple(item.name for item in others)


def _for_thing(
    question: Question, parameter: Parameter, thing: Touched, days: Sequence[str]
) -> Iterable[Ask]:
    if not days:
        yield Ask(question, {parameter.name: thing.iri}, thing.iri)
        return
    half = MOST_DAYS // 2
    chosen = thing.days if len(thing.days) <= MOST_DAYS else (*thing.days[:half], *thing.days[-half:])
    for day in chosen:
        yield Ask(question, {parameter.name: thing.iri, **dict.fromkeys(days, day)}, thing.iri)
