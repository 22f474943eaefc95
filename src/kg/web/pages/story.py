"""The story of a thing: the questions about it (``kg.views.stories``), asked and drawn for its page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.views.entity import Entity
from kg.views.kinds import KINDS
from kg.views.names import Days
from kg.views.questions import ask_any_question
from kg.views.stories import STORIES, Part, Story
from kg.views.time_svg import TimeRow, as_day, draw_time
from kg.vocab import KG, SCHEMES
from kg.web.pages.present import Presenter
from kg.web.pages.site import Site

SHOWN: Final = 8
"""Rows of a part on the page of the thing; the page of the question has all."""
_DRAWN: Final = 40


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
    makers: Mapping[str, Callable[[Mapping[str, Any], Presenter], TimeRow]] = {
        "tenures": _tenure_row,
        "events": _event_row,
    }
    found = {}
    for part in parts:
        maker = makers.get(part.drawing)
        if maker is None:
            continue
        found_rows = part.answer.rows[:_DRAWN]
        if part.drawing == "tenures":
            found_rows = tuple(sorted(found_rows, key=_lane))
        rows = [maker(row, presenter) for row in found_rows]
        title = part.question.title.in_language(presenter.tongue.code)
        svg = draw_time(rows, title, f"time-{part.question.name}")
        found[part.question.name] = Markup(svg)  # noqa: S704 - escaped by its maker
    return found


def _lane(row: Mapping[str, Any]) -> int:
    """Party before state, as the list of branches has them."""
    branches = SCHEMES["branch"]
    return branches.index(row["branch"]) if row.get("branch") in branches else len(branches)


def _tenure_row(row: Mapping[str, Any], presenter: Presenter) -> TimeRow:
    """A tenure: certain from the latest start to the day before the earliest end, possible around it."""
    tongue = presenter.tongue
    seen = [as_day(row.get(f"{end}_observed")) for end in ("first", "last")]
    start, end = as_day(row["latest_start"]), as_day(row["earliest_end"], before=True)
    certain = (start, end) if start and end and start <= end else None
    possible = (as_day(row["earliest_start"]), as_day(row["latest_end"], before=True))
    # On the page of a person the rows are posts; on that of a post or an organisation they are people.
    label = str(row["post"]) if _by_person(row) else f"{row['person']} · {row['post']}"
    if row.get("capacity") and row["capacity"] != "full":
        label += f" ({row.get('capacity_label') or row['capacity']})"
    told = [label]
    if certain:
        told.append(tongue.say("certain") + f": {presenter.days(Days(*certain))}")
    bounds = presenter.days(Days(*possible)) or tongue.say("not bounded")
    told.append(tongue.say("possible") + f": {bounds}")
    return TimeRow(
        label=label,
        told="; ".join(told),
        link=presenter.href(row["post_id" if _by_person(row) else "person_id"]),
        kind="post" if _by_person(row) else "person",
        shape=KINDS["post" if _by_person(row) else "person"].shape,
        lane=str(row.get("branch_label") or row.get("branch") or ""),
        seen=tuple(day for day in seen if day),
        certain=certain,
        possible=possible,
    )


def _by_person(row: Mapping[str, Any]) -> bool:
    return next(iter(row)) == "person"


def _event_row(row: Mapping[str, Any], presenter: Presenter) -> TimeRow:
    day = as_day(row.get("date"))
    first, last = as_day(row.get("date_earliest")) or day, as_day(row.get("date_latest")) or day
    words = presenter.days(Days(first, last))
    label = f"{words} · {row['event']}" if words else str(row["event"])
    return TimeRow(
        label=label,
        told=f"{label}; {row.get('date_status_label') or row.get('date_status') or ''}".rstrip("; "),
        link=presenter.href(row["event_id"]),
        kind="event",
        shape=KINDS["event"].shape,
        lang=row.get("event_lang") or "",
        seen=(day,) if day else (),
        possible=None if day or not (first or last) else (first, last),
    )


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
