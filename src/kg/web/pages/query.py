"""The page where people write SPARQL: a form, and the results as our own table or as text.

It works without scripts. With them the text field becomes an editor (``static/sparql.js``). The form is sent
by POST and answered with the address of the query, unless that would be too long to be passed on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError, UnknownError
from kg.store.question_types import Question
from kg.views.names import read_names
from kg.web.pages.errors import PageRoute, language_of
from kg.web.pages.home import in_order
from kg.web.pages.paths import Language
from kg.web.pages.results import abbreviate, links_of, prefixes_of, show_result
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.problems import problem_of
from kg.web.sparql_request import read_question
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)
_MOST_IN_ADDRESS: Final = 6_000
"""Characters of an address that every browser and proxy passes on (RFC 9110 §4.1 asks for 8 000)."""
_DOWNLOADS: Final = {"table": ("csv", "json", "tsv", "xml"), "graph": ("ttl", "jsonld", "nt", "rdf")}

_FIRST: Final = """SELECT ?event ?label ?day WHERE {
  ?event a kg:Event ; rdfs:label ?label ; kg:latestStart ?day .
  FILTER(LANG(?label) = "vi")
}
ORDER BY ?day
LIMIT 100
"""
"""What stands in the empty form."""


@router.api_route("/{language}/sparql", methods=["GET", "HEAD", "POST"], include_in_schema=False)
async def query_page(
    request: Request,
    language: Language,
    query: Annotated[str, Query()] = "",
    example: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Show the editor and, where there is a query, its result; ``example`` names a question to begin with."""
    if request.method == "POST":
        return await _send(request, language)
    if example:
        return await _show(request, language, "", draft=await _example(request, example))
    return await _show(request, language, query)


async def _send(request: Request, language: Language) -> Response:
    """Lead from the form to the address of its query; a long one has none and is answered here."""
    question = await read_question(request, state_of(request).config)
    # Browsers send the line ends of text fields as CR LF (HTML §4.10.21.3).
    query = (question.query or "").replace("\r\n", "\n")
    address = _address(language, query)
    if len(address) <= _MOST_IN_ADDRESS:
        return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    return await _show(request, language, query)


@router.get("/{language}/query", include_in_schema=False)
async def moved(request: Request, language: Language) -> Response:
    """Lead from the page's first address to the present one."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{language}/sparql{query}", HTTPStatus.MOVED_PERMANENTLY)


async def sparql_page(request: Request) -> Response:
    """Show the empty form at the endpoint itself, to browsers that come without a query."""
    return await _show(request, language_of(request), "")


async def _example(request: Request, name: str) -> str:
    site = await site_of(request)
    question = site.questions.get(name)
    if question is None or not question.query:
        address = f"/{language_of(request)}/sparql"
        raise UnknownError(
            f"there is no example {name}; look at {address}", vi=f"không có ví dụ {name}; hãy xem {address}"
        )
    return question.query


def _address(language: str, query: str) -> str:
    return f"/{language}/sparql?{urlencode({'query': query})}"


def _examples(questions: Mapping[str, Question]) -> list[Question]:
    """Return the questions that are one query, which can be changed here."""
    return [question for question in in_order(questions) if question.query]


async def _show(request: Request, language: str, query: str, draft: str = "") -> Response:
    site = await site_of(request)
    problem, shown = None, None
    downloads = _DOWNLOADS["table"]
    if query.strip():
        try:
            result = await site.store.query(query)
        except KgError as error:
            problem = problem_of(error, language)
        else:
            # Reading and drawing a big answer would keep others waiting.
            shown = await asyncio.to_thread(show_result, result)
            downloads = _DOWNLOADS["graph" if result.form.is_graph else "table"]
    iris = shown.iris if shown else set()
    presenter = presenter_for(language, await read_names(site.store, iris) if iris else {})
    address = _address(language, query)
    return await asyncio.to_thread(
        render,
        request,
        "query.html",
        presenter,
        site,
        status=problem.status if problem else HTTPStatus.OK,
        query=query or draft or f"{prefixes_of(_FIRST)}{_FIRST}",
        problem=problem,
        shown=shown,
        links=links_of(presenter, iris),
        permalink=address if len(address) <= _MOST_IN_ADDRESS else "",
        downloads=downloads,
        abbreviate=abbreviate,
        examples=_examples(site.questions),
    )
