"""What a node of a shapes graph says, read strictly: a value of the wrong kind is an error, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import RDF, XSD

from kg.errors import ShapeError
from kg.validation.compiled.literals import is_well_formed
from kg.validation.compiled.vocabulary import sh
from kg.validation.paths import Path as PropertyPath
from kg.validation.paths import PathError, read_path
from kg.validation.triples import ListError, Node, Term, Triples, named

_INTEGER, _BOOLEAN, _STRING = named(XSD.integer), named(XSD.boolean), named(XSD.string)
_TEXT = frozenset({_STRING, named(RDF.langString)})


@dataclass(frozen=True)
class Source:
    """A node of a shapes graph.

    Attributes:
        graph: the shapes graph.
        node: the node.
        origin: file or folder that the graph was read from, for errors.
    """

    graph: Triples
    node: Node
    origin: Path

    @property
    def is_property_shape(self) -> bool:
        """Whether a shape has a path."""
        return bool(self.graph.objects(self.node, sh("path")))

    def error(
        self, reason: str, term: Term | None = None, *, unsupported: bool = False, query_line: int = 0
    ) -> ShapeError:
        """Give the error that names this node and a term; see `ShapeError` for the rest."""
        named_term = str(term) if term is not None else ""
        return ShapeError(
            self.origin, reason, str(self.node), named_term, unsupported=unsupported, query_line=query_line
        )

    def at(self, node: Term, predicate: NamedNode) -> Source:
        """Go on to a value, which must be a node."""
        if not isinstance(node, NamedNode | BlankNode):
            raise self.error(f"{node} is no node; name a node", predicate)
        return Source(self.graph, node, self.origin)

    def values(self, predicate: NamedNode) -> list[Term]:
        """All values of a property, sorted."""
        return sorted(self.graph.objects(self.node, predicate), key=str)

    def value(self, predicate: NamedNode) -> Term | None:
        """The only value of a property, if there is one.

        Raises:
            ShapeError: there are several.
        """
        found = self.values(predicate)
        if len(found) > 1:
            raise self.error("has several values; keep one", predicate)
        return found[0] if found else None

    def required(self, predicate: NamedNode) -> Term:
        """The only value of a property.

        Raises:
            ShapeError: there is none, or several.
        """
        found = self.value(predicate)
        if found is None:
            raise self.error("is missing; add it", predicate)
        return found

    def iris(self, predicate: NamedNode) -> list[NamedNode]:
        """All values of a property, which must be IRIs."""
        found = self.values(predicate)
        iris = [value for value in found if isinstance(value, NamedNode)]
        if len(iris) != len(found):
            raise self.error("takes IRIs; name an IRI", predicate)
        return iris

    def iri(self, predicate: NamedNode) -> NamedNode | None:
        """The only value of a property, which must be an IRI."""
        self.value(predicate)
        return next(iter(self.iris(predicate)), None)

    def literal(self, predicate: NamedNode) -> Literal | None:
        """The only value of a property, which must be a literal."""
        found = self.value(predicate)
        if found is not None and not isinstance(found, Literal):
            raise self.error("takes a literal; write one", predicate)
        return found

    def number(self, predicate: NamedNode) -> int | None:
        """The only value of a property, which must be an xsd:integer."""
        found = self.literal(predicate)
        if found is None:
            return None
        if found.datatype != _INTEGER or not is_well_formed(found):
            raise self.error(f"{found} is no xsd:integer; write a whole number", predicate)
        return int(found.value)

    def flag(self, predicate: NamedNode) -> bool:
        """The only value of a property, which must be an xsd:boolean; false where it is absent."""
        found = self.literal(predicate)
        if found is None:
            return False
        if found.datatype != _BOOLEAN or not is_well_formed(found):
            raise self.error(f"{found} is no xsd:boolean; write true or false", predicate)
        return found.value in ("true", "1")

    def text(self, predicate: NamedNode) -> str | None:
        """The only value of a property, which must be an xsd:string."""
        found = self.literal(predicate)
        if found is None:
            return None
        if found.datatype != _STRING:
            raise self.error(f"{found} is no xsd:string; write a plain string", predicate)
        return found.value

    def messages(self, predicate: NamedNode) -> tuple[Literal, ...]:
        """Values of a property, which must be text with or without a language."""
        found = self.values(predicate)
        texts = tuple(value for value in found if isinstance(value, Literal) and value.datatype in _TEXT)
        if len(texts) != len(found):
            raise self.error("takes text; write a string, with a language or without", predicate)
        return texts

    def members(self, predicate: NamedNode, head: Term) -> tuple[Term, ...]:
        """Members of a list that is a value of a property."""
        try:
            return tuple(self.graph.members(head))
        except ListError as error:
            raise self.error(f"takes a list: {error}; write ( … )", predicate) from error

    def path(self, predicate: NamedNode) -> PropertyPath | None:
        """The path that a property names."""
        found = self.value(predicate)
        try:
            return None if found is None else read_path(self.graph, found)
        except PathError as error:
            raise self.error(str(error), predicate) from error
