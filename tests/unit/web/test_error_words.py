"""What a reader of the pages can be told is wrong is there in Vietnamese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import errors
from kg.errors import KgError
from kg.web.problems import RequestError, problem_of

SRC = Path(__file__).resolve().parents[3] / "src" / "kg"
FOR_READERS = [
    *(
        SRC / "store" / f"{name}.py"
        for name in ("engine", "guard", "parameters", "pool", "supervisor", "tokeniser")
    ),
    *(SRC / "web" / f"{name}.py" for name in ("clients", "sparql_request")),
    *sorted((SRC / "web" / "pages").glob("*.py")),
    SRC / "views" / "connection.py",
]
# Files are asked for by programs.
FOR_PROGRAMS = {"static.py"}
OTHER_WAY = "Tongue("
"""A module that looks its words up in the catalogue says them in the reader's language already."""
CLASSES = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KgError)
}
CLASSES |= {"RequestError"}
CLASSES -= {"InputError", "ShapeError", "FindingsError"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in FOR_READERS:
        text = path.read_text("utf-8")
        if path.name not in FOR_PROGRAMS and OTHER_WAY not in text:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                    yield f"{path.name}:{node.lineno}", node


def test_every_error_for_readers_speaks_vietnamese() -> None:
    found = dict(calls())
    assert len(found) > 30
    silent = [where for where, call in found.items() if "vi" not in {word.arg for word in call.keywords}]
    assert silent == []


def test_a_problem_is_told_in_the_language_of_the_page() -> None:
    error = errors.DeadlineExceeded("too slow", vi="quá chậm")
    assert (problem_of(error).detail, problem_of(error, "vi").detail) == ("too slow", "quá chậm")
    assert problem_of(errors.InputError("x", "is bad"), "vi").detail == "x: is bad"


@pytest.mark.parametrize("kind", [errors.QueryRefused, errors.UnknownError, errors.QueueFull])
def test_every_class_takes_both_languages(kind: type[KgError]) -> None:
    error = kind("said", vi="nói")
    assert (error.in_language("en"), error.in_language("vi")) == ("said", "nói")


def test_a_request_error_takes_both_languages() -> None:
    error = RequestError(429, "busy", "said", vi="nói")  # type: ignore[arg-type] # only the words matter
    assert error.in_language("vi") == "nói"
    assert not re.search("[à-ỹ]", str(error))
