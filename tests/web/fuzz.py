"""Sends what the OpenAPI document allows, and what it does not, to a service; for the test and the soak run.

All checks of schemathesis run. What they allow differently stands in ``config``, each with its reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from kg.store import Limits
from kg.vocab import PREFIXES
from kg.web import WebConfig
from kg.web.clients import ClientLimits

ROOT: Final = Path(__file__).resolve().parents[2]
SEED: Final = 20_261_126

_ACCEPTED: Final = ["2xx", "3xx", "404", "429", "431", "503"]
_FREE_TEXT: Final = [
    "/sparql",
    "/api/questions/{name}",
    "/{language}/ask/{name}",
    "/{language}/sparql",
    "/{language}/network",
    "/{language}/together",
    "/{language}/overview",
    "/{language}/places",
    "/{language}/places/{unit}",
    "/{language}/doc/{path}",
    "/id/{path}",
]
"""Here a string that fits the schema need be no SPARQL, no day and no name: 400 is right too."""


def config(examples: int) -> dict[str, Any]:
    """Return the configuration of a run with so many random requests for each operation and kind."""
    return {
        "seed": SEED,
        # One: ast.parse in two threads fails at random in CPython 3.11 (gh-106905).
        "workers": 1,
        "request-timeout": 60,
        "generation": {
            "max-examples": examples,
            "deterministic": True,
            "no-shrink": True,
            "database": "none",
        },
        # A 404 to another id is no use after free: nothing here is ever made or deleted.
        "phases": {"stateful": {"enabled": False}},
        "checks": {
            # Deadlines and full queues are answered 503, as the document says.
            "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
            # A body, query or address that is too long is no valid one either.
            "negative_data_rejection": {
                "expected-statuses": ["400", "404", "406", "413", "415", "429", "431", "503"]
            },
            "positive_data_acceptance": {"expected-statuses": _ACCEPTED},
        },
        "operations": [
            {
                "include-path": _FREE_TEXT,
                "checks": {
                    "positive_data_acceptance": {"expected-statuses": [*_ACCEPTED, "400", "406", "413"]}
                },
            }
        ],
    }


def web_config(snapshot: Path) -> WebConfig:
    """Return a service that gives queries little and clients all."""
    limits = Limits(deadline=2, worker_memory=256 * 1024 * 1024, workers=2)
    clients = ClientLimits(cpu_seconds=0, refusals=0)
    return WebConfig(snapshot, limits, PREFIXES, ROOT / "queries", shapes=ROOT / "shapes", clients=clients)


@dataclass
class Run:
    """What came of a run: requests by status, and each failure with the request that shows it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)


def fuzz(url: str, examples: int) -> Run:
    """Run all phases against a service and return what came of them."""
    found = Run()
    schema = schemathesis.openapi.from_url(
        f"{url}/openapi.json", config=SchemathesisConfig.from_dict(config(examples))
    )
    for event in from_schema(schema).execute():
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            found.failures.setdefault(f"the run itself: {event.info.title}", event.info.message)
        if isinstance(event, events.ScenarioFinished):
            _note(event, found)
    return found


def _note(event: events.ScenarioFinished, found: Run) -> None:
    recorder = event.recorder
    for interaction in recorder.interactions.values():
        found.requests += 1
        if interaction.response is not None:
            found.statuses[interaction.response.status_code] += 1
    for case, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                key = f"{recorder.label}: {check.name}: {failure.title}: {failure.message[:200]}"
                found.failures.setdefault(key, check.failure_info.code_sample or case)
