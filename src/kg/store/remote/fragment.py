"""Gathers the part of a remote graph on which a query of ours gives what it gives on the whole.

A solution of a query rests on statements that match its triple patterns, and on nothing else (SPARQL 1.1
§18). So the query is answered here, by the engine that the embedded store uses, from those statements; the
remote engine only looks up statements by subject, object and property. Values that a variable can take in one
part bound what is looked up for the others (bindings-restricted triple pattern fragments, Hartig and
Buil-Aranda 2016). ``docs/decisions/0017-remote-store.md`` says why, with what was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

import pyoxigraph as ox
from rdflib import RDF

from kg.errors import ResultTooLarge
from kg.store.remote.patterns import Choice, Inverse, Link, Path, Repeat, Sequence, turn_round
from kg.store.variables import read_term

MOST_STATEMENTS: Final = 200_000
"""Statements that are gathered for one query at most; about a second of fetching at 5 µs each."""

_TYPE: Final = RDF.type.n3()


class End(StrEnum):
    """The end of a statement by which it is looked up."""

    SUBJECT = "s"
    OBJECT = "o"


class Lookup(Protocol):
    """Where statements are looked up."""

    async def find(self, predicate: str | None, end: End | None, nodes: Iterable[str]) -> list[ox.Quad]:
        """Return the statements of a property, or of any, that have one of some IRIs at one end, or at any.

        Args:
            predicate: in N-Triples syntax; None for any.
            end: None for all statements of the property; ``nodes`` is empty then.
            nodes: IRIs in N-Triples syntax.
        """
        ...


@dataclass
class Fragment:
    """Statements gathered so far.

    Attributes:
        lookup: where more are found.
        store: holds them, with their graphs.
    """

    lookup: Lookup
    store: ox.Store = field(default_factory=ox.Store)
    _known: dict[tuple[str | None, End], set[str]] = field(default_factory=dict)
    _whole: set[str | None] = field(default_factory=set)

    async def seek(self, predicate: str | None, end: End, nodes: Iterable[str]) -> None:
        """Gather the statements of a property that have one of some terms at one end.

        Of subjects all statements are gathered, whatever the property: queries ask for several properties
        of one thing, and a request costs more than the statements that it brings.

        Raises:
            ResultTooLarge: when the query needs more statements than are gathered.
        """
        if predicate in self._whole or None in self._whole:
            return
        if end is End.SUBJECT:
            predicate = None
        asked = set(nodes)
        if any(not node.startswith("<") for node in asked):
            if end is End.OBJECT:
                # Engines spell literals in their own ways, so none is looked up by its spelling.
                await self.seek_whole(predicate)
                return
            asked = {node for node in asked if node.startswith("<")}
        known = self._known.setdefault((predicate, end), set())
        fresh = asked - known
        if fresh:
            self._add(await self.lookup.find(predicate, end, sorted(fresh)))
            known |= fresh

    def fresh(self, predicate: str | None, end: End, nodes: set[str]) -> set[str]:
        """Return those of some nodes that were not looked up yet."""
        if predicate in self._whole or None in self._whole:
            return set()
        return nodes - self._known.get((None if end is End.SUBJECT else predicate, end), set())

    async def seek_whole(self, predicate: str | None) -> None:
        """Gather all statements of a property.

        Raises:
            ResultTooLarge: when the query needs more statements than are gathered.
        """
        if predicate not in self._whole and None not in self._whole:
            self._add(await self.lookup.find(predicate, None, ()))
            self._whole.add(predicate)

    def _add(self, quads: list[ox.Quad]) -> None:
        self.store.extend(quads)
        if len(self.store) > MOST_STATEMENTS:
            raise ResultTooLarge(
                f"the query needs more than {MOST_STATEMENTS} statements of the remote store; narrow it",
                vi=f"truy vấn cần hơn {MOST_STATEMENTS} phát biểu của kho từ xa; hãy thu hẹp nó",
            )

    async def walk(self, path: Path, starts: Iterable[str]) -> set[str]:
        """Gather all statements on a path from some terms; return the terms to which it may lead."""
        nodes = set(starts)
        if isinstance(path, Link):
            await self.seek(path.predicate, End.SUBJECT, nodes)
            return {end for _, end in self.pairs(path.predicate, nodes, None)}
        if isinstance(path, Inverse) and isinstance(path.path, Link):
            await self.seek(path.path.predicate, End.OBJECT, nodes)
            return {start for start, _ in self.pairs(path.path.predicate, None, nodes)}
        if isinstance(path, Inverse):
            return await self.walk(turn_round(path.path), nodes)
        if isinstance(path, Sequence):
            for part in path.parts:
                nodes = await self.walk(part, nodes)
            return nodes
        if isinstance(path, Choice):
            return set().union(*[await self.walk(part, nodes) for part in path.parts])
        return await self._walk_again(path, nodes)

    async def _walk_again(self, path: Repeat, nodes: set[str]) -> set[str]:
        found: set[str] = set()
        if path.zero:
            # A path of no step leads from each node of the graph to itself, so the node must be here: all
            # things of the project have a class.
            await self.seek(_TYPE, End.SUBJECT, nodes)
            found |= nodes
        frontier = nodes
        while frontier:
            reached = await self.walk(path.path, frontier)
            frontier = reached - found if path.many else set()
            found |= reached
        return found

    def pairs(
        self, predicate: str | None, subjects: set[str] | None, objects: set[str] | None
    ) -> Iterable[tuple[str, str]]:
        """Yield subject and object of the gathered statements with some ends; None for any end."""
        for quad in self.quads(predicate, subjects, objects):
            yield str(quad.subject), str(quad.object)

    def quads(
        self, predicate: str | None, subjects: set[str] | None, objects: set[str] | None
    ) -> Iterable[ox.Quad]:
        """Yield the gathered statements with some ends; None for any end or property."""
        named = ox.NamedNode(predicate[1:-1]) if predicate else None
        if subjects is not None and (objects is None or len(subjects) <= len(objects)):
            for subject in subjects:
                if subject.startswith("<"):
                    for quad in self.store.quads_for_pattern(read_node(subject), named, None):
                        if objects is None or str(quad.object) in objects:
                            yield quad
        elif objects is not None:
            for node in objects:
                for quad in self.store.quads_for_pattern(None, named, read_term(node)):
                    if subjects is None or str(quad.subject) in subjects:
                        yield quad
        else:
            yield from self.store.quads_for_pattern(None, named, None)

    def write(self) -> bytes:
        """Return the statements as N-Quads."""
        return self.store.dump(format=ox.RdfFormat.N_QUADS) or b""


def read_node(spelling: str) -> ox.NamedNode:
    """Return the IRI that ``<…>`` spells."""
    return ox.NamedNode(spelling[1:-1])


@dataclass(frozen=True)
class Sizes:
    """How many statements there are, to look up the rarer ones first.

    Attributes:
        properties: ``triples``, ``subjects`` and ``objects`` by IRI, as ``kg.store.publication`` counts.
        classes: entities by IRI.
    """

    properties: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)

    def whole(self, predicate: str) -> float:
        """Estimate the statements of a property."""
        return float(self._counts(predicate).get("triples", 0))

    def around(self, predicate: str, end: End, nodes: set[str]) -> float:
        """Estimate the statements of a property that have one of some nodes at one end."""
        if predicate == _TYPE and end is End.OBJECT:
            return float(sum(self.classes.get(node[1:-1], 0) for node in nodes))
        counts = self._counts(predicate)
        ends = counts.get("subjects" if end is End.SUBJECT else "objects", 0)
        return len(nodes) * counts.get("triples", 0) / ends if ends else 0.0

    def _counts(self, predicate: str) -> Mapping[str, int]:
        return self.properties.get(predicate[1:-1], {})
