"""Messages between server, template and workers: a JSON head and a body, each with its length.

Layout: two unsigned 32-bit big-endian lengths, head in UTF-8 JSON, body in bytes.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, Final

_LENGTHS: Final = struct.Struct("!II")
_CHUNK: Final = 65536

Head = Mapping[str, Any]


def pack_frame(head: Head, body: bytes = b"") -> bytes:
    """Return the bytes of a message.

    >>> pack_frame({}, b"x").hex()
    '00000002000000017b7d78'
    """
    encoded = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((_LENGTHS.pack(len(encoded), len(body)), encoded, body))


def receive_frame(channel: socket.socket) -> tuple[Head, bytes]:
    """Return the next message of a blocking socket.

    Raises:
        EOFError: when the other side is gone.
    """
    head_length, body_length = _LENGTHS.unpack(_receive_exactly(channel, _LENGTHS.size))
    head = json.loads(_receive_exactly(channel, head_length))
    return head, _receive_exactly(channel, body_length)


def _receive_exactly(channel: socket.socket, length: int) -> bytes:
    content = bytearray(length)
    view = memoryview(content)
    while view:
        try:
            count = channel.recv_into(view)
        except ConnectionError as error:
            raise EOFError from error
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(content)


async def receive_head(control: socket.socket) -> Head:
    """Return the head of the next message of a non-blocking socket, a message without body.

    Raises:
        EOFError: when the other side is gone.
    """
    loop = asyncio.get_running_loop()
    content = b""
    while len(content) < _LENGTHS.size or len(content) < _LENGTHS.size + _LENGTHS.unpack_from(content)[0]:
        try:
            chunk = await loop.sock_recv(control, _CHUNK)
        except ConnectionError as error:
            raise EOFError from error
        if not chunk:
            raise EOFError
        content += chunk
    head: Head = json.loads(content[_LENGTHS.size :])
    return head


async def read_frame(reader: asyncio.StreamReader) -> tuple[Head, bytes]:
    """Return the next message of a stream.

    Raises:
        EOFError: when the other side is gone (``asyncio.IncompleteReadError`` is one).
    """
    try:
        head_length, body_length = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
        head = json.loads(await reader.readexactly(head_length))
        return head, await reader.readexactly(body_length)
    except ConnectionError as error:
        raise EOFError from error
