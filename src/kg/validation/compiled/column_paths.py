"""Follow property paths from a set of nodes, over columns (SHACL §2.3.1)."""

from __future__ import annotations

import numpy as np

from kg.validation.compiled.columns import Columns, Numbers, Pairs, joined
from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence


def follow_all(columns: Columns, path: Path, nodes: Numbers) -> Pairs:
    """Give each of some nodes with each value that a path leads to from it.

    Args:
        columns: the triples.
        path: the path.
        nodes: numbers, each once, in order.

    Raises:
        TooManyPairsError: there are too many.
    """
    match path:
        case Predicate(iri):
            return _from(columns, columns.pairs(iri), nodes)
        case Inverse(inner):
            there = follow_all(columns, inner, np.arange(len(columns)))
            return _from(columns, columns.distinct(there.values, there.subjects), nodes)
        case Sequence(parts):
            found = Pairs(nodes, nodes)
            for part in parts:
                found = _onward(columns, found, part)
            return found
        case Alternative(parts):
            each = [follow_all(columns, part, nodes) for part in parts]
            return columns.distinct(*map(np.concatenate, zip(*each, strict=True)))
        case Repeat(inner, sign):
            return _repeated(columns, inner, sign, nodes)


def _from(columns: Columns, pairs: Pairs, nodes: Numbers) -> Pairs:
    wanted = columns.marks(nodes)[pairs.subjects]
    return Pairs(pairs.subjects[wanted], pairs.values[wanted])


def _onward(columns: Columns, pairs: Pairs, path: Path) -> Pairs:
    """Go along a path from the values of pairs."""
    step = follow_all(columns, path, columns.as_set(pairs.values))
    before, after = joined(pairs.values, step.subjects)
    return columns.distinct(pairs.subjects[before], step.values[after])


def _repeated(columns: Columns, path: Path, sign: str, nodes: Numbers) -> Pairs:
    """Go along a path any number of times, for ``?`` no more than once; a cycle ends the way."""
    start = Pairs(nodes, nodes)
    new = follow_all(columns, path, nodes)
    found = new if sign == "+" else columns.distinct(*map(np.concatenate, zip(start, new, strict=True)))
    while sign != "?" and len(new.subjects):
        onward = _onward(columns, new, path)
        known = np.isin(
            onward.subjects * len(columns) + onward.values, found.subjects * len(columns) + found.values
        )
        new = Pairs(onward.subjects[~known], onward.values[~known])
        found = columns.distinct(*map(np.concatenate, zip(found, new, strict=True)))
    return found
