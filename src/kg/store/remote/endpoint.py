"""Sends requests to a SPARQL service and says what went wrong: one request, one whole answer or one error.

Nothing is sent twice, redirects are not followed, and no proxy of the environment is used: a request goes to
the address that the settings name, or nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import httpx

from kg.errors import (
    EndpointDown,
    EndpointFault,
    EndpointSlow,
    QuerySyntaxError,
    ResultTooLarge,
    UsageError,
)
from kg.store.contract import Dataset
from kg.store.dialects import STANDARD, Dialect

JSON: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
_QUOTED: Final = 300
_CONNECTIONS: Final = 8


@dataclass(frozen=True)
class Access:
    """Where a service is, and who asks.

    Attributes:
        url: of its query endpoint.
        user, password: for HTTP authentication, Basic or Digest as the service asks for; empty for none.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no address of a service.

        Raises:
            UsageError: another scheme than http and https, no host, a password in the address.
        """
        try:
            parts = urlsplit(self.url)
            wrong = parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0
        except ValueError:
            wrong = True
        if wrong:
            raise UsageError(f"{self.url!r} is no address of a service; write http://HOST:PORT/PATH")
        if parts.username is not None or parts.password is not None:
            message = "the address of the store holds a user; put it into KG_STORE_USER and KG_STORE_PASSWORD"
            raise UsageError(message)


class ChallengeAuth(httpx.Auth):
    """Answers a 401 with Digest (RFC 7616) or Basic (RFC 7617), whichever the service asks for.

    Later requests bring their credentials at once: Virtuoso closes the connection while it still receives a
    large body that it does not want.
    """

    def __init__(self, access: Access) -> None:
        self._digest = httpx.DigestAuth(access.user, access.password)
        self._basic = httpx.BasicAuth(access.user, access.password)
        self._asked_for: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send as it is; after a challenge once more with credentials."""
        if self._asked_for is not None:
            yield from self._asked_for.auth_flow(request)
            return
        response = yield request
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return
        offered = response.headers.get("www-authenticate", "").lower()
        if "digest" in offered:
            self._asked_for = self._digest
            flow = self._digest.auth_flow(request)
            next(flow)
            yield flow.send(response)
        elif "basic" in offered:
            self._asked_for = self._basic
            yield next(self._basic.auth_flow(request))


@dataclass(frozen=True)
class Reply:
    """A whole answer.

    Attributes:
        body: as sent, decompressed.
        headers: of the response.
        media_type: of the body, without parameters, in lower case.
    """

    body: bytes
    headers: httpx.Headers
    media_type: str

    @property
    def server(self) -> str:
        """What the service calls itself."""
        return str(self.headers.get("server", ""))


def make_client(access: Access) -> httpx.AsyncClient:
    """Return a client for one service."""
    return httpx.AsyncClient(
        auth=ChallengeAuth(access) if access.user else None,
        timeout=None,  # noqa: S113 - every request runs inside a deadline
        limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
        follow_redirects=False,
        trust_env=False,
    )


