"""What an address says of the view of an answer: which view, its days and things, its sides.

Parameters: ``view``; ``from`` and ``to`` where the question has none of its own; ``only`` (``column:IRI``,
repeated); ``rows`` and ``columns`` of a matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from kg.errors import UnknownError, UsageError
from kg.store.question_types import Question
from kg.text.dates import parse_period
from kg.views.answer_views import bounds_of, day_column, drawing_for, rows_about, thing_columns, views_of

_SINGLE: Final = ("view", "rows", "columns")
_DAYS: Final = ("from", "to")
_OFFICIALS: Final = ("person", "place")


@dataclass(frozen=True)
class ViewState:
    """The view of an answer.

    Attributes:
        view: one of ``kg.views.answer_views.ANSWER_VIEWS``.
        start, end: first and last day (ISO) of the rows shown; empty for no bound.
        days: the same as the reader wrote them, by ``from`` and ``to``.
        only: column → IRI of the thing that rows must hold.
        rows, columns: columns of the answer that are the sides of a matrix; empty where it has none.
        given: the parameters of the question.
        chosen: what the address says of the view, without defaults.
    """

    view: str
    start: str
    end: str
    days: Mapping[str, str]
    only: Mapping[str, str]
    rows: str
    columns: str
    given: Mapping[str, str]
    chosen: Mapping[str, str]

    def address(self, only: Mapping[str, str] | None = None, **changes: str) -> str:
        """Return the query of an address: this view with changes.

        Args:
            only: other things that rows must hold; None keeps them, an empty mapping drops them.
            changes: of ``view``, ``rows``, ``columns``; an empty value drops one.
        """
        held = self.only if only is None else only
        words = {**self.given, **self.days, **self.chosen, **changes}
        pairs = [(name, value) for name, value in words.items() if value]
        return "?" + urlencode([*pairs, *(("only", f"{column}:{iri}") for column, iri in held.items())])

    def narrow(self, question: Question, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return the rows that the view shows: those about its things that may lie in its days."""
        about = rows_about(rows, self.only)
        if not (self.start or self.end):
            return about
        return [row for row in about if self._meets(*_span(question, row))]

    def _meets(self, first: str, last: str) -> bool:
        if not (first or last):
            return False
        return not (self.start and last and last < self.start) and not (
            self.end and first and first > self.end
        )


def _span(question: Question, row: Mapping[str, Any]) -> tuple[str, str]:
    """First and last possible day of a row; empty where nothing bounds it."""
    if drawing_for(question) == "tenures":
        seen = (row.get("first_observed_earliest"), row.get("last_observed_latest"))
        return str(row.get("earliest_start") or ""), str(row.get("latest_end") or "") or (
            "9999-12-31" if any(seen) or row.get("latest_start") else ""
        )
    return bounds_of(row, day_column(question))


def day_of(question: Question, row: Mapping[str, Any]) -> str:
    """Return the day (ISO) at which a row stands in an overview; empty where none is known."""
    if drawing_for(question) == "tenures":
        return str(row.get("first_observed_earliest") or row.get("latest_start") or "")
    first, last = _span(question, row)
    return first or last


def split_view(question: Question, pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], ...]:
    """Return the pairs of an address that are parameters of the question, and those that are of the view."""
    own = {parameter.name for parameter in question.parameters}
    of_view = {*_SINGLE, "only"} | (set(_DAYS) if drawing_for(question) else set())
    found = list(pairs)
    return (
        [(name, value) for name, value in found if name in own or name not in of_view],
        [(name, value) for name, value in found if name not in own and name in of_view],
    )


def read_state(
    question: Question, given: Mapping[str, str], pairs: Iterable[tuple[str, str]], address: str
) -> ViewState:
    """Return the view that an address asks for.

    Args:
        question: that is answered.
        given: its parameters.
        pairs: of the address that are of the view (`split_view`).
        address: of the question's page, for the links of an error.

    Raises:
        UnknownError: the columns of the question do not allow the view; the others are listed.
        UsageError: a side or a thing of a column that does not exist, or days in the wrong order.
        TextError: what is no day.
    """
    found = [(name, value.strip()) for name, value in pairs if value.strip()]
    chosen = {name: value for name, value in found if name in _SINGLE}
    days = {name: value for name, value in found if name in _DAYS}
    allowed = views_of(question)
    view = chosen.get("view") or ("timeline" if "timeline" in allowed else "table")
    if view not in allowed:
        others = [(f"{address}?{urlencode({**given, 'view': name})}", name) for name in allowed]
        raise UnknownError(
            f"the columns of this question allow no view {view}; choose one of the list",
            others,
            vi=f"các cột của câu hỏi này không cho phép cách xem {view}; hãy chọn trong danh sách",
        )
    start = parse_period(days["from"]).earliest.isoformat() if "from" in days else ""
    end = parse_period(days["to"]).latest.isoformat() if "to" in days else ""
    if start and end and start > end:
        raise UsageError(
            f"from {start} is after to {end}; exchange them",
            vi=f"ngày đầu {start} sau ngày cuối {end}; hãy đổi chỗ",
        )
    only = dict(_held(question, value) for name, value in found if name == "only")
    rows, columns = _sides(question, chosen)
    return ViewState(view, start, end, days, only, rows, columns, given, chosen)


def _held(question: Question, text: str) -> tuple[str, str]:
    column, colon, iri = text.partition(":")
    _check_column(question, column)
    if not colon or not iri:
        raise UsageError(
            f"only={text} names no thing; write only=column:IRI",
            vi=f"only={text} không nêu đối tượng nào; hãy viết only=cột:IRI",
        )
    return column, iri


def _sides(question: Question, chosen: Mapping[str, str]) -> tuple[str, str]:
    """The two columns of a matrix: officials by places where there are both, else the first two of things."""
    known = thing_columns(question)
    if "matrix" not in views_of(question):
        return "", ""
    first = _OFFICIALS if set(_OFFICIALS) <= set(known) else known[:2]
    rows = chosen.get("rows", first[0])
    columns = chosen.get("columns") or next(name for name in (first[1], *known) if name != rows)
    for name in (rows, columns):
        _check_column(question, name)
    if rows == columns:
        raise UsageError(
            f"rows and columns are both {rows}; choose two columns",
            vi=f"hàng và cột đều là {rows}; hãy chọn hai cột khác nhau",
        )
    return rows, columns


def _check_column(question: Question, name: str) -> None:
    known = thing_columns(question)
    if name not in known:
        raise UsageError(
            f"{question.name} has no column of things {name!r}; it has: {', '.join(known)}",
            vi=f"{question.name} không có cột đối tượng {name!r}; có: {', '.join(known)}",
        )
