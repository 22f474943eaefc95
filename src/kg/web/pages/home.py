"""The way in: the redirect to a language, the first page, and what the service is and covers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from kg.store import Store
from kg.store.question_types import Question
from kg.views.names import read_names
from kg.views.rows import Row, ask_rows
from kg.web.pages.errors import PageRoute
from kg.web.pages.language import choose_language
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)

_SOURCES: Final = """SELECT ?source ?kind ?characters ?earliest (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?source a kg:SourceDocument .
  OPTIONAL { ?source kg:sourceKind ?kind }
  OPTIONAL { ?source kg:characters ?characters }
  OPTIONAL { ?source kg:earliestStart ?earliest }
  OPTIONAL { GRAPH ?source { ?claim prov:wasQuotedFrom ?passage } }
} GROUP BY ?source ?kind ?characters ?earliest ORDER BY ?earliest ?source"""

_COUNTS: Final = """SELECT ?class (COUNT(DISTINCT ?x) AS ?n) WHERE {
  VALUES ?class { kg:Official kg:Post kg:Organisation kg:AdministrativeUnit kg:Site kg:Event kg:Project
                  kg:OfficialDocument kg:Directive kg:Observation kg:Petition kg:Programme kg:SourceDocument }
  ?x a ?class } GROUP BY ?class ORDER BY DESC(?n)"""


_FIRST: Final = (
    "who-inspected-where",
    "holder-on",
    "career",
    "events",
    "attended",
    "places-visited",
    "directives",
    "deadlines",
    "documents",
    "document-lineage",
)


@router.get("/", include_in_schema=False)
async def begin(request: Request) -> Response:
    """Lead to the pages in the reader's language."""
    language = choose_language(request.headers.get("accept-language"))
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{language}/", HTTPStatus.SEE_OTHER, headers)


@router.get("/{language}/", include_in_schema=False)
async def home(request: Request, language: Language) -> Response:
    """Show the search box, the questions in words, and what the data cover."""
    site = await site_of(request)
    counts = await _counts(site.store)
    presenter = presenter_for(language, await read_names(site.store, counts))
    questions = in_order(site.questions)
    return render(request, "home.html", presenter, site, counts=counts, questions=questions)


@router.get("/{language}/about", include_in_schema=False)
async def about(request: Request, language: Language) -> Response:
    """Say what the graph holds, from which sources, and what it cannot tell."""
    site = await site_of(request)
    rows = await ask_rows(site.store, _SOURCES)
    counts = await _counts(site.store)
    iris = {term.value for row in rows for term in row.values() if term.is_iri}
    names = await read_names(site.store, iris | set(counts))
    limits = site.config.limits
    return render(
        request,
        "about.html",
        presenter_for(language, names),
        site,
        sources=rows,
        counts=counts,
        limits=limits,
        have_texts=set(site.texts.texts),
        quads=site.manifest.quads,
        base=str(request.base_url).rstrip("/"),
    )


def in_order(questions: Mapping[str, Question]) -> list[Question]:
    """Return the questions, those that people ask first in front."""
    first = {name: number for number, name in enumerate(_FIRST)}
    return sorted(questions.values(), key=lambda item: (first.get(item.name, len(first)), item.name))


async def _counts(store: Store) -> Mapping[str, int]:
    rows: list[Row] = await ask_rows(store, _COUNTS)
    return {row["class"].value: int(row["n"].value) for row in rows}
