"""The data under check: an in-memory store that also knows what the store forgets.

The engine normalises literals as it stores them (``1.50`` becomes ``1.5``, ``xsd:int`` becomes
``xsd:integer``), but SHACL compares terms as they are written. Literals that the store would change, and
ill-formed ones, are therefore remembered beside it, with their properties: queries over such a property
prove nothing, and its values are read through this class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, Store
from rdflib import RDF, XSD

from kg.validation.compiled.columns import Columns, words_of
from kg.validation.compiled.literals import is_well_formed
from kg.validation.compiled.native_load import load_natively
from kg.validation.triples import SUB_CLASS_OF, TYPE, Node, Term, as_node, named

DEFAULT = DefaultGraph()
_PLAIN = frozenset({named(XSD.string), named(RDF.langString)})


class DataGraph:
    """Triples to check; graph names are dropped, each triple counts once."""

    def __init__(self, triples: Iterable[tuple[Node, NamedNode, Term]] = ()) -> None:
        self.store = Store()
        self._scratch = Store()
        self._changed: dict[tuple[Node, NamedNode], set[Term]] = defaultdict(set)
        self._hidden: set[tuple[Node, NamedNode, Term]] = set()
        self._odd: set[NamedNode] = set()
        self.extend(triples)

    @property
    def odd_predicates(self) -> frozenset[NamedNode]:
        """Properties with a value that the store keeps in another form, or that is ill-formed."""
        return frozenset(self._odd)

    @property
    def odd_values(self) -> frozenset[Term]:
        """Literals that the store keeps in another form, or that are ill-formed."""
        return frozenset(value for values in self._changed.values() for value in values)

    def extend(self, triples: Iterable[tuple[Node, NamedNode, Term]]) -> None:
        """Add triples."""
        self._forget_columns()
        odd: list[tuple[Node, NamedNode, Term]] = []
        seen: dict[Term, bool] = {}

        def regular() -> Iterator[Quad]:
            for triple in triples:
                value = triple[2]
                if triple[1] == SUB_CLASS_OF:
                    self._forget_classes()
                if isinstance(value, Literal) and value.datatype not in _PLAIN:
                    if value not in seen:
                        seen[value] = self.is_kept(value)
                    if not seen[value]:
                        odd.append(triple)
                        continue
                if self._hidden:
                    self._hidden.discard(triple)
                yield Quad(*triple, DEFAULT)

        self.store.bulk_extend(regular())
        self._remember(odd)

    def remove(self, triples: Iterable[tuple[Node, NamedNode, Term]]) -> None:
        """Remove triples; those that are not there change nothing."""
        self._forget_columns()
        for subject, predicate, value in triples:
            if predicate == SUB_CLASS_OF:
                self._forget_classes()
            written = self._changed.get((subject, predicate), set())
            if value in written:
                written.discard(value)
                stored = self._stored(value)
                others = any(self._stored(other) == stored for other in written)
                if others or (subject, predicate, stored) not in self._hidden:
                    continue
                self._hidden.discard((subject, predicate, stored))
            elif (subject, predicate, value) in self._hidden:
                continue
            elif any(self._stored(other) == value for other in written):
                self._hidden.add((subject, predicate, value))
                continue
            else:
                stored = value
            self.store.remove(Quad(subject, predicate, stored, DEFAULT))

    def is_kept(self, literal: Literal) -> bool:
        """Tell whether the store keeps a literal as it is, and it is well-formed."""
        return is_well_formed(literal) and self._stored(literal) == literal

    def _stored(self, literal: Term) -> Term:
        quad = Quad(TYPE, TYPE, literal, DEFAULT)
        self._scratch.add(quad)
        found: Term = next(iter(self._scratch)).object
        self._scratch.clear()
        return found

    def _remember(self, odd: Iterable[tuple[Node, NamedNode, Term]]) -> None:
        for subject, predicate, value in odd:
            stored = self._stored(value)
            quad = Quad(subject, predicate, stored, DEFAULT)
            self._odd.add(predicate)
            self._changed[subject, predicate].add(value)
            if quad not in self.store:
                self._hidden.add((subject, predicate, stored))
                self.store.add(quad)

    def load_lines(self, content: bytes) -> bool:
        """Load canonical N-Quads natively into an empty graph; tell whether that was possible.

        Several times faster than `extend`, because no Python object is made for a triple. It is not possible
        where a line is not written canonically, has no graph name, or holds a literal that the store changes.
        """
        loaded = None if len(self.store) else load_natively(content)
        if loaded is None:
            return False
        self.store, self.__dict__["columns"] = loaded
        return True

    @cached_property
    def columns(self) -> Columns:
        """The triples as columns, literals as they are written; made anew after a change."""
        numbers: dict[Term, int] = {}
        rows = [[numbers.setdefault(term, len(numbers)) for term in triple] for triple in self._as_written()]
        subjects, predicates, values = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return Columns([words_of(term) for term in numbers], (subjects, predicates, values))

    def _as_written(self) -> Iterator[tuple[Node, NamedNode, Term]]:
        for quad in self.store.quads_for_pattern(None, None, None, DEFAULT):
            subject, predicate, value = as_node(quad.subject), quad.predicate, quad.object
            if (subject, predicate, value) not in self._hidden:
                yield subject, predicate, value
        for (subject, predicate), values in self._changed.items():
            for value in values:
                yield subject, predicate, value

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Values of a property, as they are written."""
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        found: list[Term] = [
            quad.object for quad in self.store.quads_for_pattern(subject, predicate, None, DEFAULT)
        ]
        if predicate in self._odd and (subject, predicate) in self._changed:
            found = [value for value in found if (subject, predicate, value) not in self._hidden]
            found += [value for value in self._changed[subject, predicate] if value not in found]
        return found

    def as_written(self, subject: Term, predicate: NamedNode, stored: Term) -> Term:
        """Give the value of a property that the store keeps as `stored`; the same where there is none."""
        if predicate not in self._odd or not isinstance(subject, NamedNode | BlankNode):
            return stored
        written = sorted(self._changed.get((subject, predicate), ()), key=str)
        return next((value for value in written if self._stored(value) == stored), stored)

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Subjects that have a value, as it is written."""
        quads = self.store.quads_for_pattern(None, predicate, value, DEFAULT)
        found = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode | BlankNode)]
        if predicate in self._odd:
            found = [subject for subject in found if value in self.objects(subject, predicate)]
        return found

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node, Term]]:
        """Yield every subject of a property with each of its values."""
        subjects = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, None, DEFAULT)}
        for subject in subjects:
            if isinstance(subject, NamedNode | BlankNode):
                for value in self.objects(subject, predicate):
                    yield subject, value

    def statements(self, subject: Term) -> Iterator[tuple[NamedNode, Term]]:
        """Yield every property of a node with each of its values."""
        if isinstance(subject, NamedNode | BlankNode):
            quads = self.store.quads_for_pattern(subject, None, None, DEFAULT)
            for predicate in {quad.predicate for quad in quads}:
                for value in self.objects(subject, predicate):
                    yield predicate, value

    def classes_below(self, cls: NamedNode) -> frozenset[NamedNode]:
        """Give a class and all classes below it."""
        found = self._below.get(cls)
        if found is None:
            reached, waiting = {cls}, [cls]
            while waiting:
                for below in self._direct.get(waiting.pop(), ()):
                    if below not in reached:
                        reached.add(below)
                        waiting.append(below)
            found = self._below[cls] = frozenset(reached)
        return found

    def _forget_columns(self) -> None:
        self.__dict__.pop("columns", None)

    def _forget_classes(self) -> None:
        for name in ("_below", "_direct"):
            self.__dict__.pop(name, None)

    @cached_property
    def _below(self) -> dict[NamedNode, frozenset[NamedNode]]:
        return {}

    @cached_property
    def _direct(self) -> dict[Term, list[NamedNode]]:
        direct: dict[Term, list[NamedNode]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, SUB_CLASS_OF, None, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                direct[quad.object].append(quad.subject)
        return direct

    def is_instance(self, node: Term, cls: NamedNode) -> bool:
        """Tell whether a node is a SHACL instance of a class (SHACL §1.1)."""
        below = self.classes_below(cls)
        return any(found in below for found in self.objects(node, TYPE))

    def holds(self, condition: str) -> bool:
        """Tell whether a SPARQL condition is true; an error in it is false, as in a FILTER."""
        answer = self.store.query(f"ASK {{ FILTER({condition}) }}")
        return isinstance(answer, QueryBoolean) and bool(answer)
