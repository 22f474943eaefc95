"""Find the focus nodes whose verdict a changed triple may change: delta evaluation of shapes.

A row that a query gains or loses uses a changed triple in one of its patterns. So each pattern is matched
with the changed triples only, and the other patterns lead from there to the focus node: against the graph
before the change for what is removed, and after it for what is added. Patterns inside OPTIONAL, EXISTS and
MINUS count like any other, because there a match lost can be a row gained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.delta.dependencies import Dependencies
from kg.validation.delta.edges import ROOT, Trigger
from kg.validation.delta.joins import Search, Triple, match
from kg.validation.triples import SUB_CLASS_OF, Term

_Entry = tuple[int, int, Trigger]
"""Number of the shape, number of the trigger, trigger."""


class Suspects:
    """Focus nodes by shape, gathered from removed and added triples.

    Attributes:
        nodes: number of the shape's `Dependencies` → focus nodes.
        whole: numbers of shapes of which every focus node may have changed.
    """

    def __init__(self) -> None:
        self.nodes: defaultdict[int, set[Term]] = defaultdict(set)
        self.whole: set[int] = set()


class Index:
    """Triggers of all shapes by what they match."""

    def __init__(self, dependencies: Iterable[Dependencies]) -> None:
        self._by_pattern: defaultdict[tuple[NamedNode | None, Term | None], list[_Entry]] = defaultdict(list)
        self._count = self._triggers = 0
        for number, each in enumerate(dependencies):
            self._count += 1
            for trigger in each.triggers:
                value = trigger.object if not isinstance(trigger.object, str) else None
                self._triggers += 1
                self._by_pattern[trigger.predicate, value].append((number, self._triggers, trigger))

    def gather(self, data: DataGraph, triples: Iterable[Triple], suspects: Suspects) -> None:
        """Add the focus nodes that changed triples lead to in a graph which holds them."""
        seen: set[tuple[int, frozenset[tuple[str, Term]]]] = set()
        search = Search(data)
        for triple in triples:
            if triple[1] == SUB_CLASS_OF:
                suspects.whole.update(range(self._count))
            for number, serial, trigger in self._matching(triple):
                if number in suspects.whole:
                    continue
                if not trigger.reaches:
                    suspects.whole.add(number)
                    continue
                found = suspects.nodes[number]
                if trigger.subject == ROOT and not trigger.context:
                    if trigger.object != ROOT or triple[0] == triple[2]:
                        found.add(triple[0])
                    continue
                binding = match(trigger, triple)
                if binding is None:
                    continue
                needed = trigger.needed
                known = {name: term for name, term in binding.items() if name in needed}
                key = (serial, frozenset(known.items()))
                if key not in seen:
                    seen.add(key)
                    if search.may_lead_on(trigger, known):
                        found |= search.roots(trigger.context, known)

    def _matching(self, triple: Triple) -> Iterator[_Entry]:
        _subject, predicate, value = triple
        for key in ((predicate, value), (predicate, None), (None, value), (None, None)):
            yield from self._by_pattern.get(key, ())
