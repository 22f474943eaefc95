"""The shapes at addresses of their own: a page for readers, the files as they were written, other RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kg.errors import InputError, UnknownError
from kg.store import ResultFormat
from kg.views.names import read_names
from kg.vocab import SHAPES
from kg.web.pages.errors import PageRoute, language_of
from kg.web.pages.linked_data import FORMATS, ending_of
from kg.web.pages.paths import Language
from kg.web.pages.site import Site, presenter_for, render, site_of
from kg.web.sparql import is_known
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)
_RDFLIB: Final = {"jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
_SPACE: Final = str(SHAPES)


@dataclass(frozen=True)
class Shape:
    """One shape as its page shows it.

    Attributes:
        name: local part of its IRI, which is its anchor.
        titles: ``sh:name`` by language.
        messages: what a finding says, by language; placeholders of the rule stay.
        severity: local part of ``sh:severity``; empty where it states none.
        about: IRIs: the classes of its targets, or the property of its path.
        parts: the shapes of its properties.
    """

    name: str
    titles: Mapping[str, str]
    messages: Mapping[str, tuple[str, ...]]
    severity: str = ""
    about: tuple[str, ...] = ()
    parts: tuple[Shape, ...] = ()


@dataclass
class Shapes:
    """The shapes of a service: the files as one text, its graph, what the page shows, each by its name."""

    text: str
    shown: tuple[Shape, ...]
    graph: Graph
    by_name: Mapping[str, Shape]
    written: dict[str, bytes] = field(default_factory=dict)

    def write(self, ending: str) -> bytes:
        """Return the graph in a format of rdflib; written once."""
        if ending not in self.written:
            self.written[ending] = self.graph.serialize(format=_RDFLIB[ending], encoding="utf-8")
        return self.written[ending]


@router.api_route("/shapes", methods=["GET", "HEAD"], include_in_schema=False)
async def shapes(request: Request) -> Response:
    """Answer all shapes, in Turtle as they were written; lead readers to their page."""
    site = await site_of(request)
    ending = ending_of(request, request.query_params.get("format", ""))
    vary = "Accept, Accept-Language"
    if not ending:
        return RedirectResponse(f"/{language_of(request)}/shapes", HTTPStatus.SEE_OTHER, {"Vary": vary})
    found = await shapes_of(request, site)
    tag = f'"{site.manifest.data_version}-shapes-{ending}"'
    page = f'</{language_of(request)}/shapes>; rel="alternate"; type="text/html"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": vary, "Link": page}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    as_written = FORMATS[ending] is ResultFormat.TURTLE
    body = found.text.encode() if as_written else await run_in_threadpool(found.write, ending)
    return Response(body, headers=headers, media_type=FORMATS[ending].media_type)


@router.get("/{language}/shapes", include_in_schema=False)
async def shapes_page(request: Request, language: Language) -> Response:
    """List the shapes by the class that they are about, with what a finding of each says."""
    site = await site_of(request)
    found = await shapes_of(request, site)
    about = {iri for shape in found.shown for item in (shape, *shape.parts) for iri in item.about}
    presenter = presenter_for(language, await read_names(site.store, about))
    return render(request, "shapes.html", presenter, site, shapes=found.shown)


async def shapes_of(request: Request, site: Site) -> Shapes:
    """Return the shapes; read at the first wish.

    Raises:
        UnknownError: the service has none.
        InputError: they cannot be read.
    """
    folder = site.config.shapes
    if folder is None:
        raise UnknownError(
            "this service has no folder of shapes; begin at /",
            vi="dịch vụ này không có thư mục ràng buộc; hãy bắt đầu từ /",
        )
    memo = state_of(request).memo
    found = memo.get(Shapes)
    if not isinstance(found, Shapes):
        found = memo[Shapes] = await run_in_threadpool(read_shapes, folder)
    return found


def read_shapes(folder: Path) -> Shapes:
    """Read ``*.ttl`` of a folder.

    Raises:
        InputError: a file cannot be read, or is no Turtle.
    """
    graph, texts = Graph(), []
    try:
        for path in sorted(folder.glob("*.ttl")):
            texts.append(path.read_text("utf-8"))
            graph.parse(data=texts[-1], format="turtle")
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        raise InputError(
            folder,
            f"the shapes cannot be read ({error}); mend them, or name another folder",
            vi=f"không đọc được các ràng buộc ({error}); hãy sửa, hoặc chỉ tới thư mục khác",
        ) from error
    shown = tuple(_read_all(graph))
    by_name = {shape.name: shape for whole in shown for shape in (*whole.parts, whole)}
    return Shapes("\n".join(texts), shown, graph, by_name)


def _read_all(graph: Graph) -> Iterator[Shape]:
    """Yield the shapes that stand for themselves; a part is shown once, with the first that has it."""
    nodes = _own(graph.subjects(RDF.type, SH.NodeShape))
    alone = set(_own(graph.subjects(RDF.type, SH.PropertyShape))) - set(
        _own(graph.objects(None, SH.property))
    )
    seen: set[str] = set()
    for iri in (*nodes, *sorted(alone)):
        shape = _read(graph, URIRef(iri))
        fresh = tuple(part for part in shape.parts if part.name not in seen)
        seen |= {part.name for part in fresh}
        yield replace(shape, parts=fresh)


def _own(nodes: Iterable[Node]) -> list[str]:
    return sorted({str(node) for node in nodes if str(node).startswith(_SPACE)})


def _read(graph: Graph, shape: Node) -> Shape:
    targets = sorted(str(node) for node in graph.objects(shape, SH.targetClass))
    paths = sorted(str(node) for node in graph.objects(shape, SH.path) if isinstance(node, URIRef))
    constraints = [shape, *graph.objects(shape, SH.sparql)]
    said = [text for node in constraints for text in graph.objects(node, SH.message)]
    severity = str(graph.value(shape, SH.severity) or "").rpartition("#")[2]
    parts = _own(graph.objects(shape, SH.property))
    return Shape(
        str(shape).removeprefix(_SPACE),
        {
            text.language or "": str(text)
            for text in graph.objects(shape, SH.name)
            if isinstance(text, Literal)
        },
        {lang: _in_language(said, lang) for lang in ("vi", "en")},
        severity,
        tuple(targets or paths),
        tuple(_read(graph, URIRef(iri)) for iri in parts),
    )


def _in_language(texts: list[Node], lang: str) -> tuple[str, ...]:
    return tuple(sorted(str(text) for text in texts if isinstance(text, Literal) and text.language == lang))
