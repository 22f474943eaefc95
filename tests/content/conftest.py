"""Fixtures for tests on the committed records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.virtuoso import Virtuoso

from kg.store import Limits, Remote, load_local, open_store
from kg.store.question_files import read_questions
from kg.store.questions import Answer
from kg.store.search import SearchIndex
from kg.views.questions import ask_any_question

Ask = Callable[..., Answer]

QUERIES = Path(__file__).resolve().parents[2] / "queries"


@pytest.fixture(scope="session", params=["embedded", "virtuoso"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Asks a named question of the real data: (name, lang, **parameters) → answer; ``from_`` is ``from``.

    Every test that asks runs twice: on the graph in this process, and in a Virtuoso on the same records and
    the units that they name.
    """
    embedded = request.param == "embedded"
    snapshot: Path = request.getfixturevalue("snapshot" if embedded else "few_snapshot")
    index, questions = SearchIndex(snapshot / "search.sqlite"), read_questions(QUERIES)

    def parameters_of(given: dict[str, str]) -> dict[str, str]:
        return {key.rstrip("_"): value for key, value in given.items()}

    if embedded:
        store = load_local(snapshot)

        def asked(name: str, lang: str = "vi", **given: str) -> Answer:
            parameters = parameters_of(given)
            return asyncio.run(ask_any_question(store, index, questions[name], parameters, lang=lang))

        yield asked
        return
    server: Virtuoso = request.getfixturevalue("filled_virtuoso")
    # The machine that tests run on may be busy; no test measures time.
    limits = Limits(workers=1, deadline=120)
    with open_store(snapshot, limits=limits, remote=Remote(server.access)) as remote:

        def asked_remotely(name: str, lang: str = "vi", **given: str) -> Answer:
            parameters = parameters_of(given)
            return remote.run(ask_any_question(remote.store, index, questions[name], parameters, lang=lang))

        yield asked_remotely
