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

LENGTHS: Final = struct.Struct("!II")
"""How long head and body are."""
_CHUNK: Final = 65536
_LARGE: Final = 4 * 1024 * 1024

Head = Mapping[str, Any]


def pack_frame(head: Head, body: bytes = b"") -> bytes:
    """Return the bytes of a message.

    >>> pack_frame({}, b"x").hex()
    '00000002000000017b7d78'
    """
    encoded = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((LENGTHS.pack(len(encoded), len(body)), encoded, body))


def read_head(encoded: bytes) -> Head:
    """Return a head from its bytes.

    Raises:
        ValueError: they are no JSON.
    """
    head: Head = json.loads(encoded)
    return head


def receive_frame(channel: socket.socket) -> tuple[Head, bytes]:
    """Return the next message of a blocking socket; the other side sends none before this one is answered.

    Raises:
        EOFError: when the other side is gone.
    """
    # Most messages come in one piece.
    content = _receive(channel, _CHUNK)
    while len(content) < LENGTHS.size:
        content += _receive(channel, _CHUNK)
    head_length, body_length = LENGTHS.unpack_from(content)
    start, end = LENGTHS.size + head_length, LENGTHS.size + head_length + body_length
    if len(content) < end:
        pieces = [content]
        missing = end - len(content)
        while missing:
            pieces.append(_receive(channel, min(missing, _LARGE)))
            missing -= len(pieces[-1])
        content = b"".join(pieces)
    return read_head(content[LENGTHS.size : start]), content[start:end]


def _receive(channel: socket.socket, most: int) -> bytes:
    try:
        piece = channel.recv(most)
    except ConnectionError as error:
        raise EOFError from error
    if not piece:
        raise EOFError
    return piece


async def receive_head(control: socket.socket) -> Head:
    """Return the head of the next message of a non-blocking socket, a message without body.

    Raises:
        EOFError: when the other side is gone.
    """
    loop = asyncio.get_running_loop()
    content = b""
    while len(content) < LENGTHS.size or len(content) < LENGTHS.size + LENGTHS.unpack_from(content)[0]:
        try:
            chunk = await loop.sock_recv(control, _CHUNK)
        except ConnectionError as error:
            raise EOFError from error
        if not chunk:
            raise EOFError
        content += chunk
    return read_head(content[LENGTHS.size :])
