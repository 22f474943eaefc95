"""Makes rows of solutions: solutions that agree in all plain columns are one row.

SPARQL has one value in each cell, so an event with two titles and three places is six solutions. The row has
the lists. What a column's value is, ``kg.store.question_types`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kg.rdf import iri
from kg.store.labels import Label, code_of, in_language
from kg.store.question_types import Column, Question
from kg.store.solutions import Solution, Term

Labels = Mapping[str, Label]
_NO_TERM: Final = Term("", is_iri=False)


@dataclass(frozen=True)
class Item:
    """One value of a cell: its own term, and the IRI of the thing behind it where there is one."""

    value: Term
    thing: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated."""
        return self.value == _NO_TERM


@dataclass
class Cell:
    """The values that one column gathers in one row, in the order of the query.

    Attributes:
        items: values by identity: the thing's IRI, else the value itself.
        words: wordings of an item in several languages, by the same identity.
    """

    items: dict[str, Item] = field(default_factory=dict)
    words: dict[str, list[Term]] = field(default_factory=dict)

    def add(self, item: Item, wording: Term | None) -> None:
        """Take a value of one solution."""
        if item.is_empty:
            return
        key = item.thing if item.value.is_iri else f"{item.value.value} {item.thing}"
        self.items.setdefault(key, item)
        if wording is not None and wording not in self.words.setdefault(key, []):
            self.words[key].append(wording)


@dataclass
class Row:
    """One row before labels: cells by column, bounds of dates, claim nodes in the order of the query."""

    cells: dict[str, Cell]
    days: dict[str, tuple[str, str]]
    claims: dict[str, None] = field(default_factory=dict)


def gather_rows(question: Question, solutions: Iterable[Solution]) -> list[Row]:
    """Return the rows of an answer, each where its first solution stands."""
    plain = [c for c in question.columns if not (c.many or c.first or c.kind in {"words", "sources"})]
    rows: dict[tuple[object, ...], Row] = {}
    for solution in solutions:
        key = tuple(_key(column, solution) for column in plain)
        row = rows.get(key)
        if row is None:
            row = rows[key] = Row({column.name: Cell() for column in question.columns}, {})
            _take_days(question, solution, row)
            fresh = True
        else:
            fresh = False
        for column in question.columns:
            if column.kind not in {"date", "sources"} and (fresh or not column.first):
                row.cells[column.name].add(*_read(column, solution))
        for variable in question.claims:
            if variable in solution:
                row.claims.setdefault(solution[variable].value)
    return list(rows.values())


def _take_days(question: Question, solution: Solution, row: Row) -> None:
    for column in question.columns:
        if column.kind == "date":
            row.days[column.name] = _days(column, solution)


def _days(column: Column, solution: Solution) -> tuple[str, str]:
    first = solution.get(f"{column.name}_earliest", _NO_TERM).value
    last = solution.get(f"{column.name}_latest", _NO_TERM).value
    return first, last


def _key(column: Column, solution: Solution) -> object:
    if column.kind == "date":
        return _days(column, solution)
    item, _ = _read(column, solution)
    return item.thing or item.value


def _read(column: Column, solution: Solution) -> tuple[Item, Term | None]:
    value = solution.get(column.name, _NO_TERM)
    thing = solution.get(f"{column.name}_id")
    wording = solution.get(f"{column.name}_label")
    if thing is not None:
        return Item(value, thing.value), None
    return Item(value, value.value if value.is_iri else ""), wording


def things_to_label(question: Question, rows: Iterable[Row]) -> set[str]:
    """Return the IRIs that need a label from the graph."""
    named = {column.name for column in question.columns if column.kind in {"entity", "value"}}
    return {
        item.thing
        for row in rows
        for name in named
        for key, item in row.cells[name].items.items()
        if item.thing and key not in row.cells[name].words and item.value.is_iri
    }


def finish_row(question: Question, row: Row, labels: Labels, lang: str) -> dict[str, object]:
    """Return a row as it is sent, without its sources: ``{column: value, column_id: IRI, …}``."""
    sent: dict[str, object] = {}
    for column in question.columns:
        if column.kind == "date":
            sent |= _finish_days(column, *row.days[column.name])
            continue
        if column.kind == "sources":
            continue
        cell = row.cells[column.name]
        if column.kind == "words":
            words = [item.value for item in cell.items.values()]
            sent[column.name] = in_language(words, lang).text if words else None
            continue
        finished = [
            _finish(column, item, cell.words.get(key, []), labels, lang) for key, item in cell.items.items()
        ]
        if column.many:
            for suffix in _suffixes(column, finished):
                sent[column.name + suffix] = [values.get(suffix) for values in finished]
        else:
            first: Mapping[str, object] = finished[0] if finished else {"": None}
            sent |= {column.name + suffix: value for suffix, value in first.items()}
    return sent


def _suffixes(column: Column, finished: Sequence[Mapping[str, object]]) -> list[str]:
    found = dict.fromkeys(suffix for values in finished for suffix in values)
    return list(found) or [""] + (["_id"] if column.kind == "entity" else [])


def _finish_days(column: Column, first: str, last: str) -> dict[str, object]:
    if first and first == last:
        return {column.name: first}
    sent: dict[str, object] = {column.name: None}
    if first or last:
        sent[f"{column.name}_earliest"] = first or None
        sent[f"{column.name}_latest"] = last or None
    return sent


def _finish(column: Column, item: Item, wordings: list[Term], labels: Labels, lang: str) -> dict[str, object]:
    value, thing = item.value, item.thing
    sent: dict[str, object]
    if column.kind == "entity":
        label = in_language(wordings, lang) if wordings else labels.get(thing, Label(iri.local(thing), ""))
        sent = {"": label.text, "_id": thing}
        return sent | ({"_lang": label.lang} if label.lang not in {"", lang} else {})
    if column.kind == "value":
        code = code_of(thing) or iri.local(thing)
        return {"": code, "_id": thing, "_label": labels[thing].text if thing in labels else code}
    if column.kind == "token":
        words = column.words.get(value.value)
        sent = {"": value.value}
        return sent | ({"_label": words.in_language(lang)} if words else {})
    if column.kind == "local":
        return {"": iri.local(thing), "_id": thing}
    sent = {"": _scalar(column, value)}
    return sent | ({"_id": thing} if thing and not value.is_iri else {})


def _scalar(column: Column, value: Term) -> object:
    if column.kind == "boolean":
        return value.value in {"true", "1"}
    if column.kind == "number":
        number = Decimal(value.value)
        return int(number) if number == number.to_integral_value() else float(number)
    return value.value
