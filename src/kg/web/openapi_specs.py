"""What the addresses for programs take and answer, for ``kg.web.openapi``; tests hold it to the routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from kg.web.description import MEDIA_TYPES as DESCRIPTIONS
from kg.web.sparql_formats import GRAPH_NAMES, GRAPH_OFFERS, TABLE_NAMES, TABLE_OFFERS
from kg.web.sparql_request import DIRECT, FORM

Json = dict[str, Any]
_TEXT: Final[Json] = {"type": "string"}
HTML: Final = "text/html"
_JSON: Final = "application/json"
_RDF: Final = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
_ASKS: Final = (429, 503)
"""Errors of whatever asks the store: the client's share, and limits."""


@dataclass(frozen=True)
class Spec:
    """One operation.

    Attributes:
        replies: by status, the schema of each media type; without content where it is empty.
        errors: statuses of problem documents.
        parameters: those that the handler reads by itself, in OpenAPI.
        body: of POST, the schema of each media type.
    """

    replies: Mapping[int, Mapping[str, Json]]
    errors: tuple[int, ...] = ()
    parameters: tuple[Json, ...] = ()
    body: Mapping[str, Json] = field(default_factory=dict)


def _any(*media_types: str) -> dict[str, Json]:
    return {media_type: {} for media_type in media_types}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, schema: Json, words: str, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema, "description": words}


def _format(names: Iterable[str]) -> Json:
    return _query("format", {"enum": ["", *sorted(names)]}, "overrides Accept; empty like absent")


_GRAPHS: Final[Json] = {"type": "array", "items": _TEXT}
_SECONDS: Final[Json] = {"type": "number", "exclusiveMinimum": 0}
_NAMES: Final = sorted({*TABLE_NAMES, *GRAPH_NAMES})
_SPARQL: Final = (
    _query("default-graph-uri", _GRAPHS, "graphs that are merged into the default graph"),
    _query("named-graph-uri", _GRAPHS, "graphs that GRAPH sees"),
    _format(_NAMES),
    _query("timeout", _SECONDS, "seconds; may only shorten the service's deadline"),
)
_SPARQL_FORM: Final[Json] = {
    "type": "object",
    "required": ["query"],
    "properties": {
        "query": _TEXT,
        "default-graph-uri": _GRAPHS,
        "named-graph-uri": _GRAPHS,
        "format": {"enum": ["", *_NAMES]},
        "timeout": _SECONDS,
    },
}
_RESULTS: Final[dict[str, Json]] = {
    **_any(*TABLE_OFFERS, *GRAPH_OFFERS),
    "application/sparql-results+json": _ref("Results"),
}
_LANGUAGE: Final = _query("lang", {"enum": ["vi", "en"]}, "of labels; Vietnamese by default")
_THING: Final = _format(["html", "ttl", "jsonld", "nt", "rdf"])

_PARAMETERS: Final[Json] = {
    "name": "parameters",
    "in": "query",
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": True},
    "description": "those of the question, by name; /api/questions lists them",
}

PAGE: Final = Spec({200: _any(HTML), 304: {}}, (300, 400, 404, *_ASKS))
"""What every page for people answers."""
_FILES: Final = ("image/svg+xml", "text/csv", _JSON, "application/graphml+xml", "application/gexf+xml")
_NETWORK: Final = Spec({200: _any(HTML, *_FILES, *_RDF[:2]), 304: {}}, (*PAGE.errors, 406))
"""A page whose network can be had as a file too."""

