"""Compresses whole answers with brotli or gzip, big ones on a thread, so that others are served meanwhile.

Answers that are sent in pieces (files) are left to Starlette's own middleware, which packs piece by piece.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import dataclass
from typing import Final

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST: Final = 1024
_COMPRESSED_HERE: Final = 32_768
"""Bytes that are compressed in about a millisecond."""
_PLAIN: Final = re.compile(r"(?:text/|application/)(?!zip|gzip|octet-stream)|image/svg")
_ELEMENT: Final = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?$", re.IGNORECASE)


def choose_coding(header: str) -> str:
    """Return the content coding for an Accept-Encoding header (RFC 9110 §12.5.3): br, gzip or none.

    >>> choose_coding("gzip, deflate, br"), choose_coding("gzip;q=1.0, br;q=0.5"), choose_coding("br;q=0")
    ('br', 'gzip', '')
    """
    found = {"br": 0.0, "gzip": 0.0}
    for element in header.split(","):
        match = _ELEMENT.match(element)
        if match is not None and match[1].lower() in found:
            found[match[1].lower()] = float(match[2] or 1)
    best = max(found, key=lambda coding: found[coding])
    return best if found[best] > 0 else ""


def compress(body: bytes, coding: str) -> bytes:
    """Return a body in a content coding; equal bodies give equal bytes."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=4))
    return gzip.compress(body, 6, mtime=0)


@dataclass(frozen=True)
class Compression:
    """ASGI middleware that compresses answers sent in one piece."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and compress the answer, if the client can read that."""
        coding = (
            choose_coding(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else ""
        )
        if not coding:
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                if message["type"] == "http.response.body":
                    message = await _compress(start, message, coding)
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, send_compressed)


async def _compress(start: Message, message: Message, coding: str) -> Message:
    """Return the only message of a body in its coding, and say so in the headers; others as they are."""
    headers = MutableHeaders(raw=start["headers"])
    body = message.get("body", b"")
    whole = not message.get("more_body", False)
    if not (whole and len(body) >= _LEAST and _PLAIN.match(headers.get("content-type", ""))):
        return message
    if "content-encoding" in headers:
        return message
    if len(body) <= _COMPRESSED_HERE:
        packed = compress(body, coding)
    else:
        packed = await asyncio.to_thread(compress, body, coding)
    headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(packed))
    headers.add_vary_header("Accept-Encoding")
    start["headers"] = headers.raw
    return {**message, "body": packed}


@dataclass(frozen=True)
class WeakTags:
    """ASGI middleware: a packed answer has other bytes than the plain one, so its tag must be weak.

    A strong tag promises equal bytes, also to who asks for a range of them (RFC 9110 §8.8.1, §8.8.3.3).
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and weaken the tag of a packed answer."""

        async def send_weakened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                tag = headers.get("etag", "")
                if "content-encoding" in headers and tag.startswith('"'):
                    headers["ETag"] = f"W/{tag}"
                    message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, send_weakened)
