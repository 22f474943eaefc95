"""Run pySHACL over the graph: the reference by which every other runner is measured.

pySHACL patches rdflib while it runs, so it never runs inside the server. It gets a plain graph (each
statement stands in exactly one named graph, so their union loses nothing); no inference, no JavaScript, no
network.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pyshacl
from pyparsing import ParseException
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import Graph, Literal, URIRef

from kg.errors import InputError
from kg.validation.report import ValidationReport
from kg.validation.shapes import load_shapes

# What pySHACL lets through from below: a TypeError where an ill-formed literal is compared, a regular
# expression that Python does not know, a RuntimeError for shapes nested beyond its depth or ill-formed rules.
_LIMITS = (RuntimeError, TypeError, ValueError, AttributeError, KeyError, re.error)
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def check_quads(quads: bytes, shapes: Path) -> ValidationReport:
    """Check N-Quads.

    Args:
        quads: N-Quads, UTF-8, the class hierarchy of the ontology among them.
        shapes: folder of the shapes.

    Raises:
        InputError: the quads or the shapes cannot be read, or a shape is ill-formed.
    """
    return run(load_quads(quads), load_shapes(shapes), origin=shapes)


def run(data: Graph, shapes: Graph, *, origin: Path) -> ValidationReport:
    """Check an rdflib graph against a graph of shapes; `data` may be changed by pySHACL.

    Args:
        data: what is checked, class hierarchy included.
        shapes: the shapes.
        origin: where the shapes come from, for the message of an ill-formed one.

    Raises:
        InputError: a shape, or a query in it, is ill-formed.
    """
    return ValidationReport.from_graph(run_graph(data, shapes, origin=origin), shapes)


def run_graph(data: Graph, shapes: Graph, *, origin: Path) -> Graph:
    """Check as `run` does, and give the report as pySHACL writes it.

    Raises:
        InputError: a shape, or a query in it, is ill-formed.
    """
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, advanced=True, inplace=True, inference="none", js=False
        )
    except (ConstraintLoadError, ShapeLoadError, ReportableRuntimeError, ParseException) as error:
        raise InputError(origin, f"a shape is ill-formed; mend it: {error}") from error
    except _LIMITS as error:
        raise InputError(origin, f"pySHACL cannot do this; use the compiled runner: {error}") from error
    except Exception as error:
        # rdflib raises the bare class for a prefix that is not declared; anything else goes on.
        if type(error) is not Exception:
            raise
        raise InputError(origin, f"a query of a shape is ill-formed; mend it: {error}") from error
    if not isinstance(report, Graph):
        raise InputError(origin, f"a shape cannot be evaluated; mend it: {text}")
    return report


def load_quads(quads: bytes) -> Graph:
    """Read N-Quads into one plain graph; their graph names are dropped.

    Raises:
        InputError: a line is no N-Quad, or has a blank node.
    """
    graph = Graph(bind_namespaces="none")
    try:
        graph.addN(
            (_resource(quad.subject), _resource(quad.predicate), _term(quad.object), graph)
            for quad in pyoxigraph.parse(quads, pyoxigraph.RdfFormat.N_QUADS)
        )
    except (SyntaxError, ValueError) as error:
        raise InputError("quads", f"cannot be read as N-Quads: {error}") from error
    return graph


def _resource(term: object) -> URIRef:
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    raise ValueError(f"{term} is no IRI; the data have no blank nodes")


def _term(term: object) -> URIRef | Literal:
    if not isinstance(term, pyoxigraph.Literal):
        return _resource(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return Literal(term.value) if datatype == _STRING else Literal(term.value, datatype=URIRef(datatype))
