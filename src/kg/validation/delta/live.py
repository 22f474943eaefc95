"""The results of a graph that changes: after each change the same as a check of the whole graph would give.

What a change costs follows from what hangs on the changed triples, not from the size of the graph: `suspects`
finds the focus nodes, and each is checked by what its shape reads around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.validation.compiled.data_graph import DEFAULT, DataGraph
from kg.validation.compiled.judge import Judge
from kg.validation.compiled.model import Shapes, TargetKind
from kg.validation.compiled.results import TermResult
from kg.validation.compiled.runner import check, check_shape
from kg.validation.compiled.sieve import Sieve
from kg.validation.compiled.targets import is_node_of
from kg.validation.delta.dependencies import Dependencies, dependencies_of
from kg.validation.delta.edges import ROOT
from kg.validation.delta.joins import Search, Triple, triple_of
from kg.validation.delta.small_queries import SmallQueries, Templates
from kg.validation.delta.suspects import Index, Suspects
from kg.validation.triples import SUB_CLASS_OF, Node, Term

COST_OF_ONE = 30
"""What following one changed triple costs, in triples of a whole check: measured in docs/decisions/0018."""
_Key = tuple[Node, Term]
"""A shape with targets and the focus node that it was checked at."""


@dataclass(frozen=True)
class Outcome:
    """What a change did to the results.

    Attributes:
        new: results that were not there before, sorted.
        gone: results that are no longer there, sorted.
        checked: how many pairs of shape and focus node were checked; nothing where all were.
    """

    new: tuple[TermResult, ...]
    gone: tuple[TermResult, ...]
    checked: int | None


class LiveCheck:
    """All results of a data graph, kept right while triples come and go."""

    def __init__(self, data: DataGraph, shapes: Shapes, *, cost: int = COST_OF_ONE) -> None:
        """Check the whole graph once.

        Args:
            data: the graph; it belongs to this object from now on.
            shapes: what it is checked against.
            cost: of following one changed triple, in triples of a whole check; 0 follows every change.

        Raises:
            ShapeError: a query of a shape cannot be evaluated.
        """
        self._data = data
        self._shapes = shapes
        self._cost = cost
        self._size = len(data.store)
        self._templates: Templates = {}
        self._results: dict[_Key, tuple[TermResult, ...]] = {}
        self._read_shapes()
        self._keep(check(data, shapes))

    @property
    def results(self) -> tuple[TermResult, ...]:
        """All results, by the node at which they were found."""
        return tuple(result for results in self._results.values() for result in results)

    def change(self, removed: Collection[Triple], added: Collection[Triple]) -> Outcome:
        """Remove and add triples, and check what that may have changed.

        Args:
            removed: triples of the graph.
            added: triples that are not in it.

        Raises:
            ShapeError: a query of a shape cannot be evaluated.
        """
        size = len(removed) + len(added)
        self._size += len(added) - len(removed)
        if any(triple[1] == SUB_CLASS_OF for triple in (*removed, *added)):
            self._exchange(removed, added)
            self._read_shapes()
            return self._check_whole()
        if size * self._cost > self._size:
            self._exchange(removed, added)
            return self._check_whole()
        suspects = Suspects()
        suspects.whole |= self._blurred()
        self._index.gather(self._data, removed, suspects)
        self._exchange(removed, added)
        suspects.whole |= self._blurred()
        self._index.gather(self._data, added, suspects)
        affected = list(self._affected(suspects))
        old = {result for key in affected for result in self._results.pop(key, ())}
        found = list(self._check(suspects))
        self._keep(found)
        new = set(found)
        return Outcome(_sorted(new - old), _sorted(old - new), len(affected))

    def _exchange(self, removed: Collection[Triple], added: Collection[Triple]) -> None:
        self._data.remove(removed)
        self._data.extend(added)

    def _read_shapes(self) -> None:
        """Find what each shape reads; classes below its target classes are part of that."""
        self._dependencies = [
            dependencies_of(shape, self._shapes, self._data) for shape in self._shapes.with_targets
        ]
        self._index = Index(self._dependencies)
        self._hierarchy: list[Triple] = []

    def _check_whole(self) -> Outcome:
        old = {result for results in self._results.values() for result in results}
        self._results.clear()
        self._keep(check(self._data, self._shapes))
        new = {result for results in self._results.values() for result in results}
        return Outcome(_sorted(new - old), _sorted(old - new), None)

    def _blurred(self) -> set[int]:
        """Shapes that read a property of which the store keeps a value in another form than it is written."""
        odd = self._data.odd_predicates
        if not odd:
            return set()
        return {
            number
            for number, each in enumerate(self._dependencies)
            if any(trigger.predicate is None or trigger.predicate in odd for trigger in each.triggers)
        }

    def _keep(self, results: Iterable[TermResult]) -> None:
        found: defaultdict[_Key, list[TermResult]] = defaultdict(list)
        for result in results:
            found[result.root, result.start].append(result)
        self._results.update((key, tuple(each)) for key, each in found.items())

    def _affected(self, suspects: Suspects) -> Iterator[_Key]:
        for number, each in enumerate(self._dependencies):
            if number in suspects.whole:
                yield from [key for key in self._results if key[0] == each.shape.node]
            else:
                yield from ((each.shape.node, node) for node in suspects.nodes.get(number, ()))

    def _check(self, suspects: Suspects) -> Iterator[TermResult]:
        judge = Judge(self._data, self._shapes)
        sieve = Sieve(self._data, self._shapes)
        asking: list[tuple[Dependencies, set[Term]]] = []
        for number, each in enumerate(self._dependencies):
            nodes = suspects.nodes.get(number, set())
            if number in suspects.whole:
                yield from check_shape(each.shape, judge, sieve)
            elif nodes and each.runs_queries:
                asking.append((each, nodes))
            else:
                for node in nodes:
                    if any(
                        is_node_of(target, node, self._data, judge.queries) for target in each.shape.targets
                    ):
                        yield from judge.check(each.shape, node)
        yield from self._check_small(asking)

    def _check_small(self, asking: Sequence[tuple[Dependencies, set[Term]]]) -> Iterator[TermResult]:
        """Check shapes that ask queries, over the triples that they read around their nodes."""
        reads: set[Triple] = set(self._classes()) if asking else set()
        search = Search(self._data, reads)
        for each, nodes in asking:
            for scope in each.scopes:
                for node in nodes:
                    search.holds(scope.edges, {ROOT: node})
        small = DataGraph()
        small.store.bulk_extend(Quad(*triple, DEFAULT) for triple in reads)  # as the store keeps them already
        judge = Judge(small, self._shapes)
        queries = SmallQueries(small, self._shapes.graph, self._templates)
        judge.queries = queries
        for each, nodes in asking:
            focus_nodes: set[Term] = set()
            for target in each.shape.targets:
                if target.kind is TargetKind.QUERY and target.query is not None:
                    focus_nodes |= queries.targets_among(target.query, nodes)
                else:
                    focus_nodes |= {node for node in nodes if is_node_of(target, node, self._data, queries)}
            for constraint in each.shape.constraints:
                if constraint.name == "SPARQL" and constraint.query is not None:
                    given = {"currentShape": each.shape.node}
                    queries.prepare(constraint.query, focus_nodes, given, each.shape.path)
            for node in focus_nodes:
                yield from judge.check(each.shape, node)

    def _classes(self) -> list[Triple]:
        if not self._hierarchy:
            quads = self._data.store.quads_for_pattern(None, SUB_CLASS_OF, None)
            self._hierarchy = [triple_of(quad) for quad in quads]
        return self._hierarchy


def _sorted(results: Iterable[TermResult]) -> tuple[TermResult, ...]:
    return tuple(sorted(results, key=lambda result: result.sort_key))
