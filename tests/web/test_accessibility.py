"""axe-core finds nothing serious on any page; every page once, in turns of language, colours and width.

``python -m tests.soak.accessibility`` looks at all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import cycle, product
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page
from tests.web.axe import PAGES, axe_config, grave

from kg.web import create_app

TURNS = cycle(product(("vi", "en"), ("light", "dark"), (1200, 360)))


class Server(Protocol):
    """A running service."""

    url: str


@pytest.fixture(scope="module")
def site(few_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[str]:
    with serve(create_app(axe_config(few_snapshot))) as server:
        yield server.url


@pytest.mark.parametrize(
    ("path", "language", "scheme", "width"),
    [(path, *turn) for path, turn in zip(PAGES, TURNS, strict=False)],
)
def test_axe_finds_nothing_serious(
    site: str,
    visit: Callable[..., AbstractContextManager[Page]],
    path: str,
    language: str,
    scheme: str,
    width: int,
) -> None:
    with visit(scheme=scheme, width=width, missing=path == "/nowhere") as page:
        page.goto(f"{site}/{language}{path}")
        assert grave(page) == []
