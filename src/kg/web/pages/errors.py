"""Pages answer errors as pages: what is wrong, what to do, and the nearest things that exist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import AmbiguousError, KgError, TextError, UnknownError, UsageError
from kg.web.pages.language import LANGUAGES, choose_language
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.problems import problem_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route whose errors are answered as HTML in the language of the address; GET includes HEAD."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Collection[str] | None = None,
        **options: Any,
    ) -> None:
        # A server of any kind must support both (RFC 9110 §9.1).
        known = {*(methods or ("GET",))}
        super().__init__(path, endpoint, methods=known | ({"HEAD"} if "GET" in known else set()), **options)

    def get_route_handler(self) -> Handler:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()

        async def with_error_pages(request: Request) -> Response:
            try:
                return await handler(request)
            except KgError as error:
                return await _error_page(request, error)
            except RequestValidationError as error:
                return await _error_page(request, _usage_error(error))

        return with_error_pages


def language_of(request: Request) -> str:
    """Return the language that the address names, else the one that the browser prefers."""
    named = request.url.path.split("/")[1:2]
    if named and named[0] in LANGUAGES:
        return named[0]
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else choose_language(request.headers.get("accept-language"))


def _usage_error(error: RequestValidationError) -> UsageError:
    """Return what is wrong with an address; an unknown language means that it leads nowhere.

    Raises:
        HTTPException: 404, for a language that pages do not speak.
    """
    wrong = [".".join(str(step) for step in item["loc"][1:]) + f": {item['msg']}" for item in error.errors()]
    if any(item["loc"] == ("path", "language") for item in error.errors()):
        raise HTTPException(HTTPStatus.NOT_FOUND) from error
    names = ", ".join(sorted({str(item["loc"][-1]) for item in error.errors()}))
    return UsageError("; ".join(wrong), vi=f"tham số không hợp lệ trong địa chỉ: {names}")


async def _error_page(request: Request, error: KgError) -> Response:
    language = language_of(request)
    problem = problem_of(error, language)
    if problem.status is HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error
    candidates = error.candidates if isinstance(error, AmbiguousError | TextError | UnknownError) else ()
    site = await site_of(request)
    response = render(
        request,
        "error.html",
        presenter_for(language),
        site,
        status=problem.status,
        problem=problem,
        candidates=candidates,
        retry=_retries(request, str(error), candidates) if isinstance(error, AmbiguousError) else (),
    )
    response.headers["Cache-Control"] = "no-store"
    if problem.status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"
    return response


def _retries(
    request: Request, message: str, candidates: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Return addresses that ask the same with one of the candidates in the place of the ambiguous word.

    The message quotes that word, so the parameter that holds it is the one to replace.
    """
    quoted = [
        name for name, value in request.query_params.items() if value.strip() and value.strip() in message
    ]
    if len(quoted) != 1:
        return ()
    path, name = request.url.path, quoted[0]
    return tuple(
        (f"{path}?{request.url.include_query_params(**{name: iri}).query}", label)
        for iri, label in candidates
    )
