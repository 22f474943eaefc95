"""A snapshot opened for a command or a test that has no event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.store.contract import Dataset, Limits, Result, Store
from kg.store.formats import ResultFormat
from kg.store.local import load_local
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
    ) -> Result:
        """Return the whole answer; see ``kg.store.contract.Store``."""
        answer = self.store.query(
            text, result_format=result_format, deadline=deadline, variables=variables, dataset=dataset
        )
        return self.run(answer)


@contextmanager
def open_store(
    snapshot: Path, *, isolated: bool = True, limits: Limits | None = None
) -> Iterator[EmbeddedStore]:
    """Open a snapshot for the length of a ``with`` block.

    Args:
        snapshot: folder with graph and manifest.
        isolated: run queries in a worker, as the service does; False only for queries of our own.
        limits: None for those of the service.

    Raises:
        InputError: when the snapshot cannot be read.
    """
    bounds = limits or Limits()
    with asyncio.Runner() as runner:
        if not isolated:
            yield EmbeddedStore(load_local(snapshot, bounds), runner)
            return
        supervisor = Supervisor(snapshot, bounds)
        runner.run(supervisor.start())
        try:
            yield EmbeddedStore(supervisor, runner)
        finally:
            runner.run(supervisor.stop())
