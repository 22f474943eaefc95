"""Which views the columns of a question allow: table, timeline, map, matrix, network; decided in one place.

A view is allowed by the kinds of columns: a timeline needs a day and a thing, a map a column of places, a
matrix and a network two columns of things. Names of columns say which of them are places, for all things are
of one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kg.store.question_types import Question
from kg.views.time_svg import as_day

_PLACES: Final = ("place", "places", "subject")
"""Columns that hold units and sites, the most telling first."""
_TENURE: Final = frozenset({"post", "person", "latest_start", "earliest_end"})


def thing_columns(question: Question) -> tuple[str, ...]:
    """Return the names of the columns that hold things with pages of their own."""
    return tuple(column.name for column in question.columns if column.kind == "entity")


def place_column(question: Question) -> str:
    """Return the column that a map shows; empty where there is none."""
    return next((name for name in _PLACES if name in thing_columns(question)), "")


def day_column(question: Question) -> str:
    """Return the column by which rows stand in time; empty where there is none."""
    dated = [column.name for column in question.columns if column.kind == "date"]
    return next(iter(dated or [column.name for column in question.columns if column.kind == "day"]), "")


def told_column(question: Question) -> str:
    """Return the column whose thing a row in time is called by: the event, else the first thing."""
    named = [column.name for column in question.columns if column.kind in ("entity", "local")]
    return "event" if "event" in named and day_column(question) == "date" else next(iter(named), "")


def drawing_for(question: Question) -> str:
    """Return what a timeline of the rows draws: ``tenures``, ``events``, ``days`` or nothing."""
    if {column.name for column in question.columns} >= _TENURE:
        return "tenures"
    if not (day_column(question) and told_column(question)):
        return ""
    return "events" if told_column(question) == "event" else "days"


def _has_pairs(question: Question) -> bool:
    return len(thing_columns(question)) > 1


ANSWER_VIEWS: Final[Mapping[str, Callable[[Question], bool]]] = {
    "table": lambda question: bool(question.columns),
    "timeline": lambda question: bool(drawing_for(question)),
    "map": lambda question: bool(place_column(question)),
    "matrix": _has_pairs,
    "network": _has_pairs,
}
"""View → whether the columns of a question allow it, in the order of the links to them."""


def views_of(question: Question) -> tuple[str, ...]:
    """Return the views that the columns of a question allow."""
    return tuple(name for name, allows in ANSWER_VIEWS.items() if allows(question))


def things_of(row: Mapping[str, Any], column: str) -> list[tuple[str, str]]:
    """Return (IRI, label) of the things in one cell.

    >>> things_of({"place": ["X", "Y"], "place_id": ["urn:x", "urn:y"]}, "place")
    [('urn:x', 'X'), ('urn:y', 'Y')]
    >>> things_of({"place": None}, "place")
    []
    """
    iris, labels = row.get(f"{column}_id"), row.get(f"{column}_label") or row.get(column)
    iris = iris if isinstance(iris, list) else [iris]
    labels = labels if isinstance(labels, list) else [labels]
    return [(iri, str(label or iri)) for iri, label in zip(iris, labels, strict=True) if isinstance(iri, str)]


def bounds_of(row: Mapping[str, Any], column: str) -> tuple[str, str]:
    """Return the first and the last day (ISO) that one cell of a date may mean; empty where it has none.

    >>> bounds_of({"date": None, "date_earliest": "2022-06-01", "date_latest": "2022-06-30"}, "date")
    ('2022-06-01', '2022-06-30')
    >>> bounds_of({"date": "2022-06-22"}, "date")
    ('2022-06-22', '2022-06-22')
    """
    day = as_day(row.get(column))
    first, last = (as_day(row.get(f"{column}_{end}")) or day for end in ("earliest", "latest"))
    return first, last


def rows_about(rows: Sequence[Mapping[str, Any]], only: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Return the rows that hold certain things.

    Args:
        rows: of an answer.
        only: column → IRI of the thing that it must hold.
    """
    return [
        row
        for row in rows
        if all(iri in {each for each, _ in things_of(row, column)} for column, iri in only.items())
    ]
