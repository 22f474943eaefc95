from __future__ import annotations

import inspect as reflection
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from kg import errors
from kg.errors import KgError
from kg.web.headers import SecurityHeaders
from kg.web.problems import STATUSES, LastResort, install_problems, problem_of

if TYPE_CHECKING:
    from tests.web.conftest import Server

    Serve = Callable[[FastAPI], AbstractContextManager[Server]]

TREE = [kind for _, kind in reflection.getmembers(errors, reflection.isclass) if issubclass(kind, KgError)]


def test_no_class_hides_behind_its_parent() -> None:
    order = [kind for kind, _, _ in STATUSES]
    for place, kind in enumerate(order):
        assert not any(issubclass(kind, earlier) for earlier in order[:place]), kind


@pytest.mark.parametrize("kind", TREE)
def test_every_error_of_the_tree_has_a_status(kind: type[KgError]) -> None:
    error = kind.__new__(kind)
    error.args = ("what is wrong; what to do",)
    error.__dict__ |= {"line": 1, "column": 2, "candidates": ()}
    problem = problem_of(error)
    assert problem.detail == "what is wrong; what to do"
    assert 300 <= problem.status < 600


def test_candidates_are_listed() -> None:
    problem = problem_of(errors.AmbiguousError("two fit; choose one", [("urn:a", "A"), ("urn:b", "B")]))
    assert problem.status == 300
    assert problem.extensions["candidates"][1] == {"id": "urn:b", "label": "B"}


def test_a_fault_of_ours_is_a_problem_document_that_tells_nothing(serve: Serve) -> None:
    app = FastAPI()
    install_problems(app)

    @app.get("/fault")
    async def fault() -> None:
        raise ZeroDivisionError("secret")

    @app.get("/typed")
    async def typed(number: int) -> int:
        return number

    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders)
    with serve(app) as server:
        response = server.client.get("/fault")
        wrong = server.client.get("/typed", params={"number": "x"})
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in response.text
    assert "content-security-policy" in response.headers
    assert wrong.status_code == 400
    assert wrong.json()["detail"].startswith("query.number: ")
