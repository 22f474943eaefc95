"""What the service must be told; ``kg.settings`` reads it from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.store import Limits, Remote
from kg.web.clients import ClientLimits

_BYTES_PER_CHARACTER = 12
"""A character of UTF-8 takes up to 4 bytes, each of them 3 when it is percent-encoded."""


@dataclass(frozen=True)
class WebConfig:
    """Settings of one service.

    Attributes:
        snapshot: folder with ``graph.nq`` and ``manifest.json``.
        limits: bounds of every query.
        prefixes: abbreviations in Turtle, TriG and RDF/XML answers, IRI by prefix.
        queries: folder of the named questions; None for a service without them.
        sources: folder of the source texts; None where the reader does not have them.
        shapes: folder of the shapes; None for a service that does not show them.
        clients: bounds of what one client may use.
        remote: a service that holds the graph; None for the snapshot itself.
        access_log: whether each request is written to standard output as a line of JSON.
        records: folder of the record files; None for a service that does not show them.
        body_seconds: how long the body of a request may take to come.
    """

    snapshot: Path
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    queries: Path | None = None
    sources: Path | None = None
    shapes: Path | None = None
    clients: ClientLimits = field(default_factory=ClientLimits)
    access_log: bool = False
    records: Path | None = None
    remote: Remote | None = None
    body_seconds: float = 20.0

    @property
    def body_bytes(self) -> int:
        """The longest request body that is read."""
        return self.limits.query_characters * _BYTES_PER_CHARACTER
