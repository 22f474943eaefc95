"""Check RDF files of any kind against shapes of any kind, with either runner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDFS, Graph

from kg.errors import InputError, ShapeError
from kg.validation.compiled import TermResult, check, compile_shapes, load_data
from kg.validation.compiled.loading import placed
from kg.validation.compiled.places import find_place
from kg.validation.compiled.vocabulary import TARGETS, sh
from kg.validation.rdf_files import read_rdf
from kg.validation.runners import Runner, refuse_ill_formed
from kg.validation.shapes import shape_files
from kg.validation.triples import Node, Triples, from_rdflib, named, to_rdflib

_CLASS = named(RDFS.Class)
_Found = tuple[tuple[TermResult, ...], int, Triples]


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        results: sorted; it conforms if there is none (SHACL §3.6.1.1).
        statements: number of triples of the data.
        has_targets: whether any shape says which nodes it is about; if none does, nothing was checked.
        prefixes: prefix → namespace, as the files spell them, for short names.
        shape_files: the files of the shapes.
    """

    results: tuple[TermResult, ...]
    statements: int
    has_targets: bool
    prefixes: dict[str, str] = field(default_factory=dict)
    shape_files: tuple[Path, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no result of any severity."""
        return not self.results

    def place_of(self, shape: Node) -> str:
        """Give ``file:line:column`` of a shape that has a name; empty where it is not found."""
        place = find_place(self.shape_files, Triples(), shape)
        return str(place or "")


def check_files(data: Sequence[Path], shapes: Sequence[Path], runner: Runner = Runner.COMPILED) -> Checked:
    """Check files.

    Args:
        data: RDF files, which together make one data graph; graph names in them are dropped.
        shapes: RDF files, or folders of ``*.ttl``, which together make one shapes graph.
        runner: who checks.

    Raises:
        InputError: a file cannot be read, or the reference runner cannot use the shapes.
        ShapeError: a shape is ill-formed or not understood.
    """
    files = tuple(file for path in shapes for file in (shape_files(path) if path.is_dir() else (path,)))
    prefixes: dict[str, str] = {}
    check_with = _by_reference if runner is Runner.REFERENCE else _by_compiled
    results, statements, graph = check_with(data, files, prefixes)
    return Checked(results, statements, _has_targets(graph), prefixes, files)


def _has_targets(shapes: Triples) -> bool:
    named_shapes = {*shapes.instances(sh("NodeShape")), *shapes.instances(sh("PropertyShape"))}
    implicit = named_shapes & {*shapes.instances(_CLASS)}
    return bool(implicit) or any(shapes.subjects(predicate) for predicate in TARGETS)


def _by_compiled(data: Sequence[Path], shapes: Sequence[Path], prefixes: dict[str, str]) -> _Found:
    compiled = compile_shapes(shapes, prefixes)
    graph = load_data(data, prefixes)
    statements = len(graph.store)
    try:
        return check(graph, compiled), statements, compiled.graph
    except ShapeError as error:
        raise placed(error, shapes, compiled.graph, prefixes) from error


def _by_reference(data: Sequence[Path], shapes: Sequence[Path], prefixes: dict[str, str]) -> _Found:
    from kg.validation.reference import run_graph  # pySHACL takes half a second to import
    from kg.validation.report_graph import read_results

    refuse_ill_formed(shapes, prefixes)
    shapes_graph = _to_graph(shapes, "s", prefixes)
    data_graph = _to_graph(data, "d", prefixes)
    statements = len(data_graph)
    labels = [term for triple in from_rdflib(data_graph) for term in (triple[0], triple[2])]
    origin = shapes[0] if len(shapes) == 1 else shapes[0].parent
    report = run_graph(data_graph, shapes_graph, origin=origin)
    return read_results(from_rdflib(report), labels), statements, from_rdflib(shapes_graph)


def _to_graph(files: Sequence[Path], label: str, prefixes: dict[str, str]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for number, file in enumerate(files, start=1):
        for triple in read_rdf(file, f"{label}{number}", prefixes):
            try:
                subject, predicate, value = map(to_rdflib, triple)
            except ValueError as error:
                raise InputError(file, str(error)) from error
            graph.add((subject, predicate, value))
    return graph
