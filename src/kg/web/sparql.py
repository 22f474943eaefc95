"""The SPARQL endpoint (SPARQL 1.1 Protocol): whole answers or problem documents, never half an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from kg.web.description import MEDIA_TYPES, describe_service
from kg.web.negotiation import choose
from kg.web.problems import RequestError
from kg.web.sparql_formats import choose_format
from kg.web.sparql_request import Question, read_question
from kg.web.state import state_of

Page = Callable[[Request], Awaitable[Response]]
"""A handler that shows a form to write queries in; set as ``app.state.sparql_page``."""

router = APIRouter()
_METHODS: Final = ["GET", "HEAD", "POST", "OPTIONS"]
_HTML: Final = "text/html"
_VARY: Final = "Accept"


@router.api_route("/sparql", methods=_METHODS, name="sparql", include_in_schema=False)
async def sparql(request: Request) -> Response:
    """Answer a query; without one, show the form to browsers and the service description to programs."""
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(_METHODS)})
    question = await read_question(request, state_of(request).config)
    if question.query is None:
        return await _introduce(request, question)
    return await _answer(request, question, question.query)


ROUTE: Final = cast("APIRoute", router.routes[0])
"""The route of the endpoint, which has a way of its own (``kg.web.shortcut``)."""


async def _answer(request: Request, question: Question, query: str) -> Response:
    store = state_of(request).store
    inspection = await store.inspect(query)
    accept = request.headers.get("accept")
    chosen, content_type = choose_format(inspection.form, accept, question.format_name)
    headers = {"Vary": _VARY, "Cache-Control": "no-store"}
    if request.method != "POST" and not inspection.volatile:
        tag = f'"{store.manifest.data_version}-{content_type.partition(";")[0]}"'
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        if is_known(request.headers.get("if-none-match"), tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    result = await store.query(
        query, result_format=chosen, deadline=question.seconds, dataset=question.dataset
    )
    return Response(result.body, headers=headers, media_type=content_type)


def is_known(header: str | None, tag: str) -> bool:
    """Tell whether an If-None-Match header names an entity tag, weak or strong (RFC 9110 §13.1.2).

    >>> is_known('"a", W/"b"', '"b"')
    True
    """
    if header is None:
        return False
    known = {item.strip().removeprefix("W/") for item in header.split(",")}
    return "*" in known or tag in known


async def _introduce(request: Request, question: Question) -> Response:
    """Answer a GET without a query (SPARQL 1.1 Service Description §2)."""
    page: Page | None = request.app.state.sparql_page
    offers = [*MEDIA_TYPES, *([_HTML] if page else [])]
    wanted = question.format_name or request.headers.get("accept")
    media_type = choose(wanted, offers)
    if media_type is None:
        message = f"{wanted} names no format of the service description; ask for one of the offers"
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", message, offers)
    if media_type == _HTML and page is not None:
        shown = await page(request)
        shown.headers["Vary"] = "Accept, Accept-Language"
        return shown
    manifest = state_of(request).store.manifest
    endpoint = str(request.url.replace(query="", fragment=""))
    body = describe_service(endpoint, manifest.graphs, manifest.quads, media_type)
    return Response(body, headers={"Vary": _VARY, "Cache-Control": "no-cache"}, media_type=media_type)