@dataclass(frozen=True)
class Endpoint:
    """A query endpoint (SPARQL 1.1 Protocol §2.1, by POST with URL-encoded parameters).

    Attributes:
        client: sends.
        access: where to.
        body_bytes: the longest answer that is read.
        dialect: how the service says that it gave up.
    """

    client: httpx.AsyncClient
    access: Access
    body_bytes: int
    dialect: Dialect = STANDARD

    async def ask(self, query: str, accept: str, dataset: Dataset | None, seconds: float) -> Reply:
        """Return the answer to a query.

        Args:
            query: SPARQL 1.1.
            accept: media type that is wanted; another one is a fault.
            dataset: graphs that it sees; None for what the query or the service says.
            seconds: until when the whole answer must be here.

        Raises:
            EndpointDown: nobody answers there, or it says that it cannot now.
            EndpointSlow: the answer is not here in time.
            EndpointFault: an answer that is none.
            QuerySyntaxError: the service does not accept the query; in its words.
            ResultTooLarge: the answer has more bytes than are read.
        """
        form: dict[str, str | Sequence[str]] = {"query": query}
        if dataset is not None:
            form |= {"default-graph-uri": dataset.default, "named-graph-uri": dataset.named}
        request = self.client.build_request("POST", self.access.url, data=form, headers={"Accept": accept})
        status, reply = await self.send(request, seconds)
        if status is HTTPStatus.BAD_REQUEST:
            raise QuerySyntaxError(
                f"{self.access.url} does not accept the query: {say(reply)}",
                vi=f"{self.access.url} không nhận truy vấn này: {say(reply)}",
            )
        if self._gave_up(status, reply):
            raise EndpointSlow(
                f"{self.access.url} reached its own time limit; narrow the query",
                vi=f"{self.access.url} đã hết thời gian cho phép của nó; hãy thu hẹp truy vấn",
            )
        refuse(self.access.url, status, reply)
        if reply.media_type != accept:
            raise EndpointFault(
                f"{self.access.url} answers a query with {say(reply)} in place of {accept};"
                " name a SPARQL endpoint in KG_STORE",
                vi=f"{self.access.url} trả về {say(reply)} thay vì {accept};"
                " hãy ghi địa chỉ một điểm truy vấn SPARQL vào KG_STORE",
            )
        return reply

    async def send(self, request: httpx.Request, seconds: float) -> tuple[HTTPStatus | int, Reply]:
        """Send any request and return status and answer.

        Raises:
            EndpointDown, EndpointSlow, EndpointFault, ResultTooLarge: as in ``ask``.
        """
        url = self.access.url
        try:
            async with asyncio.timeout(seconds):
                response = await self.client.send(request, stream=True)
                try:
                    body = await self._read(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            raise EndpointSlow(
                f"{url} did not answer within {seconds:g} s; narrow the query",
                vi=f"{url} không trả lời trong {seconds:g} giây; hãy thu hẹp truy vấn",
            ) from error
        except httpx.ConnectError as error:
            raise EndpointDown(
                f"{url} cannot be reached: {error}; start it, or mend KG_STORE",
                vi=f"không kết nối được với {url}: {error}; hãy khởi động nó hoặc sửa KG_STORE",
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            reason = str(error) or type(error).__name__
            raise EndpointFault(
                f"{url} broke off: {reason}; see its log",
                vi=f"{url} ngắt giữa chừng: {reason}; hãy xem nhật ký của nó",
            ) from error
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            status: HTTPStatus | int = HTTPStatus(response.status_code)
        except ValueError:
            status = response.status_code
        return status, Reply(body, response.headers, media_type)

    def _gave_up(self, status: HTTPStatus | int, reply: Reply) -> bool:
        """Tell whether the service's time ran out: an error says so, or a header of half an answer."""
        if any(name in reply.headers for name in self.dialect.fault_headers):
            return True
        pattern = self.dialect.timed_out
        return status >= HTTPStatus.BAD_REQUEST and pattern is not None and bool(pattern.search(say(reply)))

    async def _read(self, response: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > self.body_bytes:
                raise ResultTooLarge(
                    f"the answer of {self.access.url} has more than {self.body_bytes} bytes; add LIMIT",
                    vi=f"câu trả lời của {self.access.url} có hơn {self.body_bytes} byte; hãy thêm LIMIT",
                )
            parts.append(part)
        return b"".join(parts)


_STATUSES: Final[Mapping[int, type[EndpointDown | EndpointSlow]]] = {
    HTTPStatus.TOO_MANY_REQUESTS: EndpointDown,
    HTTPStatus.BAD_GATEWAY: EndpointDown,
    HTTPStatus.SERVICE_UNAVAILABLE: EndpointDown,
    HTTPStatus.GATEWAY_TIMEOUT: EndpointSlow,
}


def refuse(url: str, status: HTTPStatus | int, reply: Reply) -> None:
    """Raise the error that a status means; do nothing for a good answer.

    Raises:
        EndpointDown, EndpointSlow, EndpointFault: as the status says.
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in _STATUSES:
        raise _STATUSES[status](
            f"{url} answers {int(status)}: {say(reply)}; try again when it is well",
            vi=f"{url} trả về {int(status)}: {say(reply)}; hãy thử lại sau",
        )
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise EndpointFault(
            f"{url} answers {int(status)}; set KG_STORE_USER and KG_STORE_PASSWORD to a user who may",
            vi=f"{url} trả về {int(status)}; hãy đặt KG_STORE_USER và KG_STORE_PASSWORD cho đúng quyền",
        )
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        target = reply.headers.get("location", "nowhere")
        raise EndpointFault(
            f"{url} leads on to {target}; write the address of the store itself",
            vi=f"{url} chuyển sang {target}; hãy ghi địa chỉ của chính kho",
        )
    raise EndpointFault(
        f"{url} answers {int(status)}: {say(reply)}; mend the address or the store",
        vi=f"{url} trả về {int(status)}: {say(reply)}; hãy sửa địa chỉ hoặc kho",
    )


def say(reply: Reply) -> str:
    """Return what a body says, in short; a page for browsers says nothing that helps here."""
    if reply.media_type in {"text/html", "application/xhtml+xml"}:
        return "an HTML page"
    words = " ".join(reply.body[: 4 * _QUOTED].decode("utf-8", "replace").split())
    # Virtuoso repeats the query.
    words = words.partition(" SPARQL query:")[0]
    shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    return shown or f"an empty {reply.media_type or 'answer'}"
