"""What a Vietnamese page says when something is wrong is Vietnamese, in every module that a page may use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg import errors

if TYPE_CHECKING:
    from tests.web.conftest import Server

SOURCE = Path(errors.__file__).parent
CLASSES = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.KgError)
} | {"RequestError"}
# What only commands raise, and what says its words in the language that is asked.
COMMANDS = {"foreign.py", "bulk_files.py", "loading.py", "parts.py", "interactive_file.py", "search_file.py"}
OTHER = {
    "store/remote/endpoint.py",  # an address of the settings, before anything is served
    "store/remote/tokens.py",  # our own queries
    "store/nursery.py",  # passes the template's words on
    "store/questions.py",  # a fault of the program
    "views/questions.py",
    "store/resolve.py",  # speaks the language of the question
    "web/pages/changes.py",  # the catalogue
    "web/pages/nearest.py",
    "web/pages/records.py",
    "web/pages/router.py",
    "web/pages/validation.py",
    "web/catalogue.py",  # formats for programs
    "web/questions_api.py",
    "web/sparql.py",
    "web/sparql_formats.py",
}


def modules() -> Iterator[Path]:
    for floor in ("store", "views", "web"):
        for path in sorted((SOURCE / floor).rglob("*.py")):
            if path.name not in COMMANDS and path.relative_to(SOURCE).as_posix() not in OTHER:
                yield path


def test_every_error_that_a_page_may_show_speaks_vietnamese() -> None:
    silent, speaking = [], 0
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                speaks = any(word.arg in ("vi", None) for word in node.keywords)
                speaks = speaks or any(isinstance(word, ast.Starred) for word in node.args)
                speaking += speaks
                if not speaks:
                    silent.append(f"{path.relative_to(SOURCE)}:{node.lineno}: {ast.unparse(node)}")
    assert silent == []
    assert speaking > 50


def test_a_page_says_in_vietnamese_what_cannot_be_read(sparql_server: Server) -> None:
    response = sparql_server.client.get("/vi/search?q=xã")
    assert response.status_code == 503
    assert "search.sqlite: không đọc được" in response.text
    assert "cannot be read" not in response.text
