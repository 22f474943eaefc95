"""Asking the small snapshot of invented records: questions, labels, search."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import LocalStore, load_local
from kg.store.question_files import read_questions
from kg.store.questions import Answer, ask_question
from kg.store.search import SearchIndex

Ask = Callable[..., Answer]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def small_store(small_snapshot: Path) -> LocalStore:
    return load_local(small_snapshot)


@pytest.fixture(scope="session")
def small_index(small_snapshot: Path) -> SearchIndex:
    return SearchIndex(small_snapshot / "search.sqlite")


@pytest.fixture(scope="session")
def ask(small_store: LocalStore, small_index: SearchIndex) -> Ask:
    """Asks a question of the project: (name, lang, **parameters) → answer; ``from_`` is ``from``."""
    questions = read_questions(ROOT / "queries")

    def asked(name: str, lang: str = "vi", **given: str) -> Answer:
        parameters = {key.rstrip("_"): value for key, value in given.items()}
        work = ask_question(
            small_store, small_index, questions[name], parameters, lang=lang, data_version="small-1"
        )
        return asyncio.run(work)

    return asked
