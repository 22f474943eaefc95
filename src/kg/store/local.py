"""A store inside this process, for queries that the project wrote itself: no fork, no deadline.

A stranger's query belongs to ``kg.store.supervisor``: in here it could end the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.store.contract import Dataset, Limits, Request, Result
from kg.store.engine import run_query
from kg.store.formats import ResultFormat
from kg.store.guard import Inspection, inspect
from kg.store.loading import load_graph
from kg.store.manifest import GRAPH_FILE, Manifest, read_manifest
from kg.store.variables import put_values


@dataclass(frozen=True)
class LocalStore:
    """A ``kg.store.contract.Store`` that answers at once, in this thread.

    Attributes:
        engine: the loaded graph.
        manifest: what it holds.
        limits: of the query's text and the answer's size; deadline and memory are not bounded.
        prefixes: abbreviations in Turtle, TriG and RDF/XML answers.
    """

    engine: ox.Store
    manifest: Manifest
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    async def query(
        self,
        text: str,
        *,
        result_format: ResultFormat | None = None,
        deadline: float | None = None,  # noqa: ARG002 - the contract's; a query in this process has none
        variables: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
        ours: bool = False,  # noqa: ARG002 - all queries run alike here
    ) -> Result:
        """Return the whole answer; see ``kg.store.contract.Store``."""
        return self.answer(text, result_format=result_format, variables=variables, dataset=dataset)

    def answer(
        self,
        text: str,
        *,
        result_format: ResultFormat | None = None,
        variables: Mapping[str, str] | None = None,
        dataset: Dataset | None = None,
    ) -> Result:
        """Return the whole answer, for callers without an event loop."""
        text = put_values(text, variables or {})
        request = Request(text, result_format, dataset, self.prefixes)
        return run_query(self.engine, request, self._inspect(text), self.limits)

    async def inspect(self, text: str) -> Inspection:
        """Return what a query is, or refuse it, without running it."""
        return self._inspect(text)

    def _inspect(self, text: str) -> Inspection:
        return inspect(
            text,
            graphs=self.manifest.graphs,
            max_characters=self.limits.query_characters,
            max_nesting=self.limits.query_nesting,
        )


def load_local(snapshot: Path, limits: Limits | None = None) -> LocalStore:
    """Return a snapshot loaded into this process.

    Raises:
        InputError: when the snapshot cannot be read.
    """
    # The folder may be a link that a build switches: manifest and graph must be of one snapshot.
    folder = snapshot.resolve()
    manifest = read_manifest(folder)
    return LocalStore(load_graph(folder / GRAPH_FILE), manifest, limits or Limits())
