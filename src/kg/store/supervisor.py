"""The store of the service: refuses what must not run, and runs the rest in isolated workers."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import QueryRefused, WorkerDied
from kg.store.callers import CALLER
from kg.store.contract import Dataset, Limits, Request, Result, Status
from kg.store.formats import QueryForm, ResultFormat
from kg.store.guard import Inspection, inspect
from kg.store.manifest import GRAPH_FILE, Manifest, read_manifest
from kg.store.material import Material
from kg.store.nursery import Nursery
from kg.store.pool import Pool
from kg.store.variables import put_values
from kg.store.worker import pack_inspection, pack_request, raise_error, read_inspection

_READ_HERE: Final = 1024
"""Characters of a query that is read in the server itself; it takes 6 ms at the very most."""
_REMEMBERED: Final = 1024
"""Long queries whose inspection is kept; ours are long, and few."""


@dataclass
class Supervisor:
    """A ``kg.store.contract.Store`` on a snapshot; ``start`` before the first query, ``stop`` at the end.

    Attributes:
        snapshot: folder with graph and manifest.
        limits: bounds of every query.
        prefixes: abbreviations in Turtle, TriG and RDF/XML answers.
    """

    snapshot: Path
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    _manifest: Manifest = field(default_factory=lambda: Manifest("", frozenset(), 0))
    _pool: Pool | None = None
    _inspected: dict[bytes, Inspection] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest:
        """What the loaded snapshot holds; empty before ``start``."""
        return self._manifest

    async def start(self) -> None:
        """Load the snapshot and start the workers.

        Raises:
            InputError: when the snapshot cannot be read.
        """
        # The folder may be a link that a build switches: manifest and graph must be of one snapshot.
        folder = await asyncio.to_thread(self.snapshot.resolve)
        self._manifest = await asyncio.to_thread(read_manifest, folder)
        pool = Pool(Nursery(folder / GRAPH_FILE, self.limits), self.limits)
        try:
            await pool.start()
        except BaseException:
            await pool.stop()
            raise
        self._pool = pool

    async def stop(self) -> None:
        """End all workers; running queries fail with WorkerDied."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.stop()

    def status(self) -> Status:
        """Return how the store is doing now."""
        pool = self._pool
        return Status(
            data_version=self._manifest.data_version,
            quads=pool.nursery.quads if pool else 0,
            workers=len(pool.alive) if pool else 0,
            idle=pool.idle if pool else 0,
            waiting=pool.waiting if pool else 0,
            ended=pool.ended if pool else 0,
            isolated_network=pool.nursery.isolated_network if pool else False,
        )

    async def probe(self) -> str:
        """Return why the data cannot be asked now: never, for they are here."""
        return ""

    async def inspect(self, text: str) -> Inspection:
        """Return what a query is, or refuse it, without running it.

        A long query is read by a worker: the slowest one takes a third of a second, for which nobody else
        here would be served.
        """
        if not _READ_HERE < len(text) <= self.limits.query_characters:
            return self._inspect_here(text)
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        found = self._inspected.get(key)
        if found is None:
            head, _ = await self._running().exchange(pack_inspection(text), self.limits.deadline)
            raise_error(head)
            found = read_inspection(head)
            while len(self._inspected) >= _REMEMBERED:
                del self._inspected[next(iter(self._inspected))]
            self._inspected[key] = found
        return found

    async def query(
        self,
        text: str,
        *,
        result_format: ResultFormat | None = None,
        deadline: float | None = None,
        variables: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
        ours: bool = False,  # noqa: ARG002 - all queries run alike here
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
        request = Request(text, result_format, dataset, self.prefixes)
        seconds = self.limits.deadline if deadline is None else min(deadline, self.limits.deadline)
        return await self.work(request, inspection, seconds)

    async def work(
        self, request: Request, inspection: Inspection, seconds: float, material: Material | None = None
    ) -> Result:
        """Return what a worker answers, from the snapshot or from material that comes along.

        Raises:
            LimitError: when a limit was reached; its subclass says which.
        """
        head, body = await self._running().exchange(pack_request(request, inspection, material), seconds)
        raise_error(head)
        return Result(body, head["media_type"], QueryForm(head["form"]), head["rows"])

    def _inspect_here(self, text: str) -> Inspection:
        start = time.thread_time()
        try:
            return inspect(
                text,
                graphs=self._manifest.graphs,
                max_characters=self.limits.query_characters,
                max_nesting=self.limits.query_nesting,
            )
        finally:
            CALLER.get().charge(time.thread_time() - start)

    def _running(self) -> Pool:
        if self._pool is None:
            raise WorkerDied(
                "the service is starting or stopping; try again in a few seconds",
                vi="dịch vụ đang khởi động hoặc đang dừng; hãy thử lại sau vài giây",
            )
        return self._pool
