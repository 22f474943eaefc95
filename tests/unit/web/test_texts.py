from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store import LocalStore, load_local
from kg.views.evidence import Passage
from kg.web.pages.texts import CONTEXT, read_texts

SOURCE = "https://w3id.org/diaban/id/source/s"
TEXT = "Một hai\nba bốn " * 40
GRAPH = Path(__file__).parents[2] / "fixtures" / "pages.nq"
SnapshotWriter = Callable[[Path, str, list[str]], Path]


@pytest.fixture
def store(tmp_path: Path, write_snapshot: SnapshotWriter) -> LocalStore:
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    lines = GRAPH.read_text("utf-8").replace("0" * 64, sha).splitlines()
    return load_local(write_snapshot(tmp_path / "snapshot", "texts-1", lines))


def test_a_passage_is_shown_in_its_context_counted_in_code_points(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "any-name.txt").write_bytes(TEXT.encode())
    snippet = asyncio.run(read_texts(store, folder)).snippet(Passage(SOURCE, 304, 307))
    assert snippet is not None
    assert snippet.passage == TEXT[304:307]
    assert "\n" not in snippet.before + snippet.after
    assert snippet.before.startswith("…")
    assert snippet.before.removeprefix("…") in TEXT[304 - CONTEXT : 304].replace("\n", " ")


def test_a_text_that_differs_by_one_byte_is_not_the_source(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT.encode() + b"\n")
    assert asyncio.run(read_texts(store, folder)).snippet(Passage(SOURCE, 0, 3)) is None


def test_a_position_beyond_the_text_shows_nothing(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT.encode())
    assert asyncio.run(read_texts(store, folder)).snippet(Passage(SOURCE, 0, 100_000)) is None


def test_without_a_folder_there_are_no_texts_and_an_absent_one_is_an_error(
    store: LocalStore, tmp_path: Path
) -> None:
    assert asyncio.run(read_texts(store, None)).texts == {}
    with pytest.raises(InputError, match="cannot be read"):
        asyncio.run(read_texts(store, tmp_path / "absent"))
