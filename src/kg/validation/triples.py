"""An index of a few thousand triples in the engine's own terms: shapes graphs and reports.

rdflib rewrites literals as it reads them (``01`` becomes ``1``); SHACL compares terms as they are written, so
shapes are read by the engine's parser and kept here as they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, RDFS
from rdflib.term import Node as RdflibNode

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


def named(term: rdflib.URIRef) -> NamedNode:
    """Turn a term of a closed namespace into the engine's.

    >>> named(RDF.nil)
    <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>
    """
    return NamedNode(str(term))


def as_node(term: Term | None) -> Node:
    """Give a term that is known to be a node.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(term, NamedNode | BlankNode):
        raise TypeError(f"{term} is no node")
    return term


def as_iri(term: Term | None) -> NamedNode:
    """Give a term that is known to be an IRI.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(term, NamedNode):
        raise TypeError(f"{term} is no IRI")
    return term


TYPE, FIRST, REST, NIL = named(RDF.type), named(RDF.first), named(RDF.rest), named(RDF.nil)
SUB_CLASS_OF = named(RDFS.subClassOf)


class ListError(ValueError):
    """An ill-formed RDF list: a cycle, or a cell without exactly one first and one rest."""


class Triples:
    """Triples by subject and predicate; the values of a pair keep the order in which they were added."""

    def __init__(self, triples: Iterable[tuple[Node, NamedNode, Term]] = ()) -> None:
        self._forward: dict[Node, dict[NamedNode, list[Term]]] = defaultdict(dict)
        self._backward: dict[NamedNode, dict[Term, list[Node]]] = defaultdict(dict)
        for subject, predicate, value in triples:
            self.add(subject, predicate, value)

    def add(self, subject: Node, predicate: NamedNode, value: Term) -> None:
        """Add a triple; a second time it changes nothing."""
        values = self._forward[subject].setdefault(predicate, [])
        if value not in values:
            values.append(value)
            self._backward[predicate].setdefault(value, []).append(subject)

    def __iter__(self) -> Iterator[tuple[Node, NamedNode, Term]]:
        for subject, pairs in self._forward.items():
            for predicate, values in pairs.items():
                for value in values:
                    yield subject, predicate, value

    def subjects(self, predicate: NamedNode, value: Term | None = None) -> list[Node]:
        """Subjects that have a predicate, or a value of it; sorted, each once."""
        pairs = self._backward.get(predicate, {})
        found = pairs.get(value, []) if value is not None else [s for many in pairs.values() for s in many]
        return sorted(set(found), key=str)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Values of a property."""
        if not isinstance(subject, NamedNode | BlankNode) or subject not in self._forward:
            return []
        return self._forward[subject].get(predicate, [])

    def all_objects(self, predicate: NamedNode) -> list[Term]:
        """All values of a predicate, each once."""
        return list(self._backward.get(predicate, {}))

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The first value of a property, if there is one."""
        return next(iter(self.objects(subject, predicate)), None)

    def predicates(self, subject: Node) -> list[NamedNode]:
        """The predicates of a subject."""
        return list(self._forward[subject]) if subject in self._forward else []

    def members(self, head: Term) -> list[Term]:
        """Members of an RDF list.

        Raises:
            ListError: the list is ill-formed.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise ListError(f"{head} is no well-formed list")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def instances(self, cls: NamedNode) -> list[Node]:
        """SHACL instances of a class: by its type, or that of a class below it (SHACL §1.1)."""
        classes, waiting = {cls}, [cls]
        while waiting:
            for below in self.subjects(SUB_CLASS_OF, waiting.pop()):
                if isinstance(below, NamedNode) and below not in classes:
                    classes.add(below)
                    waiting.append(below)
        return sorted({node for each in classes for node in self.subjects(TYPE, each)}, key=str)


_STRING = str(rdflib.XSD.string)


def from_rdflib(graph: rdflib.Graph) -> Triples:
    """Index the triples of an rdflib graph; blank nodes keep their labels."""
    index = Triples()
    for triple in graph:
        subject, predicate, value = (to_engine(term) for term in triple)
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
            index.add(subject, predicate, value)
    return index


def to_engine(term: RdflibNode) -> Term:
    """Turn an rdflib term into the engine's.

    >>> str(to_engine(rdflib.Literal("Hòa An", lang="vi")))
    '"Hòa An"@vi'
    """
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal) and term.language:
        return Literal(str(term), language=term.language)
    datatype = term.datatype if isinstance(term, rdflib.Literal) else None
    return Literal(str(term), datatype=NamedNode(str(datatype or _STRING)))


def to_rdflib(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Turn the engine's term into rdflib's, with its lexical form as it is.

    Raises:
        ValueError: the term is a triple, which rdflib does not know.

    >>> to_rdflib(Literal("1.50", datatype=NamedNode(str(rdflib.XSD.decimal)))).n3()
    '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise ValueError(f"{term} is a quoted triple; write it as plain triples")  # noqa: TRY004 - as a bad value
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
