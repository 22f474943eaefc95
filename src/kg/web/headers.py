"""Security headers on every response: nothing is loaded, framed, sniffed or leaked beyond this host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

SECURITY_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)
STYLES_KEY: Final = "kg.styles"
"""Where, in the scope of a request, a handler leaves the hash sources of styles that a script adds."""
_STYLES: Final = "style-src 'self'"
_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_NAMES: Final = frozenset(name for name, _ in _RAW)


@dataclass(frozen=True)
class SecurityHeaders:
    """ASGI middleware that sets the headers, over whatever a handler set."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and set the headers when its response starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # ASGI spells names in lower case.
                others = [pair for pair in message.get("headers", ()) if pair[0] not in _NAMES]
                message["headers"] = others + _with_styles(scope.get(STYLES_KEY, ()))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _with_styles(hashes: Iterable[str]) -> list[tuple[bytes, bytes]]:
    """The headers, in which the policy allows some styles more by their hashes."""
    allowed = " ".join((_STYLES, *hashes)).encode()
    return [(name, value.replace(_STYLES.encode(), allowed)) for name, value in _RAW]
