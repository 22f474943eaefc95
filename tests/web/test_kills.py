"""A few kills at points that are always the same; ``tests/soak/kills.py`` kills a hundred times at random."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.soak.kills import Arena


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    arena = Arena(tmp_path_factory.mktemp("kills"))
    arena.prepare()
    yield arena
    arena.close()


@pytest.mark.parametrize("step", ["lifted", "wrote", "validated"])
def test_a_build_that_is_killed_changes_nothing(arena: Arena, step: str) -> None:
    before = arena.manifest("current")
    arena.kill_build("a", step=step)
    assert arena.manifest("current") == before
    arena.check()


def test_a_server_that_is_killed_serves_the_last_good_version_again(arena: Arena) -> None:
    arena.kill_server()
    arena.check()


def test_a_template_that_is_killed_is_replaced(arena: Arena) -> None:
    arena.kill_template()
    arena.check()


@pytest.mark.parametrize("busy", [False, True])
def test_a_worker_that_is_killed_is_replaced(arena: Arena, *, busy: bool) -> None:
    arena.kill_worker(0, busy=busy)
    arena.check()


def test_after_all_kills_nothing_lies_around(arena: Arena) -> None:
    arena.kill_build("a", step="wrote")
    arena.check_end()
