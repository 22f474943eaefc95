"""The service's end of a connection: reads HTTP/1.1, and bounds how long and how slow a head may be.

uvicorn's protocol on httptools takes less processor time than the one on h11, and has no bound of its own: a
head without an end would be kept for ever.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MALFORMED: Final = "this is no HTTP/1.1 request; send one"


class BoundedHttp(HttpToolsProtocol):
    """One connection; give the class to uvicorn as ``http``.

    Attributes:
        head_bytes: of a request line and headers; a longer query is sent by POST.
        head_seconds: from the connection, or the first byte of a later request, to the end of its head.
    """

    head_bytes: ClassVar[int] = 65_536
    head_seconds: ClassVar[float] = 10.0

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._reading = False
        self._seen = 0
        self._unseen = 0
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._end_watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; refuse a head that goes on and on."""
        seen = self._seen
        super().data_received(data)
        if not self._reading or self.transport.is_closing():
            return
        # httptools gives a header when it is whole; what came since the last one is known by its length only.
        self._unseen = 0 if self._seen != seen else self._unseen + len(data)
        if self._seen + self._unseen > self.head_bytes:
            self._refuse_long()
        elif self._watch is None:
            self._await_head()

    # ---- Called by the parser; an exception ends it, and uvicorn sends a 400 ----

    def on_message_begin(self) -> None:
        """Count the bytes of a new head."""
        super().on_message_begin()
        self._reading, self._seen, self._unseen = True, 0, 0

    def on_url(self, url: bytes) -> None:
        """Count a piece of the request line."""
        self._seen += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        self._seen += len(name) + len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Pass a head on that is short enough."""
        self._end_watch()
        if self._seen > self.head_bytes:
            raise ValueError("head too long")
        self._reading = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words say nothing of what to do
        """Refuse a request that cannot be read."""
        self._end_watch()
        if self._seen > self.head_bytes:
            self._refuse_long()
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, "malformed", _MALFORMED)

    # ---- Bounds ----

    def _await_head(self) -> None:
        self._watch = self.loop.call_later(self.head_seconds, self._give_up)

    def _end_watch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _give_up(self) -> None:
        self._watch = None
        if self._reading:
            detail = f"request line and headers took more than {self.head_seconds:g} s; send them at once"
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "head-too-slow", detail)
        else:
            self.transport.close()

    def _refuse_long(self) -> None:
        detail = f"request line and headers have more than {self.head_bytes} bytes; send a long query by POST"
        self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head-too-long", detail)

    def _refuse(self, status: HTTPStatus, code: str, detail: str) -> None:
        """Answer with a problem document (RFC 9457) and end the connection."""
        self._end_watch()
        if self.transport.is_closing():
            return
        document = {"title": status.phrase, "status": status.value, "detail": detail, "code": code}
        body = json.dumps(document).encode()
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Content-Type: application/problem+json",
            f"Content-Length: {len(body)}",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Connection: close",
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        self.transport.close()
