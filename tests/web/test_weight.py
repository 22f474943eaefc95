"""No page takes more than the table of ``docs/reference/limits.md`` allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser
from tests.web.weight import BUDGETS, Weight, read_budgets, weigh

if TYPE_CHECKING:
    from tests.web.conftest import Server

ALLOWED = read_budgets(BUDGETS.read_text("utf-8"))
FIRST_PAGE = 75_000


@pytest.fixture(scope="module")
def site(full_server: Server) -> str:
    return full_server.url


def test_the_table_has_a_row_for_every_main_page_and_the_first_is_small() -> None:
    assert len(ALLOWED) >= 16
    assert ALLOWED["/"].sent == FIRST_PAGE
    assert all(budget.shift <= 0.1 for budget in ALLOWED.values())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ALLOWED)
def test_a_page_keeps_to_its_budget(site: str, browser: Browser, address: str, language: str) -> None:
    found = weigh(browser, f"{site}/{language}{address}")
    assert found.sent > 0
    assert found.above(ALLOWED[address]) == []


def test_what_is_above_is_named() -> None:
    assert Weight(10, 2, 30, 0.2).above(Weight(10, 1, 30, 0.1)) == [
        "2 requests, 1 allowed",
        "0.2 layout shift, 0.1 allowed",
    ]
