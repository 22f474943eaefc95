"""Looks statements up in a remote store, by the plainest queries: every engine answers them right."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import EndpointFault, QuerySyntaxError, ResultTooLarge
from kg.store.contract import Dataset
from kg.store.dialects import Dialect
from kg.store.material import read_quads
from kg.store.remote.endpoint import JSON, Endpoint, Reply
from kg.store.remote.fragment import End

Key = tuple[str | None, End | None, str]
"""Property, end, and the node there."""


@dataclass
class Memory:
    """Statements that were looked up before; they stay right as long as the data version does.

    Any thread may use it.

    Attributes:
        most: statements that are kept; the least recently used are forgotten first.
    """

    most: int = 100_000
    _found: OrderedDict[Key, tuple[ox.Quad, ...]] = field(default_factory=OrderedDict)
    _size: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def recall(self, key: Key) -> tuple[ox.Quad, ...] | None:
        """Return what was found; None when it was never looked up, or forgotten."""
        with self._turn:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def keep(self, key: Key, quads: tuple[ox.Quad, ...]) -> None:
        """Remember what was found; that it was nothing counts as one statement."""
        with self._turn:
            self._forget(key)
            self._found[key] = quads
            self._size += len(quads) + 1
            while self._size > self.most:
                self._forget(next(iter(self._found)))

    def _forget(self, key: Key) -> None:
        quads = self._found.pop(key, None)
        if quads is not None:
            self._size -= len(quads) + 1


@dataclass(frozen=True)
class RemoteLookup:
    """A ``kg.store.remote.fragment.Lookup`` over HTTP.

    Attributes:
        endpoint: is asked.
        dialect: of its engine.
        graphs: IRIs of the named graphs that belong to the data.
        seconds: for each request.
        memory: of the store.
        loop: where requests are sent; look-ups run on a thread of their own (``kg.store.remote.store``).
    """

    endpoint: Endpoint
    dialect: Dialect
    graphs: Sequence[str]
    seconds: float
    memory: Memory
    loop: asyncio.AbstractEventLoop

    async def find(self, predicate: str | None, end: End | None, nodes: Iterable[str]) -> list[ox.Quad]:
        """Return statements; see ``kg.store.remote.fragment.Lookup``."""
        if end is None:
            return await self._find_all(predicate)
        quads: list[ox.Quad] = []
        unknown = []
        for node in nodes:
            found = self.memory.recall((predicate, end, node))
            if found is None:
                unknown.append(node)
            else:
                quads += found
        for batch in _batches(unknown, self.dialect.batch):
            fresh = await self._ask(predicate, end, batch)
            quads += fresh
            by_node: dict[str, list[ox.Quad]] = {node: [] for node in batch}
            for quad in fresh:
                by_node[str(quad.subject if end is End.SUBJECT else quad.object)].append(quad)
            for node, some in by_node.items():
                self.memory.keep((predicate, end, node), tuple(some))
        return quads

    async def _find_all(self, predicate: str | None) -> list[ox.Quad]:
        found = self.memory.recall((predicate, None, ""))
        if found is None:
            found = tuple(await self._ask(predicate, None, []))
            self.memory.keep((predicate, None, ""), found)
        return list(found)

    async def _ask(self, predicate: str | None, end: End | None, nodes: list[str]) -> list[ox.Quad]:
        query = spell_lookup(predicate, end, nodes)
        try:
            asked = self.endpoint.ask(query, JSON, Dataset(named=tuple(self.graphs)), self.seconds)
            reply = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asked, self.loop))
        except QuerySyntaxError as error:
            raise EndpointFault(
                f"{error}; it must answer plain SELECTs with VALUES and GRAPH",
                vi=f"{error.in_language('vi')}; nó phải trả lời được SELECT với VALUES và GRAPH",
            ) from error
        given = predicate[1:-1] if predicate else None
        quads = read_quads(reply.body, self.dialect, given)
        if not is_cut(reply, len(quads), self.dialect):
            return quads
        if len(nodes) > 1:
            half = len(nodes) // 2
            return [
                part
                for some in (nodes[:half], nodes[half:])
                for part in await self._ask(predicate, end, some)
            ]
        raise cut_off(self.endpoint.access.url, len(quads))


def spell_lookup(predicate: str | None, end: End | None, nodes: Sequence[str]) -> str:
    """Return the query for statements with some nodes at one end, or for all.

    >>> spell_lookup("<a:p>", End.SUBJECT, ["<a:x>", "<a:y>"])
    'SELECT ?g ?s ?o WHERE { VALUES ?s { <a:x> <a:y> } GRAPH ?g { ?s <a:p> ?o } }'
    >>> spell_lookup(None, None, [])
    'SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }'
    """
    values = f"VALUES ?{end.value} {{ {' '.join(nodes)} }} " if end is not None else ""
    columns = "?g ?s ?o" if predicate else "?g ?s ?p ?o"
    return f"SELECT {columns} WHERE {{ {values}GRAPH ?g {{ ?s {predicate or '?p'} ?o }} }}"


def is_cut(reply: Reply, rows: int, dialect: Dialect) -> bool:
    """Tell whether an engine cut its answer off, which Virtuoso does without an error."""
    limit = str(reply.headers.get(dialect.cut_header, "")) if dialect.cut_header else ""
    return limit.isdecimal() and rows >= int(limit)


def cut_off(url: str, rows: int) -> ResultTooLarge:
    """Return the error that says what to do about an answer that was cut off."""
    return ResultTooLarge(
        f"{url} cuts answers off at {rows} rows; raise its limit (Virtuoso: ResultSetMaxRows) or narrow",
        vi=f"{url} cắt câu trả lời ở {rows} dòng; hãy nâng giới hạn (ResultSetMaxRows) hoặc thu hẹp",
    )


def _batches(nodes: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(nodes), size):
        yield nodes[start : start + size]
