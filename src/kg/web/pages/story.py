"""The story of a thing: the questions about it (``kg.views.stories``), asked and drawn for its page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.views.entity import Entity
from kg.views.questions import ask_any_question
from kg.views.stories import STORIES, Part, Story
from kg.vocab import KG
from kg.web.pages.present import Presenter
from kg.web.pages.site import Site
from kg.web.pages.time_rows import draw_answer

SHOWN: Final = 8
"""Rows of a part on the page of the thing; the page of the question has all."""


@dataclass(frozen=True)
class Told:
    """One part of a story with what it found.

    Attributes:
        question: that was asked.
        answer: with all its rows.
        left_out: columns that say nothing here: the thing itself, or nothing in any row.
        given: the parameters, for the address of the question's page.
        drawing: ``tenures``, ``events`` or empty.
    """

    question: Question
    answer: Answer
    left_out: frozenset[str]
    given: Mapping[str, str]
    drawing: str

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows that the page shows."""
        return self.answer.rows[:SHOWN]


@dataclass(frozen=True)
class State:
    """What can be said of a directive on a day.

    Attributes:
        due_before: the first day that is too late; empty where no deadline is stated.
        on: the day asked for; empty for none.
        days: days left on that day; below 1 it is too late.
    """

    due_before: str
    on: str
    days: int


def story_of(entity: Entity) -> Story:
    """Return the story of a thing by its kind; one without parts for most kinds."""
    return STORIES.get(entity.name.kind.name, Story(()))


async def tell(site: Site, entity: Entity, language: str) -> list[Told]:
    """Ask all questions about a thing; parts without an answer are left out.

    Raises:
        LimitError: a limit of the store was reached.
    """
    parts = [part for part in story_of(entity).parts if part.question in site.questions]
    told = await asyncio.gather(*(_tell(site, entity.iri, part, language) for part in parts))
    return [part for part in told if part is not None]


async def _tell(site: Site, iri: str, part: Part, language: str) -> Told | None:
    question = site.questions[part.question]
    given = {part.parameter: iri}
    version = site.manifest.data_version
    answer = await ask_any_question(
        site.store, site.index, question, given, lang=language, data_version=version
    )
    stated = [row for row in answer.rows if row["sources"]]
    if not stated:
        return None
    return Told(question, answer, _silent(answer, iri), given, part.drawing)


def _silent(answer: Answer, iri: str) -> frozenset[str]:
    """Columns that hold only the thing itself, or nothing in any row."""

    def empty(name: str) -> bool:
        found = [
            row.get(name) or row.get(f"{name}_earliest") or row.get(f"{name}_latest") for row in answer.rows
        ]
        return not any(found) and not any(row.get(name) is False for row in answer.rows)

    names = [column["name"] for column in answer.columns]
    return frozenset(
        name
        for name in names
        if empty(name) or all(row.get(f"{name}_id") in (iri, [iri]) for row in answer.rows)
    )


def drawings(parts: Iterable[Told], presenter: Presenter) -> dict[str, Markup]:
    """Return the drawing of each part that has one, by the name of its question."""
    return {
        part.question.name: draw_answer(part.question, part.answer.rows, part.drawing, presenter)
        for part in parts
        if part.drawing
    }


def state_of_directive(entity: Entity, on: str) -> State | None:
    """Return the state of a directive on a day; None for what is none.

    Args:
        entity: the thing.
        on: ISO day, or what the reader wrote; what is no day asks for none.
    """
    if entity.name.kind.name != "directive":
        return None
    values = entity.facts.get(str(KG.dueBefore), ())
    due = values[0].term.value if values else ""
    try:
        asked = date.fromisoformat(on.strip())
    except ValueError:
        return State(due, "", 0)
    left = (date.fromisoformat(due) - asked).days if due else 0
    return State(due, asked.isoformat(), left)
