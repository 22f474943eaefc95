"""axe-core finds nothing serious on any page; every page once, in turns of language, colours and width.

``python -m tests.soak.accessibility`` looks at all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import cycle, product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page
from tests.web.axe import PAGES, grave

if TYPE_CHECKING:
    from tests.web.conftest import Server

TURNS = cycle(product(("vi", "en"), ("light", "dark"), (1200, 360)))


@pytest.fixture(scope="module")
def site(full_server: Server) -> str:
    return full_server.url


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
