"""Turns every error into a problem document (RFC 9457) with a status, in one place.

A document has ``title`` (the status in words), ``status``, ``detail`` (what is wrong and what to do),
``code`` (stable, for programs), and where they are known ``line``, ``column``, ``candidates``, ``offers``.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import errors
from kg.errors import KgError, UsageError

_LOG: Final = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
_RETRY_SECONDS: Final = "5"

STATUSES: Final[tuple[tuple[type[KgError], HTTPStatus, str], ...]] = (
    (errors.QueryTooLong, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "query-too-long"),
    (errors.QueryRefused, HTTPStatus.BAD_REQUEST, "query-refused"),
    (errors.QuerySyntaxError, HTTPStatus.BAD_REQUEST, "query-syntax"),
    (errors.ResultTooLarge, HTTPStatus.BAD_REQUEST, "result-too-large"),
    (errors.DeadlineExceeded, HTTPStatus.SERVICE_UNAVAILABLE, "deadline"),
    (errors.QueueFull, HTTPStatus.SERVICE_UNAVAILABLE, "queue-full"),
    (errors.WorkerDied, HTTPStatus.SERVICE_UNAVAILABLE, "worker-died"),
    (errors.EndpointFault, HTTPStatus.BAD_GATEWAY, "endpoint-fault"),
    (errors.EndpointDown, HTTPStatus.SERVICE_UNAVAILABLE, "endpoint-down"),
    (errors.EndpointSlow, HTTPStatus.GATEWAY_TIMEOUT, "endpoint-slow"),
    (errors.LimitError, HTTPStatus.SERVICE_UNAVAILABLE, "limit"),
    (errors.AmbiguousError, HTTPStatus.MULTIPLE_CHOICES, "ambiguous"),
    (errors.UnknownError, HTTPStatus.NOT_FOUND, "unknown"),
    (errors.UsageError, HTTPStatus.BAD_REQUEST, "usage"),
    (errors.InputError, HTTPStatus.SERVICE_UNAVAILABLE, "data-unreadable"),
    (KgError, HTTPStatus.INTERNAL_SERVER_ERROR, "internal"),
)
"""The first class that fits decides, so subclasses stand before their parents."""


class RequestError(UsageError):
    """A request that HTTP itself finds wrong: its method, size, media type or wanted representation."""

    def __init__(
        self, status: HTTPStatus, code: str, message: str, offers: Sequence[str] = (), *, vi: str = ""
    ) -> None:
        super().__init__(message, vi=vi)
        self.status = status
        self.code = code
        self.offers = tuple(offers)


@dataclass(frozen=True)
class Problem:
    """A problem document.

    Attributes:
        status: HTTP status.
        code: stable short name.
        detail: what is wrong and what to do.
        extensions: further members.
    """

    status: HTTPStatus
    code: str
    detail: str
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def to_response(self, headers: Mapping[str, str] | None = None) -> Response:
        """Return the response; 503 and 429 say when to come back."""
        document = {
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "code": self.code,
            **self.extensions,
        }
        sent = {"Cache-Control": "no-store", **(headers or {})}
        if self.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
            sent.setdefault("Retry-After", _RETRY_SECONDS)
        if self.status is HTTPStatus.NOT_ACCEPTABLE:
            sent.setdefault("Vary", "Accept")
        body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, self.status, sent, MEDIA_TYPE)


def problem_of(error: KgError, lang: str = "en") -> Problem:
    """Return the problem document of an error of ours, in a language where the error speaks it.

    >>> problem_of(errors.DeadlineExceeded("too slow; add LIMIT")).status.value
    503
    """
    extensions: dict[str, Any] = {}
    if isinstance(error, RequestError):
        if error.offers:
            extensions["offers"] = list(error.offers)
        return Problem(error.status, error.code, error.in_language(lang), extensions)
    if isinstance(error, errors.QueryRefused):
        extensions |= {"line": error.line, "column": error.column}
    if isinstance(error, errors.AmbiguousError | errors.UnknownError) and error.candidates:
        extensions["candidates"] = [{"id": iri, "label": label} for iri, label in error.candidates]
    status, code = next((status, code) for kind, status, code in STATUSES if isinstance(error, kind))
    return Problem(status, code, error.in_language(lang), extensions)


def answer_error(request: Request, error: KgError) -> Response:
    """Return the problem document of an error of ours; the log tells of one that is our fault."""
    problem = problem_of(error)
    if problem.status is HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem.to_response()


async def _answer_ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, KgError):
        raise error
    return answer_error(request, error)


async def _answer_http(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = error.detail
    if status is HTTPStatus.NOT_FOUND and detail == status.phrase:
        detail = "there is nothing at this address; begin at /"
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "GET, HEAD")
        detail = f"this address does not know the method; use one of {allowed}"
    return Problem(status, status.name.lower().replace("_", "-"), detail).to_response(error.headers)


async def _answer_validation(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    parts = [f"{'.'.join(str(step) for step in item['loc'])}: {item['msg']}" for item in error.errors()]
    detail = "; ".join(parts) + "; mend the request and send it again"
    return Problem(HTTPStatus.BAD_REQUEST, "usage", detail).to_response()


def install_problems(app: FastAPI) -> None:
    """Let an application answer all errors with problem documents."""
    app.add_exception_handler(KgError, _answer_ours)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_validation)


@dataclass(frozen=True)
class LastResort:
    """ASGI middleware: an error that nobody expected is logged and answered with a problem document."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 when that raises before a response has started."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(_without_traceback(message))

        try:
            await self.app(scope, receive, noted)
        except Exception:  # the one place where a fault of ours becomes an answer
            if started or scope["type"] != "http":
                raise
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            detail = "a fault of the service, which is now in its log; try another request"
            problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail)
            await problem.to_response()(scope, receive, send)


def _without_traceback(message: Message) -> Message:
    """Leave of the report that the application cannot start what an error of ours says; others stay whole."""
    if message["type"] == "lifespan.startup.failed":
        kind, _, words = message["message"].strip().rpartition("\n")[2].partition(": ")
        if kind.startswith(errors.__name__):
            return {**message, "message": words}
    return message
