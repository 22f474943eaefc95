"""Asks a named question: binds its parameters, runs its query, gives every row its own evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rdflib import RDF

from kg.errors import UsageError
from kg.store.answer_rows import Row, finish_row, gather_rows, things_to_label
from kg.store.binding import bind_query
from kg.store.changes import tell_changes
from kg.store.contract import Store
from kg.store.evidence import fetch_evidence
from kg.store.labels import fetch_labels
from kg.store.parameters import Bound, bind
from kg.store.question_types import Question
from kg.store.search import SearchIndex
from kg.store.solutions import Solution, select
from kg.vocab import KG

MAX_ROWS: Final = 10_000
"""Rows of an answer; more are cut off, with a notice."""

_MAX_SOLUTIONS: Final = 60_000
_SOURCES: Final = f"SELECT ?source WHERE {{ ?source <{RDF.type}> <{KG.SourceDocument}> }} ORDER BY ?source"


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes:
        question: its name.
        lang: language of labels, headings and notices.
        parameters: what was understood of each (``kg.store.parameters.Bound.shown``).
        notices: what the reader should know of this answer.
        columns: ``{"name", "kind", "label"}`` of each column.
        extra: the same of what the rows have beside their columns.
        rows: ``{column: value, …, "sources": […]}``.
        data_version: of the snapshot.
        sparql: the query as it ran, parameters bound.
    """

    question: str
    lang: str
    parameters: Mapping[str, Mapping[str, Any]]
    notices: tuple[str, ...]
    columns: tuple[Mapping[str, str], ...]
    extra: tuple[Mapping[str, str], ...]
    rows: tuple[Mapping[str, Any], ...]
    data_version: str
    sparql: str

    def to_json(self) -> dict[str, object]:
        """Spell as the result document of the API and of ``kg ask --format json``."""
        return {
            "question": self.question,
            "parameters": {name: dict(value) for name, value in self.parameters.items()},
            "notices": list(self.notices),
            "columns": [dict(column) for column in self.columns],
            "rows": [dict(row) for row in self.rows],
            "data_version": self.data_version,
        }


async def ask_question(
    store: Store,
    index: SearchIndex,
    question: Question,
    given: Mapping[str, str],
    *,
    lang: str = "vi",
    data_version: str = "",
) -> Answer:
    """Return the answer to a question.

    Args:
        store: the graph.
        index: the search index of the same snapshot.
        question: what is asked; one that a query answers (``kg.views.questions`` asks those of views too).
        given: parameter → id, IRI, label, date or word, as the asker wrote it.
        lang: ``vi`` or ``en``.
        data_version: of the snapshot.

    Raises:
        UsageError: parameters that are wrong; AmbiguousError and UnknownError list candidates.
        LimitError: a limit of the store was reached.
    """
    if question.view:
        raise UsageError(f"{question.name} is answered by the view {question.view!r}, not by a query")
    bound = bind(question, given, index, lang)
    query = bind_query(question, bound.values)
    found = await select(store, f"{query}LIMIT {_MAX_SOLUTIONS}\n")
    solutions = await tell_changes(store, question, bound, found, lang)
    return await make_answer(store, question, bound, solutions, query, lang=lang, data_version=data_version)


async def make_answer(
    store: Store,
    question: Question,
    bound: Bound,
    solutions: Sequence[Solution],
    query: str,
    *,
    lang: str,
    data_version: str,
) -> Answer:
    """Return the answer that solutions make: rows with labels, evidence and notices.

    Args:
        store: the graph.
        question: what was asked.
        bound: its parameters, as understood.
        solutions: variable → term, as the query of the question gives them.
        query: that query, for readers.
        lang: ``vi`` or ``en``.
        data_version: of the snapshot.
    """
    rows = gather_rows(question, solutions)
    kept = rows[:MAX_ROWS]
    labels = await fetch_labels(store, things_to_label(question, kept), lang)
    evidence = await fetch_evidence(store, (claim for row in kept for claim in row.claims))
    sent = []
    for row in kept:
        finished = finish_row(question, row, labels, lang)
        places = sorted({place for claim in row.claims for place in evidence.get(claim, ())})
        sent.append(finished | {"sources": [place.to_json() for place in places]})
    await _say_what_was_searched(store, question, sent)
    notices = (*bound.notices, *_notices(question, bound.shown, kept, len(rows), solutions, lang))
    columns, extra = _columns(question, sent, lang)
    return Answer(question.name, lang, bound.shown, notices, columns, extra, tuple(sent), data_version, query)


async def _say_what_was_searched(store: Store, question: Question, rows: Sequence[dict[str, Any]]) -> None:
    searched = question.searched
    if searched is None:
        return
    blank = [row for row in rows if row.get(searched.column) == searched.value]
    if blank:
        sources = [row["source"].value for row in await select(store, _SOURCES)]
        for row in blank:
            row["searched"] = {"sources": sources, "claims": list(searched.claims)}


def _columns(
    question: Question, rows: Sequence[dict[str, Any]], lang: str
) -> tuple[tuple[Mapping[str, str], ...], tuple[Mapping[str, str], ...]]:
    """Return the columns proper and the extra ones; extra columns without any value leave the rows."""
    shown: list[Mapping[str, str]] = []
    for column in question.columns:
        if column.extra and not any(_has_value(row, column.name) for row in rows):
            for row in rows:
                for key in [key for key in row if key == column.name or key.startswith(f"{column.name}_")]:
                    del row[key]
            continue
        shown.append({"name": column.name, "kind": column.kind, "label": column.label.in_language(lang)})
    extra = {column.name for column in question.columns if column.extra}
    return tuple(c for c in shown if c["name"] not in extra), tuple(c for c in shown if c["name"] in extra)


def _has_value(row: Mapping[str, Any], name: str) -> bool:
    return any(row.get(key) for key in (name, f"{name}_earliest", f"{name}_latest"))


def _notices(
    question: Question,
    shown: Mapping[str, Mapping[str, Any]],
    kept: Sequence[Row],
    total: int,
    solutions: Sequence[Solution],
    lang: str,
) -> list[str]:
    notices = []
    if len(solutions) >= _MAX_SOLUTIONS:
        vi, en = "câu trả lời quá dài nên bị cắt; hãy thu hẹp câu hỏi", "cut off; narrow the question"
        notices.append(en if lang == "en" else vi)
    elif total > MAX_ROWS:
        vi = f"chỉ hiện {MAX_ROWS} trong {total} dòng; hãy thu hẹp câu hỏi"
        en = f"only {MAX_ROWS} of {total} rows are shown; narrow the question"
        notices.append(en if lang == "en" else vi)
    asked_for_days = any(p.kind in {"from", "to"} and p.name in shown for p in question.parameters)
    date = next((column.name for column in question.columns if column.kind == "date"), "")
    open_days = sum(1 for row in kept if date and row.days[date][0] != row.days[date][1])
    if asked_for_days and open_days:
        vi = f"{open_days} dòng chỉ biết khoảng ngày, có thể nằm ngoài thời gian đã hỏi"
        en = f"{open_days} row(s) have only bounds of their date and may lie outside the time asked for"
        notices.append(en if lang == "en" else vi)
    return notices
