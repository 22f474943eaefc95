"""Statements in parts that are replaced one by one; a statement is there while any part makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.rdf.graph import NamedGraph, Origin

Line = tuple[str, str, str]
"""Subject, predicate and object, each spelled as in N-Triples."""
PartKey = tuple[str, str]
"""Kind and name of a part."""


class GraphParts:
    """Graphs by key, and how many of them make each statement."""

    def __init__(self) -> None:
        self._graphs: dict[PartKey, NamedGraph] = {}
        self._made: Counter[Line] = Counter()
        self._before: dict[Line, bool] = {}
        self._telling: dict[str, set[PartKey]] = {}

    def __contains__(self, line: object) -> bool:
        return line in self._made

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: PartKey) -> NamedGraph | None:
        """Give a part, if it is there."""
        return self._graphs.get(key)

    def lines(self) -> Iterator[Line]:
        """Yield every statement once."""
        return iter(self._made)

    def put(self, key: PartKey, graph: NamedGraph | None) -> None:
        """Replace a part, or take it away."""
        old = self._graphs.pop(key, None)
        before = old.lines if old is not None else set[Line]()
        after = graph.lines if graph is not None else set[Line]()
        for line in before ^ after:
            self._before.setdefault(line, line in self._made)
        for line in before - after:
            self._made[line] -= 1
            if not self._made[line]:
                del self._made[line]
        self._made.update(after - before)
        for subject in {subject for subject, _ in old.origins} if old is not None else ():
            self._telling[subject].discard(key)
        for subject in {subject for subject, _ in graph.origins} if graph is not None else ():
            self._telling.setdefault(subject, set()).add(key)
        if graph is not None:
            self._graphs[key] = graph

    def telling(self, subject: str) -> Iterable[PartKey]:
        """Give the keys of the parts that know where something on a subject stands."""
        return self._telling.get(subject, ())

    def origins(self) -> Iterator[tuple[PartKey, Mapping[tuple[str, str], Origin]]]:
        """Yield the origins of each part."""
        return ((key, graph.origins) for key, graph in self._graphs.items())

    def take_changed(self) -> set[Line]:
        """Give the statements that came or went since this was asked last."""
        changed = {line for line, was in self._before.items() if was != (line in self._made)}
        self._before = {}
        return changed


class PartOrigins(Mapping[tuple[str, str], Origin]):
    """Origins of parts; the first that knows a place tells it."""

    def __init__(self, parts: GraphParts, order: Mapping[str, bool]) -> None:
        """Take the parts, and the kinds that are asked in order; true where the last name comes first."""
        self._parts = parts
        self._order = order

    def __getitem__(self, key: tuple[str, str]) -> Origin:
        told = self._parts.telling(key[0])
        for kind, last_first in self._order.items():
            for each in sorted((part for part in told if part[0] == kind), reverse=last_first):
                graph = self._parts.get(each)
                if graph is not None and key in graph.origins:
                    return graph.origins[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        parts = (origins for key, origins in self._parts.origins() if key[0] in self._order)
        return iter(dict.fromkeys(place for origins in parts for place in origins))

    def __len__(self) -> int:
        return len(list(iter(self)))
