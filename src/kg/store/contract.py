"""What every store offers: one question in, one whole answer out.

The embedded store (``kg.store.supervisor``), the in-process one (``kg.store.local``) and the one that asks a
remote SPARQL endpoint (``kg.store.remote.store``) keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from kg.store.formats import QueryForm, ResultFormat
from kg.store.guard import Inspection
from kg.store.manifest import Manifest

_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of what one query may use; the defaults are those of the public service.

    Attributes:
        deadline: seconds that a query may run.
        query_characters: length of a query.
        query_nesting: depth of brackets and prefix operators.
        result_bytes: size of an answer.
        result_rows: rows of a table, or triples of a graph.
        worker_memory: bytes that a worker may take above what the loaded graph takes.
        worker_stack: bytes of stack; the engine recurses about 4 KB per level of a query.
        workers: queries that run at once.
        queue: queries that wait for a worker.
    """

    deadline: float = 10.0
    query_characters: int = 65_536
    query_nesting: int = 200
    result_bytes: int = 32 * _MEBIBYTE
    result_rows: int = 100_000
    worker_memory: int = 512 * _MEBIBYTE
    worker_stack: int = 512 * _MEBIBYTE
    workers: int = 4
    queue: int = 64


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query sees (SPARQL 1.1 §13), by IRI; they override FROM.

    Attributes:
        default: merged into the default graph.
        named: visible to GRAPH.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """One query and how its answer is wanted.

    Attributes:
        text: SPARQL 1.1.
        result_format: None for JSON or Turtle, as the form of the query demands.
        dataset: None for the union of all graphs, or for what FROM says.
        prefixes: abbreviations for formats that know them, by prefix.
    """

    text: str
    result_format: ResultFormat | None = None
    dataset: Dataset | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A whole answer.

    Attributes:
        body: as the media type says; text is UTF-8.
        media_type: value for Content-Type.
        form: of the query.
        rows: of a table, or triples of a graph; 1 for ASK.
    """

    body: bytes
    media_type: str
    form: QueryForm
    rows: int


@dataclass(frozen=True)
class Status:
    """How the store is doing.

    Attributes:
        data_version: of the loaded snapshot.
        quads: loaded.
        workers: alive; ``idle`` of them wait for a query, ``waiting`` queries wait for a worker.
        ended: workers that were killed at a deadline, died or were replaced since the start.
        isolated_network: whether workers are without any network; they never can open a socket.
    """

    data_version: str
    quads: int
    workers: int
    idle: int
    waiting: int
    ended: int
    isolated_network: bool


class Store(Protocol):
    """A graph that can be asked."""

    @property
    def manifest(self) -> Manifest:
        """Version, graphs and size of what is asked."""
        ...

    async def inspect(self, text: str) -> Inspection:
        """Return what a query is, or refuse it as ``query`` would, without running it."""
        ...

    async def query(
        self,
        text: str,
        *,
        result_format: ResultFormat | None = None,
        deadline: float | None = None,
        variables: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
        ours: bool = False,
    ) -> Result:
        """Return the whole answer.

        Args:
            text: SPARQL 1.1 query.
            result_format: None for JSON (SELECT, ASK) or Turtle (CONSTRUCT, DESCRIBE).
            deadline: seconds; may only lower the store's own.
            variables: values to stand in place of variables that the query does not project, by name
                without ``?``, each in N-Triples syntax: ``<http://…>``, ``"text"@vi``, ``"1"^^<…#integer>``.
            dataset: as in ``Request.dataset``.
            ours: whether the project wrote the text; only then may a store take it apart, and so answer it
                where its engine cannot.

        Raises:
            QueryRefused: for a query that does not run here.
            QuerySyntaxError: for a query that is not SPARQL.
            LimitError: when a limit was reached; its subclass says which.
        """
        ...


class ServedStore(Store, Protocol):
    """A store that is started, watched and stopped."""

    async def start(self) -> None:
        """Make ready to answer.

        Raises:
            InputError: when the snapshot cannot be read.
            LimitError: when a remote store cannot be asked, or holds other data.
        """
        ...

    async def stop(self) -> None:
        """End all that was started; running queries fail."""
        ...

    def status(self) -> Status:
        """Return how the store is doing now."""
        ...

    async def probe(self) -> str:
        """Return why the data cannot be asked now, empty when they can."""
        ...
