"""Small random data and shapes graphs, for comparing one way of checking with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import XSD
from tests.validation.w3c import iri

from kg.validation.compiled.vocabulary import sh
from kg.validation.triples import FIRST, NIL, REST, SUB_CLASS_OF, TYPE, Node, Term, Triples, named

Triple = tuple[Node, NamedNode, Term]
Draw = Callable[[st.SearchStrategy[object]], object]

NODES: Final = tuple(map(iri, "abcd"))
CLASSES: Final = tuple(map(iri, ("A", "B", "C")))
PREDICATES: Final = tuple(map(iri, ("p", "q", "r")))


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=named(XSD[datatype]))


LITERALS: Final = (
    Literal("x"),
    Literal("y", language="vi"),
    Literal("z", language="vi"),
    Literal("z", language="en-gb"),
    literal("1", "integer"),
    literal("2", "integer"),
    literal("2.5", "decimal"),
    literal("2025-01-05", "date"),
    literal("2025-02-01", "date"),
)
NUMBERS: Final = (literal("1", "integer"), literal("2", "integer"), literal("2.5", "decimal"))
ODD_LITERALS: Final = (
    literal("01", "integer"),
    literal("1.50", "decimal"),
    literal("1", "boolean"),
    literal("2025-02-30", "date"),
    literal("word", "integer"),
    literal("7", "unsignedByte"),
)
NODE_KINDS: Final = ("IRI", "Literal", "BlankNode", "IRIOrLiteral", "BlankNodeOrIRI", "BlankNodeOrLiteral")


@st.composite
def data_graphs(draw: st.DrawFn, *, odd: bool = False, numbers: bool = False) -> list[Triple]:
    """Up to 16 triples over four nodes.

    Args:
        draw: of hypothesis.
        odd: whether there are literals that a store rewrites.
        numbers: whether all values are numbers.
    """
    literals = st.sampled_from(NUMBERS if numbers else LITERALS + ODD_LITERALS if odd else LITERALS)
    nodes = st.one_of(st.sampled_from(NODES), st.just(BlankNode("blank")))
    values = literals if numbers else st.one_of(nodes, literals)
    facts = st.tuples(nodes, st.sampled_from(PREDICATES), values)
    types = st.tuples(nodes, st.just(TYPE), st.sampled_from(CLASSES))
    below = st.tuples(st.sampled_from(CLASSES), st.just(SUB_CLASS_OF), st.sampled_from(CLASSES))
    found: list[Triple] = []
    found += draw(st.lists(facts, max_size=10))
    found += draw(st.lists(types, max_size=4))
    found += draw(st.lists(below, max_size=2))
    return found


_NUMBERED: Final = {"length": ("minLength", "maxLength"), "count": ("minCount", "maxCount")}
_COMPARED: Final = {
    "equals": ("equals",),
    "disjoint": ("disjoint",),
    "lessThan": ("lessThan", "lessThanOrEquals"),
}
_RANGES: Final = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
_CHOICES: Final[dict[str, tuple[Term, ...]]] = {
    "datatype": tuple(named(XSD[name]) for name in ("string", "integer", "date")),
    "nodeKind": tuple(map(sh, NODE_KINDS)),
    "pattern": tuple(map(Literal, ("^x", "[yz]$", "[0-9]"))),
    "uniqueLang": (literal("true", "boolean"),),
}


class _Builder:
    """Writes shapes with readable names, so that results can be compared by them."""

    def __init__(self, draw: st.DrawFn, *, order: bool) -> None:
        self.draw = draw
        self.order = order
        self.graph = Triples()
        self.count = 0

    def name(self, kind: str) -> NamedNode:
        self.count += 1
        return iri(f"{kind}{self.count}")

    def list_of(self, members: list[Term]) -> Node:
        head: Node = NIL
        for member in reversed(members):
            self.count += 1
            cell = BlankNode(f"list{self.count}")
            self.graph.add(cell, FIRST, member)
            self.graph.add(cell, REST, head)
            head = cell
        return head

    def path(self) -> Node:
        predicate = self.draw(st.sampled_from(PREDICATES))
        kind = self.draw(
            st.sampled_from(("one", "one", "one", "inverse", "sequence", "either", "star", "plus"))
        )
        if kind == "one":
            return predicate
        other = self.draw(st.sampled_from(PREDICATES))
        if kind == "sequence":
            return self.list_of([predicate, other])
        self.count += 1
        node = BlankNode(f"path{self.count}")
        terms = {"inverse": "inversePath", "star": "zeroOrMorePath", "plus": "oneOrMorePath"}
        if kind == "either":
            self.graph.add(node, sh("alternativePath"), self.list_of([predicate, other]))
        else:
            self.graph.add(node, sh(terms[kind]), predicate)
        return node

    def shape(self, depth: int, *, with_path: bool) -> NamedNode:
        node = self.name("P" if with_path else "N")
        if with_path:
            self.graph.add(node, TYPE, sh("PropertyShape"))
            self.graph.add(node, sh("path"), self.path())
        else:
            self.graph.add(node, TYPE, sh("NodeShape"))
        for _ in range(self.draw(st.integers(1, 2))):
            self.constraint(node, depth, with_path=with_path)
        return node

    def constraint(self, node: NamedNode, depth: int, *, with_path: bool) -> None:
        kinds = ["class", "datatype", "nodeKind", "in", "pattern", "length", "languageIn", "closed"]
        kinds += ["count", "count", "uniqueLang", "hasValue", "equals", "disjoint"] if with_path else []
        kinds += ["range", "range", *(["lessThan", "lessThan"] if with_path else [])] if self.order else []
        kinds += ["property", "property", "node", "not", "and", "or", "xone"] if depth else []
        kinds += ["qualified"] if depth and with_path else []
        self.write(node, self.draw(st.sampled_from(kinds)), depth)

    def write(self, node: NamedNode, kind: str, depth: int) -> None:
        draw, choose = self.draw, st.sampled_from
        terms = st.one_of(choose(NODES), choose(LITERALS))
        if kind in _NUMBERED:
            name = draw(choose(_NUMBERED[kind]))
            self.once(node, name, literal(str(draw(st.integers(kind == "length", 2))), "integer"))
        elif kind in _COMPARED:
            self.graph.add(node, sh(draw(choose(_COMPARED[kind]))), draw(choose(PREDICATES)))
        elif kind in _CHOICES:
            self.once(node, kind, draw(choose(_CHOICES[kind])))
        elif kind == "class":
            self.graph.add(node, sh("class"), draw(choose(CLASSES)))
        elif kind == "hasValue":
            self.graph.add(node, sh("hasValue"), draw(terms))
        elif kind == "in":
            self.once(node, "in", self.list_of(list(draw(st.lists(terms, max_size=4)))))
        elif kind == "languageIn":
            self.once(node, "languageIn", self.list_of([Literal("vi"), Literal("en")]))
        elif kind == "closed":
            self.once(node, "closed", literal("true", "boolean"))
            self.once(node, "ignoredProperties", self.list_of([TYPE]))
        elif kind == "range":
            self.once(node, draw(choose(_RANGES)), draw(choose(NUMBERS)))
        else:
            self.nested(node, kind, depth - 1)

    def nested(self, node: NamedNode, kind: str, depth: int) -> None:
        draw, add = self.draw, self.graph.add
        if kind == "property":
            add(node, sh("property"), self.shape(depth, with_path=True))
        elif kind in ("node", "not"):
            add(node, sh(kind), self.shape(depth, with_path=False))
        elif kind == "qualified":
            self.once(node, "qualifiedValueShape", self.shape(depth, with_path=False))
            name = draw(st.sampled_from(("qualifiedMinCount", "qualifiedMaxCount")))
            self.once(node, name, literal(str(draw(st.integers(0, 2))), "integer"))
        else:
            members = [self.shape(depth, with_path=draw(st.booleans())) for _ in range(2)]
            add(node, sh(kind), self.list_of(list(members)))

    def once(self, node: NamedNode, name: str, value: Term) -> None:
        if not self.graph.objects(node, sh(name)):
            self.graph.add(node, sh(name), value)


@st.composite
def shapes_graphs(draw: st.DrawFn, *, order: bool = True) -> list[Triple]:
    """One or two shapes with targets of all kinds, nested up to twice.

    Args:
        draw: of hypothesis.
        order: whether there are constraints that compare values by order.
    """
    builder = _Builder(draw, order=order)
    for _ in range(draw(st.integers(1, 2))):
        node = builder.shape(2, with_path=draw(st.booleans()))
        kind = draw(st.sampled_from(("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")))
        terms = {"targetClass": CLASSES, "targetNode": NODES}.get(kind, PREDICATES)
        builder.graph.add(node, sh(kind), draw(st.sampled_from(terms)))
    return list(builder.graph)
