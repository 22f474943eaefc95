"""Makes the view of an answer that its page shows: the rows it is narrowed to, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from markupsafe import Markup

from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.views.answer_views import drawing_for, place_column, thing_columns, things_of
from kg.views.matrix import Matrix, matrix_of
from kg.web.pages.answer_map import PlacesMap, count_places, map_places
from kg.web.pages.answer_network import DrawnNetwork, draw_answer_network
from kg.web.pages.brush import Brush, brush_of
from kg.web.pages.maps import lands_of
from kg.web.pages.present import Presenter
from kg.web.pages.site import Site
from kg.web.pages.time_rows import DRAWN, draw_answer
from kg.web.pages.view_state import ViewState, day_of

MOST_ROWS: Final = 500
"""Rows of the table on a page; the formats for programs have all of them."""


_BOUNDS: Final = (("from", "first"), ("to", "last"))
"""Parameters of questions that bound days → what they are understood as."""


@dataclass(frozen=True)
class ShownView:
    """A view of an answer.

    Attributes:
        rows: that the table shows, the first ones of many.
        total: rows that the view is narrowed to.
        drawing: along time; empty for none.
        undrawn: rows that a drawing along time leaves out.
        matrix: of two columns; None for none.
        map: of the places; None for none.
        brush: overview of the days; None for none.
        network: of the things that the rows name; None for none.
        only: (column, label of the thing) that the view is narrowed to.
    """

    rows: Sequence[Mapping[str, Any]]
    total: int
    drawing: Markup
    undrawn: int = 0
    matrix: Matrix | None = None
    map: PlacesMap | None = None
    brush: Brush | None = None
    network: DrawnNetwork | None = None
    only: tuple[tuple[str, str], ...] = ()


async def show_view(
    request: Request, site: Site, question: Question, answer: Answer, state: ViewState, presenter: Presenter
) -> ShownView:
    """Return what a page shows of an answer.

    Args:
        request: asks for it.
        site: the site.
        question: that was asked.
        answer: with all rows.
        state: the view that the address asks for.
        presenter: of the page.

    Raises:
        LimitError: a limit of the store was reached.
    """
    rows = state.narrow(question, answer.rows)
    drawing, matrix, drawn_map, brush, network = Markup(), None, None, None, None
    if state.view == "timeline":
        drawing = draw_answer(question, rows, drawing_for(question), presenter)
        start, end = (answer.parameters.get(name, {}).get(key, "") for name, key in _BOUNDS)
        days = [day_of(question, row) for row in answer.rows]
        brush = brush_of(days, state.start or start, state.end or end)
    elif state.view == "matrix":
        matrix = matrix_of(rows, state.rows, state.columns)
    elif state.view == "network":
        title = question.title.in_language(presenter.tongue.code)
        network = await draw_answer_network(site, rows, thing_columns(question), presenter, title)
    elif state.view == "map":
        column = place_column(question)

        def link(iri: str) -> str:
            return state.address(only={**state.only, column: iri}, view="table")

        places = count_places(rows, column)
        drawn_map = await map_places(site.store, await lands_of(request), places, presenter.tongue, link)
    only = tuple((column, _label(answer.rows, column, iri)) for column, iri in state.only.items())
    undrawn = max(0, len(rows) - DRAWN) if drawing else 0
    return ShownView(rows[:MOST_ROWS], len(rows), drawing, undrawn, matrix, drawn_map, brush, network, only)


def _label(rows: Sequence[Mapping[str, Any]], column: str, iri: str) -> str:
    return next((label for row in rows for each, label in things_of(row, column) if each == iri), iri)
