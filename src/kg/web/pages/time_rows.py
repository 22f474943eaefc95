"""Draws the rows of an answer along time: tenures, certain and possible, and events with their day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from markupsafe import Markup

from kg.store.question_types import Question
from kg.views.answer_views import bounds_of, day_column, things_of, told_column
from kg.views.kinds import KINDS
from kg.views.names import Days
from kg.views.time_svg import TimeRow, as_day, draw_time
from kg.vocab import SCHEMES
from kg.web.pages.present import Presenter

DRAWN: Final = 40
"""Rows that a drawing shows; the table below it has the rest."""


def draw_answer(
    question: Question, rows: Sequence[Mapping[str, Any]], drawing: str, presenter: Presenter
) -> Markup:
    """Return rows of an answer drawn along time, the first ones of many; empty where no row has a day.

    Args:
        question: that was asked.
        rows: of its answer.
        drawing: ``tenures``, ``events`` or ``days`` (`kg.views.answer_views.drawing_for`).
        presenter: of the page.
    """
    if drawing == "events":
        # Several rows may speak of one event.
        rows = list({row["event_id"]: row for row in rows if row.get("event_id")}.values())
    rows = rows[:DRAWN]
    if drawing == "tenures":
        rows = sorted(rows, key=_lane)
    make = _MAKERS[drawing] if drawing in _MAKERS else partial(_day_row, question)
    made = [make(row, presenter) for row in rows]
    title = question.title.in_language(presenter.tongue.code)
    return Markup(draw_time(made, title, f"time-{question.name}"))  # noqa: S704 - escaped by its maker


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
    first, last = bounds_of(row, "date")
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


def _day_row(question: Question, row: Mapping[str, Any], presenter: Presenter) -> TimeRow:
    """A row of any question with a day: called by its first thing."""
    first, last = bounds_of(row, day_column(question))
    words = presenter.days(Days(first, last))
    iri, thing = next(iter(things_of(row, told_column(question))), ("", ""))
    label = " · ".join(part for part in (words, thing) if part)
    exact = first if first and first == last else ""
    return TimeRow(
        label=label,
        told=label,
        link=presenter.href(iri) if iri else "",
        kind="event",
        shape=KINDS["event"].shape,
        seen=(exact,) if exact else (),
        possible=None if exact or not (first or last) else (first, last),
    )


_MAKERS: Final[Mapping[str, Callable[[Mapping[str, Any], Presenter], TimeRow]]] = {
    "tenures": _tenure_row,
    "events": _event_row,
}
"""Kind of drawing → what makes a row of it."""
