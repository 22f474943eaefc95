"""Shows the answer to a question as a table: its cells, the sources of its rows, its address for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from kg.rdf.iri import GRAPH_REGISTER, GRAPH_REGISTRY
from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.views.evidence import Evidence, Passage
from kg.views.names import Days
from kg.vocab import term_of
from kg.web.pages.present import Presenter

_GRAPHS: Final = {
    GRAPH_REGISTER: ("sổ đăng ký đơn vị hành chính", "register of administrative units"),
    GRAPH_REGISTRY: ("danh mục của ban biên tập", "registries of the curators"),
}


def occurring(answer: Answer) -> set[str]:
    """Return the IRIs that the sources of an answer name."""
    iris: set[str] = set()
    for row in answer.rows:
        iris |= {str(item["source"]) for item in row["sources"]}
        iris |= {str(term_of("claimStatus", item["status"])) for item in row["sources"] if item["status"]}
        searched = row.get("searched") or {}
        iris |= set(searched.get("sources", ()))
    return iris


def cell(presenter: Presenter, column: Mapping[str, str], row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what stands in a cell: mappings with ``text``, and ``href`` where there is a thing behind it."""
    name = column["name"]
    if column["kind"] == "date":
        days = Days(
            row.get(f"{name}_earliest") or row.get(name) or "",
            row.get(f"{name}_latest") or row.get(name) or "",
        )
        return [{"text": presenter.days(days), "href": "", "lang": ""}] if days != Days() else []
    values = row.get(name)
    many = values if isinstance(values, list) else [values]
    links, labels = _beside(row, name, "_id", many), _beside(row, name, "_label", many)
    tags = _beside(row, name, "_lang", many)
    shown: list[Mapping[str, Any]] = []
    for value, link, label, tag in zip(many, links, labels, tags, strict=True):
        if value is None:
            continue
        linked = presenter.href(link) if link and column["kind"] in ("entity", "local", "text") else ""
        shown.append({"text": _words(presenter, column, label or value), "href": linked, "lang": tag or ""})
    return shown


def _beside(row: Mapping[str, Any], name: str, suffix: str, many: Sequence[object]) -> list[Any]:
    values = row.get(name + suffix)
    return list(values) if isinstance(values, list) else [values] * len(many)


def _words(presenter: Presenter, column: Mapping[str, str], value: object) -> str:
    if isinstance(value, bool):
        return presenter.tongue.say("yes") if value else presenter.tongue.say("no")
    if column["kind"] == "day":
        return presenter.days(Days(str(value), str(value)))
    return presenter.number(value) if isinstance(value, int | float) else str(value)


def evidence_of(row: Mapping[str, Any]) -> Evidence:
    """Return the sources of a row as evidence that pages can show."""
    passages = tuple(
        Passage(item["source"], item["start"], item["end"])
        for item in row["sources"]
        if item.get("start") is not None
    )
    inferred = {item["status"] for item in row["sources"]} - {"stated"}
    status = str(term_of("claimStatus", min(inferred))) if inferred else ""
    basis = tuple(sorted({item["legal_basis"] for item in row["sources"] if item.get("legal_basis")}))
    return Evidence(tuple(sorted(set(passages))), (), status, (), basis)


def export_address(question: Question, given: Mapping[str, str], language: str) -> str:
    """Return the address of the same answer for programs, without the format."""
    return f"/api/questions/{question.name}?{urlencode([*given.items(), ('lang', language)])}"


TOOLS: Final[Mapping[str, Any]] = {"cell": cell, "evidence_of": evidence_of, "graphs": _GRAPHS}
"""What ``answer_table.html`` needs beside the answer."""
