"""Linked data: things lead to their documents by Accept, documents come as RDF."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from kg.rdf.terms import iri as spell_iri
from kg.store import ResultFormat
from kg.views.rows import PROLOGUE, ask_rows
from kg.web.negotiation import choose
from kg.web.pages.errors import PageRoute, language_of
from kg.web.pages.nearest import moved_to, unknown_thing
from kg.web.pages.paths import iri_of
from kg.web.pages.present import path_of
from kg.web.pages.site import Site, site_of
from kg.web.problems import RequestError
from kg.web.sparql import is_known

router = APIRouter(route_class=PageRoute)

HTML: Final = "text/html"
MEDIA_TYPES: Final = {
    HTML: "",
    "application/xhtml+xml": "",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
"""What a thing's document may be, the favourite first, and how its address ends."""

FORMATS: Final = {
    "ttl": ResultFormat.TURTLE,
    "jsonld": ResultFormat.JSON_LD,
    "nt": ResultFormat.N_TRIPLES,
    "rdf": ResultFormat.RDF_XML,
}

_DESCRIPTION: Final = """CONSTRUCT { $x ?p ?o . ?s ?q $x . ?c ?r ?v } WHERE {
  { $x ?p ?o } UNION { ?s ?q $x }
  UNION { ?c ?link $x . ?c prov:wasQuotedFrom ?passage . ?c ?r ?v }
  UNION { $x ?down ?c . FILTER(ISIRI(?c) && STRSTARTS(STR(?c), CONCAT(STR($x), "/"))) ?c ?r ?v } }"""


@router.api_route("/id/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def thing(
    request: Request, path: str, format_name: Annotated[str, Query(alias="format", max_length=50)] = ""
) -> Response:
    """Lead from a thing to the document about it: 303, or 301 where the thing has a new address."""
    site = await site_of(request)
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    target = moved_to(site, path)
    if target is not None:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/id/{target}{query}", HTTPStatus.MOVED_PERMANENTLY, headers)
    iri = iri_of(path)
    if not await _is_known_thing(site, iri):
        raise await unknown_thing(site, path, language_of(request))
    ending = ending_of(request, format_name)
    document, page = f"/doc/{path_of(iri)}", f"/{language_of(request)}/doc/{path_of(iri)}"
    headers["Link"] = ", ".join(
        f'<{f"{document}.{name}" if name else page}>; rel="describedby"; type="{media_type}"'
        for media_type, name in MEDIA_TYPES.items()
        if media_type != "application/xhtml+xml"
    )
    address = f"{document}.{ending}" if ending else page
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers)


def ending_of(request: Request, format_name: str) -> str:
    """Return how the address of the wanted representation ends; empty for HTML.

    Raises:
        RequestError: 406, when nothing that is wanted can be had.
    """
    if format_name == "html":
        return ""
    if format_name in FORMATS:
        return format_name
    accept = None if format_name else request.headers.get("accept")
    chosen = (
        format_name
        if format_name in MEDIA_TYPES
        else (None if format_name else choose(accept, list(MEDIA_TYPES)))
    )
    if chosen is None:
        asked = f"format={format_name}" if format_name else f"Accept: {accept}"
        message = f"{asked} names no representation of a thing; ask for one of the offers"
        offers = ["html", *FORMATS, *MEDIA_TYPES]
        vi = f"{asked} không chỉ dạng nào của đối tượng; hãy chọn: {', '.join(offers)}"
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", message, offers, vi=vi)
    return MEDIA_TYPES[chosen]


async def _is_known_thing(site: Site, iri: str) -> bool:
    spelled = spell_iri(iri)
    rows = await ask_rows(
        site.store, f"SELECT ?x WHERE {{ {{ {spelled} ?p ?x }} UNION {{ ?x ?p {spelled} }} }} LIMIT 1"
    )
    return bool(rows)


@router.api_route("/doc/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def document(request: Request, path: str) -> Response:
    """Answer the RDF document about a thing; without an ending the representation is negotiated."""
    site = await site_of(request)
    stem, dot, ending = path.rpartition(".")
    if not dot or ending not in FORMATS:
        return RedirectResponse(f"/id/{path_of(iri_of(path))}", HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
    iri = iri_of(stem)
    if not await _is_known_thing(site, iri):
        raise await unknown_thing(site, stem, language_of(request))
    links = [
        f'<{iri}>; rel="describes"',
        f'</{language_of(request)}/doc/{path_of(iri)}>; rel="alternate"; type="{HTML}"',
    ]
    return await answer_rdf(request, site, _DESCRIPTION.replace("$x", spell_iri(iri)), FORMATS[ending], links)


async def answer_rdf(
    request: Request, site: Site, query: str, chosen: ResultFormat, links: list[str]
) -> Response:
    """Answer a CONSTRUCT of ours; its bytes depend on the data version and the address only."""
    tag = f'"{site.manifest.data_version}-{chosen.name.lower()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if links:
        headers["Link"] = ", ".join(links)
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    result = await site.store.query(PROLOGUE + query, result_format=chosen, ours=True)
    return Response(result.body, headers=headers, media_type=result.media_type)
