"""Every page is valid HTML, in both languages: html-validate, its rules of the HTML standard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.web.axe import PAGES

if TYPE_CHECKING:
    from tests.web.conftest import Server


@pytest.fixture(scope="module")
def client(full_server: Server) -> httpx.Client:
    return full_server.client


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_are_valid_html(run_client: Callable[..., str], client: httpx.Client, language: str) -> None:
    addresses = [f"/{language}{path}" for path in PAGES]
    documents = {
        address: client.get(address, headers={"Accept": "text/html"}, follow_redirects=True).text
        for address in addresses
    }
    assert all(text.startswith("<!doctype html>") for text in documents.values())
    assert run_client("html.mjs", given=json.dumps(documents)).splitlines() == []


def test_faults_are_told(run_client: Callable[..., str]) -> None:
    document = "<!doctype html>\n<html lang='vi'><title>x</title>\n<p><div></p></html>"
    printed = run_client("html.mjs", given=json.dumps({"/x": document}))
    assert any(line.startswith("/x:3:") for line in printed.splitlines())
