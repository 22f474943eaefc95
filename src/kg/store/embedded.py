"""A snapshot opened for a command or a test that has no event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.store.contract import Dataset, Limits, Result, ServedStore, Store
from kg.store.formats import ResultFormat
from kg.store.local import load_local
from kg.store.remote.store import Remote, RemoteStore
from kg.store.supervisor import Supervisor

T = TypeVar("T")


@dataclass(frozen=True)
class EmbeddedStore:
    """A store and the event loop that drives it.

    Attributes:
        store: the same graph for callers that are asynchronous, to be used inside ``run``.
    """

    store: Store
    _runner: asyncio.Runner

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what asynchronous work on ``store`` returns."""
        return self._runner.run(work)

    def query(
        self,
        text: str,
        *,
        result_format: ResultFormat | None = None,
        deadline: float | None = None,
        variables: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
        ours: bool = False,
    ) -> Result:
        """Return the whole answer; see ``kg.store.contract.Store``."""
        answer = self.store.query(
            text,
            result_format=result_format,
            deadline=deadline,
            variables=variables,
            dataset=dataset,
            ours=ours,
        )
        return self.run(answer)


@contextmanager
def open_store(
    snapshot: Path, *, isolated: bool = True, limits: Limits | None = None, remote: Remote | None = None
) -> Iterator[EmbeddedStore]:
    """Open a snapshot for the length of a ``with`` block.

    Args:
        snapshot: folder with graph and manifest.
        isolated: run queries in a worker, as the service does; False only for queries of our own.
        limits: None for those of the service.
        remote: a service that holds the graph of the snapshot and is asked in its place.

    Raises:
        InputError: when the snapshot cannot be read.
        LimitError: when the service cannot be asked, or holds other data.
    """
    bounds = limits or Limits()
    with asyncio.Runner() as runner:
        if not isolated and remote is None:
            yield EmbeddedStore(load_local(snapshot, bounds), runner)
            return
        store: ServedStore
        store = RemoteStore(snapshot, remote, bounds) if remote is not None else Supervisor(snapshot, bounds)
        runner.run(store.start())
        try:
            yield EmbeddedStore(store, runner)
        finally:
            runner.run(store.stop())
