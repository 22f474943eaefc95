"""Reads a SPARQL 1.1 Protocol request (§2.1): GET, POST as form, POST of the bare query."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from kg.errors import QueryRefused, UsageError
from kg.store import Dataset
from kg.web.config import WebConfig
from kg.web.problems import RequestError

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MAX_FIELDS: Final = 1000
_PARSED_HERE: Final = 32_768
"""Bytes of a form that take less than 10 ms to decode, so nobody else need wait for them on a thread."""

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """One request to the endpoint.

    Attributes:
        query: the text; None when the request has none.
        dataset: from default-graph-uri and named-graph-uri; None when neither is given.
        seconds: the ``timeout`` wanted; None for the service's own.
        format_name: the ``format`` wanted, which overrides Accept; empty when not given.
    """

    query: str | None
    dataset: Dataset | None
    seconds: float | None
    format_name: str


async def read_question(request: Request, config: WebConfig) -> Question:
    """Return what a GET, HEAD or POST asks.

    Args:
        request: of HTTP.
        config: says how long a body may be, and how long it may take to come.

    Raises:
        RequestError: 408 for a slow body, 413 for a long one, 415 for a media type that is no query.
        UsageError: for fields that are missing, repeated, or not UTF-8.
        QueryRefused: for an update.
    """
    fields = _parse(request.scope["query_string"])
    if request.method != "POST":
        return _question(fields)
    media_type = _media_type(request)
    body = await _read_body(request, config.body_bytes, config.body_seconds)
    if media_type == DIRECT:
        sent = [("query", _decode(body))]
    elif len(body) <= _PARSED_HERE:
        sent = _parse(body)
    else:
        sent = await asyncio.to_thread(_parse, body)
    question = _question([*fields, *sent])
    if question.query is None:
        raise UsageError(
            "a POST needs a query: send it as the field query, or as the body",
            vi="POST cần một truy vấn: hãy gửi trong trường query, hoặc làm thân yêu cầu",
        )
    return question


def _media_type(request: Request) -> str:
    header = request.headers.get("content-type", "")
    media_type, _, parameters = header.partition(";")
    media_type = media_type.strip().lower()
    charset = parameters.lower().replace(" ", "").replace('"', "")
    if media_type == _UPDATE:
        raise QueryRefused(
            "this service only reads; send a query, not an update",
            vi="dịch vụ này chỉ đọc; hãy gửi truy vấn, không gửi lệnh cập nhật",
        )
    if media_type not in (FORM, DIRECT) or ("charset=" in charset and "charset=utf-8" not in charset):
        message = f"send the query as {FORM} or {DIRECT}, in UTF-8, not as {header or 'nothing'}"
        vi = f"hãy gửi truy vấn dưới dạng {FORM} hoặc {DIRECT}, bằng UTF-8"
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", message, vi=vi)
    return media_type


async def _read_body(request: Request, limit: int, seconds: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    message = f"the body has more than {limit} bytes; shorten or divide the query"
                    vi = f"thân yêu cầu dài hơn {limit} byte; hãy rút ngắn hoặc chia truy vấn"
                    raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-long", message, vi=vi)
    except TimeoutError as error:
        message = f"the body took more than {seconds:g} s; send it at once"
        vi = f"thân yêu cầu đến chậm hơn {seconds:g} giây; hãy gửi liền một lần"
        raise RequestError(HTTPStatus.REQUEST_TIMEOUT, "body-too-slow", message, vi=vi) from error
    return bytes(body)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the query is not UTF-8 at byte {error.start}; encode it as UTF-8",
            vi=f"truy vấn không phải UTF-8 ở byte {error.start}; hãy mã hóa bằng UTF-8",
        ) from error


def _parse(content: bytes) -> list[tuple[str, str]]:
    try:
        text = _decode(content)
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        message = f"the fields cannot be read ({error}); send at most {_MAX_FIELDS}, in UTF-8"
        vi = f"không đọc được các trường; hãy gửi nhiều nhất {_MAX_FIELDS} trường, bằng UTF-8"
        raise UsageError(message, vi=vi) from error


def _question(fields: Fields) -> Question:
    if any(name == "update" for name, _ in fields):
        raise QueryRefused(
            "this service only reads; send a query, not an update",
            vi="dịch vụ này chỉ đọc; hãy gửi truy vấn, không gửi lệnh cập nhật",
        )
    default = tuple(value for name, value in fields if name == "default-graph-uri")
    named = tuple(value for name, value in fields if name == "named-graph-uri")
    seconds = _single(fields, "timeout")
    return Question(
        query=_single(fields, "query"),
        dataset=Dataset(default, named) if default or named else None,
        seconds=None if seconds is None else _seconds(seconds),
        format_name=_single(fields, "format") or "",
    )


def _single(fields: Fields, name: str) -> str | None:
    values = [value for field, value in fields if field == name]
    if len(values) > 1:
        raise UsageError(
            f"{name} is given {len(values)} times; give it once",
            vi=f"{name} được cho {len(values)} lần; hãy cho một lần",
        )
    return values[0] if values else None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise UsageError(
            f"timeout={text} is no number of seconds; write a number above 0, such as 2.5",
            vi=f"timeout={text} không phải số giây; hãy viết một số lớn hơn 0, như 2.5",
        )
    return seconds
