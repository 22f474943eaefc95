"""Derives what a snapshot tells of itself: counts by class, property and graph, and its files to download.

``publication.json`` holds ``{"counts", "classes", "properties", "graphs", "dumps"}`` as in ``Publication``.
``dumps/`` holds the whole graph in Turtle and each named graph in N-Quads and Turtle; the whole graph in
N-Quads is ``graph.nq`` itself. All of it is written once, with the snapshot.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.loading import load_graph
from kg.store.manifest import GRAPH_FILE
from kg.vocab import PREFIXES

FILE: Final = "publication.json"
FOLDER: Final = "dumps"
WHOLE: Final = "diaban"
"""Name of the dumps of the whole graph."""

_COUNTS: Final = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?p) AS ?properties) { ?s ?p ?o }"""
_CLASSES: Final = (
    "SELECT ?iri (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?iri FILTER ISIRI(?iri) } GROUP BY ?iri"
)
_PROPERTIES: Final = """SELECT ?iri (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) { ?s ?iri ?o } GROUP BY ?iri"""


@dataclass(frozen=True)
class Dump:
    """One file to download.

    Attributes:
        name: of the file, without folder.
        media_type: without parameters.
        size: bytes.
        sha256: of its bytes, hexadecimal.
        graph: IRI of the named graph; empty for the whole graph.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    graph: str = ""


@dataclass(frozen=True)
class Publication:
    """What a snapshot tells of itself.

    Attributes:
        counts: ``triples``, ``subjects``, ``objects``, ``properties`` of the union of all graphs.
        classes: entities by class.
        properties: ``triples``, ``subjects``, ``objects`` by property.
        graphs: triples by named graph.
        dumps: files, by name.
    """

    counts: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, Mapping[str, int]]
    graphs: Mapping[str, int]
    dumps: tuple[Dump, ...]


def write_publication(snapshot: Path, graphs: Iterable[str]) -> None:
    """Write what a snapshot tells of itself into its folder.

    Args:
        snapshot: folder with the graph.
        graphs: IRIs of the named graphs.

    Raises:
        InputError: the graph cannot be read.
    """
    store = load_graph(snapshot / GRAPH_FILE)
    folder = snapshot / FOLDER
    folder.mkdir(exist_ok=True)
    dumps = [_describe(snapshot / GRAPH_FILE, f"{WHOLE}.nq", "application/n-quads")]
    dumps.append(_write(folder / f"{WHOLE}.ttl", {quad.triple for quad in store}))
    sizes = {}
    for name, graph in sorted(_names(graphs).items()):
        quads = set(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        sizes[graph] = len(quads)
        dumps.append(_write(folder / f"{name}.nq", quads, graph))
        dumps.append(_write(folder / f"{name}.ttl", {quad.triple for quad in quads}, graph))
    classes = {row["iri"]: int(row["entities"]) for row in _rows(store, _CLASSES)}
    content = {
        "counts": {name: int(value) for name, value in _rows(store, _COUNTS)[0].items()},
        "classes": classes,
        "properties": {
            row.pop("iri"): {name: int(value) for name, value in row.items()}
            for row in _rows(store, _PROPERTIES)
        },
        "graphs": sizes,
        "dumps": [asdict(dump) for dump in dumps],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (snapshot / FILE).write_text(text + "\n", "utf-8")


def _rows(store: ox.Store, query: str) -> list[dict[str, str]]:
    solutions = store.query(query, use_default_graph_as_union=True)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("the queries of this module are SELECT queries")
    names = [variable.value for variable in solutions.variables]
    return [{name: str(getattr(row[name], "value", "")) for name in names} for row in solutions]


def _names(graphs: Iterable[str]) -> dict[str, str]:
    """Name a file after the end of each graph's IRI; a number tells equal ends apart."""
    found: dict[str, str] = {}
    for graph in sorted(graphs):
        stem = re.sub(r"[^A-Za-z0-9-]+", "-", re.split(r"[/#:]", graph)[-1]).strip("-") or "graph"
        name, number = stem, 2
        while name in found or name == WHOLE:
            name, number = f"{stem}-{number}", number + 1
        found[name] = graph
    return found


def _write(path: Path, statements: Collection[ox.Triple] | Collection[ox.Quad], graph: str = "") -> Dump:
    """Write statements in order, so that equal graphs give equal bytes."""
    turtle = path.suffix == ".ttl"
    kind = ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_QUADS
    ordered: list[Any] = sorted(statements, key=str)
    ox.serialize(ordered, str(path), kind, prefixes=PREFIXES if turtle else None)
    return _describe(path, path.name, kind.media_type, graph)


def _describe(path: Path, name: str, media_type: str, graph: str = "") -> Dump:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Dump(name, media_type, path.stat().st_size, digest, graph)


def read_publication(snapshot: Path) -> Publication:
    """Return what a snapshot tells of itself.

    Raises:
        InputError: the snapshot has no readable publication.
    """
    path = snapshot / FILE
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        dumps = tuple(Dump(**item) for item in content.pop("dumps"))
        return Publication(**content, dumps=dumps)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(path, f"cannot be read ({error}); build the snapshot again") from error


def check_graph(snapshot: Path) -> None:
    """Compare the graph with what the snapshot says of it; nothing is compared where it says nothing.

    A graph that was cut off at the end of a line would load without a word.

    Raises:
        InputError: the graph has other bytes than when it was built.
    """
    if not (snapshot / FILE).exists():
        return
    path = snapshot / GRAPH_FILE
    stated = next(dump for dump in read_publication(snapshot).dumps if dump.name == f"{WHOLE}.nq")
    if _describe(path, stated.name, stated.media_type) != stated:
        raise InputError(path, "has other bytes than when it was built; build the snapshot again")
