"""A lean HTTP/1.1 client: one connection, one request at a time; little but the service is measured."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from kg.errors import InputError

_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "text/turtle"


@dataclass(frozen=True)
class Reply:
    """One answer: status, body, and the seconds from the first byte sent to the last one received."""

    status: int
    body: bytes
    seconds: float


@dataclass
class Client:
    """A connection to an endpoint.

    Attributes:
        url: of the endpoint, ``http://host:port/path``.
        address: sent as ``X-Forwarded-For``; empty for none.
    """

    url: str
    address: str = ""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def ask(self, query: str) -> Reply:
        """Send a query by GET.

        Raises:
            InputError: the endpoint cannot be reached, or ended the connection.
        """
        parts = urlsplit(self.url)
        target = f"{parts.path or '/'}?{urlencode({'query': query})}"
        # Some engines would write a graph as a table, if they might.
        accept = _GRAPH if "CONSTRUCT {" in query else _TABLE
        lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", f"Accept: {accept}"]
        lines += [f"X-Forwarded-For: {self.address}"] if self.address else []
        request = "\r\n".join([*lines, "", ""]).encode("ascii")
        try:
            reader, writer = await self._connect()
            start = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            body = await _read_body(reader, head.lower())
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise InputError(self.url, f"does not answer ({error}); start the service") from error
        return Reply(int(head.split(" ", 2)[1]), body, time.perf_counter() - start)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        # A service ends a connection on which nobody asks for some seconds.
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            parts = urlsplit(self.url)
            self._streams = await asyncio.open_connection(parts.hostname, parts.port or 80, limit=1 << 20)
        return self._streams

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _read_body(reader: asyncio.StreamReader, head: str) -> bytes:
    if "transfer-encoding: chunked" in head:
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body
    length = head.partition("content-length:")[2].partition("\r")[0].strip()
    return await reader.readexactly(int(length or 0))
