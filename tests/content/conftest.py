"""Fixtures for tests on the committed records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import load_local
from kg.store.question_files import read_questions
from kg.store.questions import Answer
from kg.store.search import SearchIndex
from kg.views.questions import ask_any_question

Ask = Callable[..., Answer]

QUERIES = Path(__file__).resolve().parents[2] / "queries"


@pytest.fixture(scope="session")
def ask(snapshot: Path) -> Ask:
    """Asks a named question of the real data: (name, lang, **parameters) → answer; ``from_`` is ``from``."""
    store, index = load_local(snapshot), SearchIndex(snapshot / "search.sqlite")
    questions = read_questions(QUERIES)

    def asked(name: str, lang: str = "vi", **given: str) -> Answer:
        parameters = {key.rstrip("_"): value for key, value in given.items()}
        return asyncio.run(ask_any_question(store, index, questions[name], parameters, lang=lang))

    return asked
