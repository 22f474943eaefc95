"""Describes every address of the service in OpenAPI 3.1: parameters, statuses and media types.

Addresses, methods, words and typed parameters come from the routes. What handlers read by themselves, and
what they answer, stands in ``kg.web.openapi_specs``; pages answer alike.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from kg.web.openapi_specs import COMPONENTS, EXAMPLES, HTML, PAGE, SPECS, Spec
from kg.web.pages.errors import PageRoute
from kg.web.problems import MEDIA_TYPE as PROBLEM

Json = dict[str, Any]

_LAST: Final = "/{language}/{rest:path}"
"""Answers what no other address does: there is nothing to call."""
_SUMMARY: Final = (
    "Read-only. Every error is a problem document (RFC 9457), on pages for people a page; 503 and 429 say "
    "in Retry-After when to come back."
)


_PROBLEM: Final[Mapping[str, Json]] = {PROBLEM: {"$ref": "#/components/schemas/Problem"}}
_HEAD: Final = {HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value: _PROBLEM}
"""Any address answers so where what stands before the body is too long (``kg.web.transport``)."""


def describe_api(title: str, version: str, routers: Iterable[APIRouter]) -> Json:
    """Return the document about the routes of some routers."""
    routes = [
        _shown(route, method)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and route.path != _LAST
        for method in sorted((route.methods or set()) - {"OPTIONS"})
    ]
    document = get_openapi(title=title, version=version, description=_SUMMARY, routes=routes)
    for route in routes:
        for method in route.methods or ():
            _complete(document["paths"][route.path_format][method.lower()], route, method)
    # FastAPI's own schemas of validation errors are of no use: ours are problem documents.
    own = {name: schema for name, schema in document["components"]["schemas"].items() if "Error" not in name}
    document["components"] = {"schemas": {**own, **COMPONENTS}}
    document["paths"] = dict(sorted(document["paths"].items()))
    return document


def _shown(route: APIRoute, method: str) -> APIRoute:
    """Return a copy that takes part in the document with one method."""
    shown = copy.copy(route)
    shown.include_in_schema, shown.methods = True, {method}
    shown.operation_id = f"{method.lower()}-{route.name.replace('_', '-')}"
    return shown


def spec_of(route: BaseRoute, method: str) -> Spec:
    """Return what a route answers.

    Raises:
        KeyError: it is no page and has no specification yet.
    """
    path = getattr(route, "path", "")
    found = SPECS.get((path, method)) or SPECS.get((path, ""))
    if found is not None:
        return found
    if path.startswith("/{language}/"):
        return PAGE
    raise KeyError(path)


def _complete(operation: Json, route: APIRoute, method: str) -> None:
    spec = spec_of(route, method)
    operation["summary"] = (route.description or "").partition("\n")[0].replace("``", "`")
    operation.pop("description", None)
    # What the address of a page takes is for GET; forms are sent as a body.
    taken = [item for item in operation.get("parameters", ()) if method != "POST" or item["in"] == "path"]
    for parameter in taken:
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["in"] == "path" and parameter["name"] != "language" and route.path_format in EXAMPLES:
            parameter["example"] = EXAMPLES[route.path_format]
    operation["parameters"] = [*taken, *spec.parameters]
    if method == "POST" and spec.body:
        operation["requestBody"] = {
            "required": True,
            "content": {media_type: {"schema": schema} for media_type, schema in spec.body.items()},
        }
    operation["responses"] = {
        str(status): _reply(status, content, headless=method == "HEAD")
        for status, content in sorted({**spec.replies, **_HEAD, **_errors(route, spec.errors)}.items())
    }


def _without_null(schema: Json) -> Json:
    """Leave null out: an address has no way to write it, a parameter that is absent is just absent."""
    kept = [item for item in schema.get("anyOf", ()) if item.get("type") != "null"]
    return {**kept[0], "title": schema["title"]} if len(kept) == 1 else schema


def _errors(route: APIRoute, statuses: Iterable[int]) -> dict[int, Mapping[str, Json]]:
    pages: dict[str, Json] = {HTML: {}} if isinstance(route, PageRoute) else {}
    return {status: {**_PROBLEM, **pages} for status in statuses}


def _reply(status: int, content: Mapping[str, Json], *, headless: bool) -> Json:
    reply: Json = {"description": HTTPStatus(status).phrase}
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        reply["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    if status in (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.SEE_OTHER):
        reply["headers"] = {"Location": {"schema": {"type": "string"}, "required": True}}
    if content and not headless:
        reply["content"] = {media_type: {"schema": schema} for media_type, schema in content.items()}
    return reply
