"""A store whose every query has a deadline of its own, shorter than the store's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.store import Dataset, Manifest, Result, ResultFormat, Store
from kg.store.guard import Inspection


@dataclass(frozen=True)
class Patience:
    """A ``kg.store.contract.Store`` that hands queries on with a deadline.

    Attributes:
        store: answers.
        seconds: that one query may run.
    """

    store: Store
    seconds: float

    @property
    def manifest(self) -> Manifest:
        """What the store holds."""
        return self.store.manifest

    async def inspect(self, text: str) -> Inspection:
        """Return what a query is; see ``kg.store.contract.Store``."""
        return await self.store.inspect(text)

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
        """Return the whole answer, or fail at the deadline; see ``kg.store.contract.Store``."""
        seconds = self.seconds if deadline is None else min(deadline, self.seconds)
        return await self.store.query(
            text,
            result_format=result_format,
            deadline=seconds,
            variables=variables,
            dataset=dataset,
            ours=ours,
        )
