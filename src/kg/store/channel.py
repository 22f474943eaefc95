"""The server's end of a worker's socket: one frame goes out, one comes back (``kg.store.frames``).

A protocol, not a stream: an answer that came whole is read in one step of the event loop.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Final, cast

from kg.store.frames import LENGTHS, Head, read_head

_NOTHING: Final = b""


class Channel(asyncio.Protocol):
    """Sends one frame at a time and gives the frame that answers it.

    Attributes:
        gone: whether the other side has ended.
    """

    def __init__(self) -> None:
        self.gone = False
        self._transport: asyncio.Transport | None = None
        self._content = bytearray()
        self._answer: asyncio.Future[tuple[Head, bytes]] | None = None

    @classmethod
    async def over(cls, ours: socket.socket) -> Channel:
        """Return the channel over a connected Unix socket, which is closed with it."""
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_unix_connection(cls, sock=ours)
        return channel

    async def ask(self, frame: bytes) -> tuple[Head, bytes]:
        """Send a frame and return the answer; the frame before it must have been answered.

        Raises:
            EOFError: when the other side is gone.
        """
        if self.gone or self._transport is None:
            raise EOFError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(frame)
        return await self._answer

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    # ---- Called by the event loop ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        # uvloop's transports keep the interface and are no subclasses.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Give the answer to who waits for it, when all of it is there."""
        content = self._content
        content += data
        if len(content) < LENGTHS.size:
            return
        head_length, body_length = LENGTHS.unpack_from(content)
        start = LENGTHS.size + head_length
        if len(content) < start + body_length:
            return
        self._content = bytearray()
        answer, self._answer = self._answer, None
        if answer is None or answer.done():
            return
        try:
            head = read_head(bytes(content[LENGTHS.size : start]))
        except ValueError:
            answer.set_exception(EOFError())
            return
        answer.set_result((head, bytes(memoryview(content)[start:]) if body_length else _NOTHING))

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - gone is gone
        """Tell who waits that no answer will come."""
        self.gone = True
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(EOFError())
