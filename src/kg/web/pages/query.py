"""The page where people write SPARQL: a form, and the results as our own table or as text."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.errors import KgError
from kg.store.solutions import read_solutions
from kg.views.names import read_names
from kg.views.rows import PROLOGUE
from kg.web.pages.errors import PageRoute, language_of
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.problems import Problem, problem_of

router = APIRouter(route_class=PageRoute)
MOST_ROWS: Final = 500
"""Rows of a table on the page; the formats for programs have all of them."""

_TITLES: Final = """SELECT ?person ?name ?title ?source WHERE {
  ?attestation kg:person ?person ; kg:statedTitle ?title ; prov:wasQuotedFrom/oa:hasSource ?source .
  ?person foaf:name ?name
} ORDER BY ?name ?title"""
_EVENTS: Final = """SELECT ?event ?label ?day WHERE {
  ?event a kg:Event ; rdfs:label ?label ; kg:latestStart ?day .
  FILTER(LANG(?label) = "vi")
} ORDER BY ?day"""
_CLASSES: Final = """SELECT ?class (COUNT(?x) AS ?things) WHERE { ?x a ?class }
GROUP BY ?class ORDER BY DESC(?things)"""

EXAMPLES: Final[tuple[tuple[str, str, str], ...]] = (
    ("Cán bộ và chức danh được nêu", "Officials and the titles that sources give them", _TITLES),
    ("Sự kiện theo ngày", "Events by day", _EVENTS),
    ("Số mục theo lớp", "Things by class", _CLASSES),
)
"""Title in Vietnamese, title in English, query without its prefixes."""


@router.get("/{language}/query", include_in_schema=False)
async def query_page(request: Request, language: Language, query: Annotated[str, Query()] = "") -> Response:
    """Show the form and, where there is a query, its result or what is wrong with it."""
    return await _show(request, language, query)


async def sparql_page(request: Request) -> Response:
    """Show the empty form at the endpoint itself, to browsers that come without a query."""
    return await _show(request, language_of(request), "")


async def _show(request: Request, language: str, query: str) -> Response:
    site = await site_of(request)
    problem: Problem | None = None
    rows, columns, text, total = [], [], "", 0
    if query.strip():
        try:
            result = await site.store.query(query)
        except KgError as error:
            problem = problem_of(error)
        else:
            total = result.rows
            if result.form.is_graph or b'"bindings"' not in result.body[:100_000]:
                text = result.body.decode("utf-8")
            else:
                rows = read_solutions(result.body)[:MOST_ROWS]
                columns = list(dict.fromkeys(name for row in rows for name in row))
    iris = {term.value for row in rows for term in row.values() if term.is_iri}
    names = await read_names(site.store, iris) if iris else {}
    return render(
        request,
        "query.html",
        presenter_for(language, names),
        site,
        status=problem.status if problem else 200,
        query=query or f"{PROLOGUE}\n{EXAMPLES[0][2]}\n",
        problem=problem,
        rows=rows,
        columns=columns,
        text=text,
        total=total,
        examples=[(en if language == "en" else vi, f"{PROLOGUE}\n{body}\n") for vi, en, body in EXAMPLES],
        asked=bool(query.strip()),
    )
