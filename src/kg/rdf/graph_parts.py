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

    def __contains__(self, line: object) -> bool:
        return line in self._made

    def get(self, key: PartKey) -> NamedGraph | None:
        """Give a part, if it is there."""
        return self._graphs.get(key)

    def names(self) -> Iterable[PartKey]:
        """Give the keys of all parts."""
        return self._graphs.keys()

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
        if graph is not None:
            self._graphs[key] = graph

    def take_changed(self) -> set[Line]:
        """Give the statements that came or went since this was asked last."""
        changed = {line for line, was in self._before.items() if was != (line in self._made)}
        self._before = {}
        return changed


class PartOrigins(Mapping[tuple[str, str], Origin]):
    """Origins of parts; the first that knows a place tells it.

    Tenures stand in the part of their post, which their IRI begins with, so they need not be searched.
    """

    def __init__(self, parts: GraphParts, keys: Iterable[PartKey], posts: Mapping[str, PartKey]) -> None:
        """Take the parts, the keys of those that are searched in order, and post IRI → key of its tenures."""
        self._parts = parts
        self._keys = list(keys)
        self._posts = posts

    def __getitem__(self, key: tuple[str, str]) -> Origin:
        post = self._posts.get(key[0].partition("/tenure/")[0])
        for each in (*self._keys, *([post] if post is not None else [])):
            graph = self._parts.get(each)
            if graph is not None and key in graph.origins:
                return graph.origins[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        graphs = (self._parts.get(key) for key in (*self._keys, *self._posts.values()))
        return iter(dict.fromkeys(key for graph in graphs if graph is not None for key in graph.origins))

    def __len__(self) -> int:
        return len(list(iter(self)))