SPECS: Final[Mapping[tuple[str, str], Spec]] = MappingProxyType(
    {
        ("/sparql", ""): Spec(
            {200: {**_RESULTS, **_any(*DESCRIPTIONS, HTML)}, 304: {}},
            (400, 406, 413, *_ASKS),
            (_query("query", _TEXT, "SPARQL 1.1; without it the service describes itself"), *_SPARQL),
        ),
        ("/sparql", "POST"): Spec(
            {200: _RESULTS}, (400, 406, 408, 413, 415, *_ASKS), _SPARQL, {FORM: _SPARQL_FORM, DIRECT: _TEXT}
        ),
        ("/{language}/sparql", "POST"): Spec(
            {200: _any(HTML), 303: {}},
            (400, 404, 408, 413, 415, *_ASKS),
            body={FORM: {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}},
        ),
        ("/{language}/sparql/terms", ""): Spec(
            {200: {_JSON: _ref("Vocabulary")}, 304: {}}, (400, 404, *_ASKS)
        ),
        ("/{language}/query", ""): Spec({301: {}}, (404,)),
        ("/api/questions", ""): Spec({200: {_JSON: _ref("Questions")}}, (400, 503), (_LANGUAGE,)),
        ("/api/questions/{name}", ""): Spec(
            {200: {_JSON: _ref("Answer"), "text/csv": {}}, 304: {}},
            (300, 400, 404, 406, *_ASKS),
            (_LANGUAGE, _format(["csv", "excel.csv", "json"]), _PARAMETERS),
        ),
        ("/api/findings", ""): Spec({200: {_JSON: _ref("Findings")}}, (400, 404, 503)),
        ("/changes.json", ""): Spec({200: {"application/feed+json": _ref("Feed")}, 304: {}}, (400, 404, 503)),
        ("/{language}/network", ""): _NETWORK,
        ("/{language}/together", ""): _NETWORK,
        ("/{language}/overview", ""): _NETWORK,
        ("/{language}/ask/{name}", ""): Spec(PAGE.replies, PAGE.errors, (_PARAMETERS,)),
        ("/healthz", ""): Spec({200: {_JSON: _ref("State")}}),
        ("/readyz", ""): Spec({200: {_JSON: _ref("State")}, 503: {_JSON: _ref("State")}}),
        ("/metrics", ""): Spec({200: _any("text/plain")}),
        ("/.well-known/void", ""): Spec(
            {200: _any(*DESCRIPTIONS), 304: {}}, (406, 503), (_format(["ttl", "jsonld"]),)
        ),
        ("/prefixes", ""): Spec(
            {200: {_JSON: _ref("Prefixes"), **_any("text/turtle", DIRECT)}},
            (406,),
            (_format(["json", "ttl", "sparql"]),),
        ),
        ("/context.jsonld", ""): Spec({200: _any("application/ld+json")}),
        ("/outlines.geojson", ""): Spec({200: _any("application/geo+json"), 304: {}}, (404, 503)),
        ("/dump", ""): Spec({200: {_JSON: _ref("Files")}, 304: {}}, (503,)),
        ("/dump/{name}", ""): Spec(
            {
                200: _any("application/n-quads", "text/turtle", "text/plain"),
                206: _any("application/n-quads", "text/turtle", "multipart/byteranges"),
                304: {},
                400: _any("text/plain"),
                416: _any("text/plain"),
            },
            (404, 503),
        ),
        ("/static/{name:path}", ""): Spec(
            {
                200: _any(
                    "text/css",
                    "text/javascript",
                    "font/woff2",
                    "image/svg+xml",
                    "application/toml",
                    "text/plain",
                ),
                304: {},
            },
            (404,),
        ),
        ("/", ""): Spec({303: {}}),
        ("/id/{path:path}", ""): Spec({301: {}, 303: {}}, (400, 404, 406, *_ASKS)),
        ("/doc/{path:path}", ""): Spec({200: _any(*_RDF), 303: {}, 304: {}}, (404, *_ASKS)),
        ("/ontology", ""): Spec({200: _any(*_RDF), 303: {}, 304: {}}, (406, *_ASKS), (_THING,)),
        ("/ontology/{term}", ""): Spec({200: _any(*_RDF), 303: {}, 304: {}}, (404, 406, *_ASKS), (_THING,)),
        ("/shapes", ""): Spec({200: _any(*_RDF), 303: {}, 304: {}}, (404, 406, *_ASKS), (_THING,)),
    }
)
"""By path and method; the empty method stands for those that have no entry of their own."""


_ENTITY: Final = "person/duong-xuan-huyen"
EXAMPLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "/id/{path}": _ENTITY,
        "/doc/{path}": f"{_ENTITY}.ttl",
        "/{language}/doc/{path}": _ENTITY,
        "/ontology/{term}": "Event",
        "/{language}/ontology/{term}": "Event",
        "/api/questions/{name}": "career",
        "/{language}/ask/{name}": "career",
        "/dump/{name}": "SHA256SUMS",
        "/static/{name}": "diaban.css",
        "/{language}/places/{unit}": "lang-son",
        "/{language}/changes/{step}": "0123456789abcdef",
    }
)
"""By path, what its last part may be in the published data."""


def _object(required: Iterable[str] = (), **properties: Json) -> Json:
    return {"type": "object", "required": [*required], "properties": properties}


_LIST: Final[Json] = {"type": "array", "items": {"type": "object"}}
COMPONENTS: Final[Mapping[str, Json]] = MappingProxyType(
    {
        "Problem": _object(
            ("title", "status", "detail", "code"),
            title=_TEXT,
            status={"type": "integer"},
            detail=_TEXT,
            code=_TEXT,
            line={"type": "integer"},
            column={"type": "integer"},
            offers={"type": "array", "items": _TEXT},
            candidates={"type": "array", "items": _object(("id", "label"), id=_TEXT, label=_TEXT)},
        ),
        "Results": _object(
            ("head",),
            head=_object(vars={"type": "array", "items": _TEXT}),
            boolean={"type": "boolean"},
            results=_object(("bindings",), bindings=_LIST),
        ),
        "Questions": _object(("questions", "data_version"), questions=_LIST, data_version=_TEXT),
        "Findings": _object(
            ("findings", "total", "data_version"),
            findings=_LIST,
            total={"type": "integer"},
            data_version=_TEXT,
        ),
        "Feed": _object(("version", "title", "items"), version=_TEXT, title=_TEXT, items=_LIST),
        "Answer": _object(
            ("question", "parameters", "notices", "columns", "rows", "data_version"),
            question=_TEXT,
            parameters={"type": "object"},
            notices={"type": "array", "items": _TEXT},
            columns=_LIST,
            rows=_LIST,
            data_version=_TEXT,
        ),
        "State": _object(("status",), status=_TEXT),
        "Prefixes": {"type": "object", "additionalProperties": _TEXT},
        "Vocabulary": _object(("prefixes", "terms"), prefixes=_ref("Prefixes"), terms=_LIST),
        "Files": _object(
            ("data_version", "files"),
            data_version=_TEXT,
            files={
                "type": "array",
                "items": _object(
                    ("href", "media_type", "bytes", "sha256"),
                    href=_TEXT,
                    graph={"type": ["string", "null"]},
                    media_type=_TEXT,
                    bytes={"type": "integer"},
                    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
                ),
            },
        ),
    }
)
"""Schemas of what is answered in JSON."""
