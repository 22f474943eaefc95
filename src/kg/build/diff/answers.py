"""Ask a question of both graphs and tell which rows of the answer are gone and which are new."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.build.diff.asks import Ask
from kg.errors import LimitError
from kg.store import Store
from kg.store.question_types import Question
from kg.store.questions import MAX_ROWS, Answer
from kg.store.search import SearchIndex
from kg.text.language import Language
from kg.views.questions import ask_any_question

Row = Mapping[str, Any]
_BESIDE: Final = frozenset({"sources", "searched"})
"""What a row has beside its values: its evidence, and where was looked for what is not stated."""


@dataclass(frozen=True)
class Graph:
    """One of both graphs, ready to be asked."""

    store: Store
    index: SearchIndex


@dataclass(frozen=True)
class AnswerChange:
    """How the answer to a question differs.

    Attributes:
        question: what was asked.
        given: parameter → value as asked; an IRI, or a day.
        shown: parameter → its label.
        columns: ``{"name", "kind", "label"}`` of the columns of both answers.
        gone: rows of the first answer alone.
        new: rows of the second alone.
        evidence: rows of the second that the first has with other sources.
        cut: whether an answer has more rows than are compared.
    """

    question: Question
    given: Mapping[str, str]
    shown: Mapping[str, str]
    columns: tuple[Mapping[str, str], ...]
    gone: tuple[Row, ...]
    new: tuple[Row, ...]
    evidence: tuple[Row, ...]
    cut: bool


@dataclass(frozen=True)
class NotCompared:
    """A question that a limit kept from being compared, and the limit."""

    question: Question
    given: Mapping[str, str]
    reason: str


@dataclass(frozen=True)
class Answers:
    """How answers differ.

    Attributes:
        changes: questions whose answer differs, by name.
        failed: questions that a limit kept from being compared; a parameter that failed once is given up.
        asked: number of questions that were asked.
        unasked: number of questions for which there was no time, or that were given up.
    """

    changes: tuple[AnswerChange, ...]
    failed: tuple[NotCompared, ...]
    asked: int
    unasked: int


async def compare_answers(
    before: Graph, after: Graph, asks: Sequence[Ask], lang: Language, seconds: float
) -> Answers:
    """Ask questions of both graphs, until all are asked or the time is up.

    Rows that the answer to a question as it stands has told already are not told again for a thing.

    Args:
        before: the first graph.
        after: the second graph.
        asks: what to ask; of one question the whole answer first.
        lang: of labels, by which rows are compared too: who reads them sees the difference.
        seconds: after which no further question is asked.
    """
    end = time.monotonic() + seconds
    changes: list[AnswerChange] = []
    failed: dict[tuple[str, ...], NotCompared] = {}
    whole: dict[str, set[tuple[str, str]]] = {}
    asked = 0
    for ask in asks:
        way = (ask.question.name, *ask.given)
        if way in failed or time.monotonic() > end:
            continue
        asked += 1
        try:
            one, other = await _answers((before, after), ask, lang)
        except LimitError as error:
            failed[way] = NotCompared(ask.question, ask.given, str(error))
            continue
        told = whole.setdefault(ask.question.name, set())
        change = _compare(ask, one, other, told if ask.given else set())
        if change is None:
            continue
        changes.append(change)
        if not ask.given:
            told |= {("gone", _key(row)) for row in change.gone} | {("new", _key(row)) for row in change.new}
            told |= {("evidence", _key(row)) for row in change.evidence}
    ordered = sorted(changes, key=lambda change: change.question.name)
    return Answers(tuple(ordered), tuple(failed.values()), asked, len(asks) - asked)


async def _answers(graphs: tuple[Graph, Graph], ask: Ask, lang: Language) -> list[Answer | None]:
    """Return both answers.

    Raises:
        LimitError: a limit was reached in one of them; the other has ended too.
    """
    answers = await asyncio.gather(*(_answer(graph, ask, lang) for graph in graphs), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return [answer for answer in answers if not isinstance(answer, BaseException)]


async def _answer(graph: Graph, ask: Ask, lang: Language) -> Answer | None:
    """Return an answer; None where the graph does not know the thing that is asked for."""
    if ask.thing and not graph.index.rows("SELECT 1 FROM thing WHERE iri = ?", (ask.thing,)):
        return None
    return await ask_any_question(graph.store, graph.index, ask.question, ask.given, lang=lang)


def _compare(
    ask: Ask, one: Answer | None, other: Answer | None, told: set[tuple[str, str]]
) -> AnswerChange | None:
    before, after = (answer.rows if answer is not None else () for answer in (one, other))
    gone = [row for row in _only_in(before, after) if ("gone", _key(row)) not in told]
    new = [row for row in _only_in(after, before) if ("new", _key(row)) not in told]
    evidence = [row for row in _other_sources(before, after) if ("evidence", _key(row)) not in told]
    if not gone and not new and not evidence:
        return None
    answers = [answer for answer in (other, one) if answer is not None]
    return AnswerChange(
        ask.question,
        ask.given,
        _shown(ask, answers),
        _columns(answers),
        tuple(gone),
        tuple(new),
        tuple(evidence),
        any(len(answer.rows) >= MAX_ROWS for answer in answers),
    )


def _key(row: Row) -> str:
    """Spell the values of a row; a column without a value counts as one that is not there."""
    values = {name: value for name, value in row.items() if name not in _BESIDE and value not in (None, [])}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _only_in(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return the rows that the others lack; of equal rows as many as there are more."""
    left = Counter(_key(row) for row in others)
    found = []
    for row in rows:
        key = _key(row)
        if left[key] > 0:
            left[key] -= 1
        else:
            found.append(row)
    return found


def _other_sources(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    sources: dict[str, Counter[str]] = {}
    for row in before:
        sources.setdefault(_key(row), Counter())[_sources(row)] += 1
    found = []
    for row in after:
        known = sources.get(_key(row))
        if known is None:
            continue
        said = _sources(row)
        if known[said] > 0:
            known[said] -= 1
        elif known.total() > 0:
            found.append(row)
    return found


def _sources(row: Row) -> str:
    return json.dumps(row["sources"], ensure_ascii=False, sort_keys=True)


def _shown(ask: Ask, answers: Iterable[Answer]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for answer in answers:
        for name, understood in answer.parameters.items():
            if name in ask.given:
                labels.setdefault(name, str(understood.get("label") or understood["given"]))
    return labels


def _columns(answers: Iterable[Answer]) -> tuple[Mapping[str, str], ...]:
    found: dict[str, Mapping[str, str]] = {}
    for answer in answers:
        for column in (*answer.columns, *answer.extra):
            if column["kind"] != "sources":
                found.setdefault(column["name"], column)
    return tuple(found.values())
