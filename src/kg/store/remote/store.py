"""A store whose graph is in another SPARQL service; refusal, limits and formats are the embedded one's.

The snapshot's folder gives what the build derives (manifest, counts, search index); its graph is not loaded.
A stranger's query goes to the service as it is, with the data's graphs as its dataset. A query of ours does
too where the engine keeps SPARQL 1.1; elsewhere it is answered here, from statements that the engine looks up
(``kg.store.remote.fragment``). Answers are read and written in workers, as queries of the embedded store run.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import httpx

from kg.errors import EndpointDown, EndpointSlow, LimitError, QueryRefused, QueueFull
from kg.store.callers import CALLER
from kg.store.contract import Dataset, Limits, Request, Result, Status
from kg.store.dialects import STANDARD, Dialect, DialectName, choose_dialect
from kg.store.engine import refuse_format
from kg.store.formats import ResultFormat, formats_of
from kg.store.guard import Inspection
from kg.store.manifest import GRAPH_FILE, MANIFEST_FILE, Manifest, read_manifest
from kg.store.material import Material
from kg.store.publication import Publication, read_publication
from kg.store.remote.endpoint import JSON, TRIPLES, Access, Endpoint, make_client
from kg.store.remote.fragment import Fragment, Sizes
from kg.store.remote.gathering import gather
from kg.store.remote.holdings import require_data
from kg.store.remote.lookup import Memory, RemoteLookup, cut_off, is_cut
from kg.store.remote.reading import read_patterns
from kg.store.supervisor import Supervisor
from kg.store.variables import put_values

_NOT_RUNNING: Final = "the service is starting or stopping; try again in a few seconds"
_NOT_RUNNING_VI: Final = "dịch vụ đang khởi động hoặc đang dừng; hãy thử lại sau vài giây"
_PROBE_SECONDS: Final = 2.0
_LEAST_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Remote:
    """Which service holds the graph.

    Attributes:
        access: where it is, and who asks.
        dialect: of its engine.
    """

    access: Access
    dialect: DialectName = DialectName.AUTO


@dataclass
class RemoteStore:
    """A ``kg.store.contract.ServedStore`` that asks a SPARQL service.

    Attributes:
        snapshot: folder of the snapshot that the service holds too.
        remote: the service.
        limits: bounds of every query; ``workers`` requests are sent at once.
        prefixes: abbreviations in Turtle, TriG and RDF/XML answers.
    """

    snapshot: Path
    remote: Remote
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    _dialect: Dialect = STANDARD
    _sizes: Sizes = field(default_factory=Sizes)
    _desk: Supervisor | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _client: httpx.AsyncClient | None = None
    _manifest: Manifest = field(default_factory=lambda: Manifest("", frozenset(), 0))
    _memory: Memory = field(default_factory=Memory)
    _waiting: int = 0
    _turns: asyncio.Semaphore | None = None

    @property
    def manifest(self) -> Manifest:
        """What the snapshot holds; empty before ``start``."""
        return self._manifest

    @property
    def dialect(self) -> Dialect:
        """How the service is spoken to; known after ``start``."""
        return self._dialect

    async def start(self) -> None:
        """Start the workers and see whether the service holds the data of the snapshot.

        Raises:
            InputError: when the snapshot cannot be read.
            LimitError: when the service cannot be asked, or holds other data.
        """
        folder = await asyncio.to_thread(self.snapshot.resolve)
        self._manifest = await asyncio.to_thread(read_manifest, folder)
        publication = await asyncio.to_thread(read_publication, folder)
        self._sizes = Sizes(publication.properties, publication.classes)
        self._client = make_client(self.remote.access)
        self._turns = asyncio.Semaphore(self.limits.workers)
        try:
            await self._check(publication)
            self._folder = await asyncio.to_thread(_empty_snapshot, self._manifest)
            self._desk = Supervisor(Path(self._folder.name), self.limits, self.prefixes)
            await self._desk.start()
        except BaseException:
            await self.stop()
            raise

    async def _check(self, publication: Publication) -> None:
        server = await require_data(
            self._endpoint(), self._manifest, publication.graphs, self.limits.deadline
        )
        self._dialect = choose_dialect(self.remote.dialect, server)

    async def stop(self) -> None:
        """End the workers and close all connections; running queries fail."""
        desk, self._desk = self._desk, None
        client, self._client = self._client, None
        folder, self._folder = self._folder, None
        if desk is not None:
            await desk.stop()
        if client is not None:
            await client.aclose()
        if folder is not None:
            await asyncio.to_thread(folder.cleanup)

    def status(self) -> Status:
        """Return how the store is doing now; ``waiting`` counts requests to the service too."""
        status = self._running().status()
        return replace(status, quads=self._manifest.quads, waiting=status.waiting + self._waiting)

    async def probe(self) -> str:
        """Return why the service cannot be asked now, empty when it can."""
        try:
            await self._endpoint().ask("ASK {}", JSON, None, _PROBE_SECONDS)
        except LimitError as error:
            return str(error)
        return ""

    async def inspect(self, text: str) -> Inspection:
        """Return what a query is, or refuse it, without running it."""
        return await self._running().inspect(text)

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
        """Return the whole answer of a query; see ``kg.store.contract.Store``."""
        text = put_values(text, variables or {})
        inspection = await self.inspect(text)
        for graph in (*dataset.default, *dataset.named) if dataset else ():
            if graph not in self._manifest.graphs:
                raise QueryRefused(
                    f"there is no graph <{graph}> here; name one that exists",
                    vi=f"ở đây không có đồ thị <{graph}>; hãy nêu một đồ thị có thật",
                )
        refuse_format(result_format or formats_of(inspection.form)[0], inspection.form)
        seconds = self.limits.deadline if deadline is None else min(deadline, self.limits.deadline)
        request = Request(text, result_format, dataset, self.prefixes)
        start = time.monotonic()
        if ours and dataset is None and self._dialect.takes_apart:
            material = Material(await self._gather(text, seconds))
        else:
            body = await self._forward(request, inspection, seconds)
            material = Material(body, self._dialect.name.value)
        left = max(seconds - (time.monotonic() - start), _LEAST_SECONDS)
        return await self._running().work(request, inspection, left, material)

    async def _gather(self, text: str, seconds: float) -> bytes:
        """Return the statements on which the answer to a query of ours rests, as N-Quads."""
        graphs = sorted(self._manifest.graphs)
        loop = asyncio.get_running_loop()
        lookup = RemoteLookup(self._endpoint(), self._dialect, graphs, seconds, self._memory, loop)
        async with self._turn(seconds):
            try:
                # Bookkeeping over thousands of statements takes long enough to keep others waiting here.
                return await asyncio.to_thread(_gather_apart, lookup, text, self._sizes, seconds)
            except TimeoutError as error:
                url = self.remote.access.url
                raise EndpointSlow(
                    f"{url} took longer than {seconds:g} s for the query; narrow it",
                    vi=f"{url} cần hơn {seconds:g} giây cho truy vấn này; hãy thu hẹp nó",
                ) from error

    async def _forward(self, request: Request, inspection: Inspection, seconds: float) -> bytes:
        """Return what the service answers to a query, whole."""
        accept = TRIPLES if inspection.form.is_graph else JSON
        dataset = request.dataset
        if dataset is None and not (inspection.default_graphs or inspection.named_graphs):
            graphs = tuple(sorted(self._manifest.graphs))
            dataset = Dataset(graphs, graphs)
        async with CALLER.get().turn(seconds), self._turn(seconds):
            reply = await self._endpoint().ask(request.text, accept, dataset, seconds)
        if self._dialect.cut_header in reply.headers:
            rows = await asyncio.to_thread(_count, reply.body, accept)
            if is_cut(reply, rows, self._dialect):
                raise cut_off(self.remote.access.url, rows)
        return reply.body

    @asynccontextmanager
    async def _turn(self, seconds: float) -> AsyncIterator[None]:
        """Wait until few enough requests are under way, and charge the caller for the time of its own."""
        if self._turns is None:
            raise EndpointDown(_NOT_RUNNING, vi=_NOT_RUNNING_VI)
        if self._turns.locked() and self._waiting >= self.limits.queue:
            raise QueueFull(
                f"{self._waiting} queries wait already; try again in a few seconds",
                vi=f"đã có {self._waiting} truy vấn đang đợi; hãy thử lại sau vài giây",
            )
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._turns.acquire()
        except TimeoutError as error:
            raise QueueFull(
                f"the store did not come free within {seconds:g} s; try again in a few seconds",
                vi=f"kho bận suốt {seconds:g} giây; hãy thử lại sau vài giây",
            ) from error
        finally:
            self._waiting -= 1
        start = time.monotonic()
        try:
            yield
        finally:
            self._turns.release()
            CALLER.get().charge(time.monotonic() - start)

    def _endpoint(self) -> Endpoint:
        if self._client is None:
            raise EndpointDown(_NOT_RUNNING, vi=_NOT_RUNNING_VI)
        return Endpoint(self._client, self.remote.access, self.limits.result_bytes, self._dialect)

    def _running(self) -> Supervisor:
        if self._desk is None:
            raise EndpointDown(_NOT_RUNNING, vi=_NOT_RUNNING_VI)
        return self._desk


def _gather_apart(lookup: RemoteLookup, text: str, sizes: Sizes, seconds: float) -> bytes:
    """Gather on an event loop of this thread; requests are sent on the loop of the service.

    Raises:
        TimeoutError: it took too long.
    """

    async def work() -> bytes:
        fragment = Fragment(lookup)
        async with asyncio.timeout(seconds):
            await gather(fragment, read_patterns(text), sizes, {})
        return fragment.write()

    return asyncio.run(work())


def _count(body: bytes, accept: str) -> int:
    if accept == TRIPLES:
        return body.count(b"\n")
    try:
        return len(json.loads(body)["results"]["bindings"])
    except (ValueError, KeyError, TypeError):
        return 0


def _empty_snapshot(manifest: Manifest) -> tempfile.TemporaryDirectory[str]:
    """Make a snapshot without statements: workers that load it answer from what comes along."""
    folder: tempfile.TemporaryDirectory[str] = tempfile.TemporaryDirectory(prefix="kg-")
    content = {"data_version": manifest.data_version, "graphs": sorted(manifest.graphs), "quads": 0}
    (Path(folder.name) / GRAPH_FILE).write_bytes(b"")
    (Path(folder.name) / MANIFEST_FILE).write_text(json.dumps(content), "utf-8")
    return folder
