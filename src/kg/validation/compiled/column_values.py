"""Find values that break a constraint by themselves, over columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, XSD

from kg.validation.compiled.checks import KINDS, is_in_range
from kg.validation.compiled.columns import NONE, Columns, Marks, Numbers, words_of
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint
from kg.validation.compiled.prebinding import select
from kg.validation.compiled.sieve_filters import condition
from kg.validation.triples import Term, named

_AT_ONCE: Final = 2000
"""Values that one query tests."""
_STRING, _LANG_STRING = named(XSD.string), named(RDF.langString)
_INTEGER, _DATE = (b"^^" + words_of(named(datatype)) for datatype in (XSD.integer, XSD.date))
_DAY: Final = len('"2025-07-01')
"""Length of a date between the years 0 and 9999 without a time zone."""


class Values:
    """Tests the terms of one graph, each constraint over whole sets."""

    def __init__(self, data: DataGraph) -> None:
        self._data = data
        self._columns: Columns = data.columns

    def faulty(self, constraint: Constraint, values: Numbers) -> Numbers | None:
        """Give the values that may break a constraint; nothing where it is not about single values."""
        columns = self._columns
        match constraint.name:
            case "NodeKind" if constraint.term is not None:
                return values[~columns.by_end(lambda end: _is_of_kind(end, constraint.term))[values]]
            case "Datatype":
                right = columns.by_end(lambda end: _datatype(end) == constraint.term) & ~self._odd()
                return values[~right[values]]
            case "LanguageIn":
                return values[~columns.by_end(lambda end: _has_language(end, constraint))[values]]
            case "In":
                return values[~columns.marks(columns.numbers(constraint.terms))[values]]
            case "Class" if isinstance(constraint.term, NamedNode):
                instances = columns.instances(self._data.classes_below(constraint.term))
                return values[~columns.marks(instances)[values]]
        text = condition(constraint, "?value")
        return None if text is None else self._broken(f"FILTER({text})", values)

    def _odd(self) -> Marks:
        """Literals that are ill-formed, or that the engine keeps in another form."""
        return self._columns.marks(self._columns.numbers(self._data.odd_values))

    def _broken(self, test: str, values: Numbers) -> Numbers:
        """Run a condition of SPARQL; blank nodes and odd literals, which it cannot name, stay."""
        unnameable = self._odd() | self._columns.by_end(lambda end: end == b"_")
        found = [values[unnameable[values]]]
        plain = values[~unnameable[values]]
        for start in range(0, len(plain), _AT_ONCE):
            chunk = plain[start : start + _AT_ONCE].tolist()
            rows = " ".join(f"({number} {self._columns.words[number].decode()})" for number in chunk)
            query = f"SELECT ?number WHERE {{ VALUES (?number ?value) {{ {rows} }} {test} }}"
            found.append(np.fromiter(_numbers(select(self._data.store, query, {})), np.int64))
        return np.concatenate(found)

    def unordered(self, sign: str, left: Numbers, right: Numbers) -> Marks:
        """Tell of pairs of values whether the left is not surely below the right.

        Whole numbers and days are compared here; of other pairs the judge decides.
        """
        odd = self._odd()
        unordered = odd[left] | odd[right]
        plain = np.flatnonzero(~unordered)
        keys, places = np.unique(left[plain] * len(self._columns) + right[plain], return_inverse=True)
        each = zip(*(part.tolist() for part in np.divmod(keys, max(len(self._columns), 1))), strict=True)
        words = self._columns.words
        below = (_is_below(words[first], words[second], sign) for first, second in each)
        unordered[plain] = ~np.fromiter(below, np.bool_, len(keys))[places]
        return unordered

    def languages(self, values: Numbers) -> Numbers:
        """Number the languages of values, without regard to case; 0 for what has none."""
        ends, places = self._columns.ends
        names: dict[bytes, int] = {b"": 0}
        numbers = [
            names.setdefault(end[1:].partition(b"--")[0].lower() if end.startswith(b"@") else b"", len(names))
            for end in ends
        ]
        return np.array(numbers, dtype=np.int64)[places[values]] if len(values) else NONE


def _numbers(answer: Iterator[Sequence[Term]]) -> Iterator[int]:
    return (int(solution[0].value) for solution in answer if isinstance(solution[0], Literal))


def _is_of_kind(end: bytes, kind: Term | None) -> bool:
    mine = {b"<": NamedNode, b"_": BlankNode, b"<<": Triple}.get(end, Literal)
    return kind is not None and mine in KINDS[kind]


def _datatype(end: bytes) -> NamedNode | None:
    """Datatype of a literal by its end; nothing for other terms, and for those with a direction."""
    if end.startswith(b"^^<"):
        return NamedNode(end[3:-1].decode())
    if end.startswith(b"@") and b"--" not in end:
        return _LANG_STRING
    return _STRING if end == b"" else None


def _has_language(end: bytes, constraint: Constraint) -> bool:
    language = end[1:].partition(b"--")[0].decode() if end.startswith(b"@") else ""
    return bool(language) and any(is_in_range(language, allowed) for allowed in constraint.terms)


def _is_below(left: bytes, right: bytes, sign: str) -> bool:
    """Tell whether a well-formed whole number or day surely comes before another (``<=``: or is the same)."""
    mine, theirs = left.rpartition(b'"'), right.rpartition(b'"')
    if mine[2] != theirs[2]:
        return False
    if mine[2] == _INTEGER:
        low, high = int(mine[0][1:]), int(theirs[0][1:])
        return low < high or (sign == "<=" and low == high)
    if mine[2] == _DATE and len(mine[0]) == len(theirs[0]) == _DAY:
        return mine[0] < theirs[0] or (sign == "<=" and mine[0] == theirs[0])
    return False
