"""Asks any named question: those of a query of the store, those of a view here.

A question whose header names a ``view`` is answered by the function of that name in ``VIEWS``: it finds the
solutions, and the store makes rows, labels and evidence of them as of any others.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kg.errors import UsageError
from kg.store import Store
from kg.store.parameters import Bound, bind
from kg.store.question_types import Column, Question
from kg.store.questions import Answer, ask_question, make_answer
from kg.store.search import SearchIndex
from kg.views.connection import connect
from kg.views.found import Found
from kg.views.unit_today import trace_today

VIEWS: Final[Mapping[str, Callable[[Store, Bound], Awaitable[Found]]]] = MappingProxyType(
    {"connection": connect, "unit-today": trace_today}
)
"""The views that answer questions, by the name that a question file gives."""


async def ask_any_question(
    store: Store,
    index: SearchIndex,
    question: Question,
    given: Mapping[str, str],
    *,
    lang: str = "vi",
    data_version: str = "",
) -> Answer:
    """Return the answer to a question of either kind.

    Args:
        store: the graph.
        index: the search index of the same snapshot.
        question: what is asked.
        given: parameter → id, IRI, label, date or word, as the asker wrote it.
        lang: ``vi`` or ``en``.
        data_version: of the snapshot.

    Raises:
        UsageError: parameters that are wrong, or a view that does not exist; AmbiguousError and UnknownError
            list candidates.
        LimitError: a limit of the store was reached.
    """
    if not question.view:
        return await ask_question(store, index, question, given, lang=lang, data_version=data_version)
    if question.view not in VIEWS:
        known = ", ".join(VIEWS)
        raise UsageError(f"{question.name} names the view {question.view!r}, which is none of: {known}")
    bound = bind(question, given, index, lang)
    found = await VIEWS[question.view](store, bound)
    said = tuple(notice.in_language(lang) for notice in found.notices)
    return await make_answer(
        store,
        replace(question, columns=tuple(_worded(column, found) for column in question.columns)),
        replace(bound, notices=(*bound.notices, *said)),
        found.solutions,
        found.query,
        lang=lang,
        data_version=data_version,
    )


def _worded(column: Column, found: Found) -> Column:
    more = found.words.get(column.name)
    return replace(column, words={**column.words, **more}) if more else column
