"""Reads the named questions: each a SPARQL file whose ``#+`` comment lines say what it asks and returns.

The header is YAML behind ``#+ ``. Keys: ``group`` (what it asks about, one of
`kg.store.question_types.GROUPS`), ``title``, ``description`` (each ``{vi, en}``), ``parameters``,
``needs`` (alternatives of which one must be given in full), ``columns``, ``evidence`` (variables that hold
claim nodes), ``searched`` (what a "not stated" answer looked at), ``computed`` (derived tables that may
answer), ``view`` (the view that answers where no query can; the file is then a header only, and the view
binds the same variables), ``changes`` (``{column, version, area}``, see `kg.store.question_types.Changes`).
``#@ parameters`` is where values are bound (`kg.store.binding`); what stands between ``#@ if name`` and
``#@ end`` is asked only where the variable ``name`` has a value.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from kg.errors import InputError, UnknownError
from kg.store.binding import check_conditions
from kg.store.question_types import (
    COLUMN_KINDS,
    ENTITY_KINDS,
    GROUPS,
    HEADER,
    MARKER,
    PARAMETER_KINDS,
    Changes,
    Column,
    Parameter,
    Question,
    Searched,
    Words,
)

_KEYS: Final = frozenset(
    {
        "title", "description", "parameters", "needs", "columns", "evidence", "searched", "computed", "view",
        "changes", "group",
    }
)  # fmt: skip


def read_questions(folder: Path) -> dict[str, Question]:
    """Return the questions of a folder by name, sorted.

    Raises:
        InputError: the folder has no question, or a file is no question.
    """
    found = {path.stem: read_question(path) for path in sorted(folder.glob("*.rq"))}
    if not found:
        raise InputError(
            folder,
            "holds no question (*.rq); name the folder queries/ of the project",
            vi="không có câu hỏi nào (*.rq); hãy chỉ tới thư mục queries/ của dự án",
        )
    return found


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """Return a question by name.

    Raises:
        UnknownError: there is none; the nearest names are listed.
    """
    if name in questions:
        return questions[name]
    near = difflib.get_close_matches(name, questions, n=5, cutoff=0.3) or list(questions)
    candidates = [(other, questions[other].title.en) for other in near]
    raise UnknownError(
        f"there is no question {name!r}; choose one of the list",
        candidates,
        vi=f"không có câu hỏi {name!r}; hãy chọn trong danh sách",
    )


def read_question(path: Path) -> Question:
    """Return the question of a file.

    Raises:
        InputError: the file cannot be read or its header is wrong; the message says what is wrong.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {error}", vi=f"không đọc được: {error}") from error
    lines = [line[len(HEADER) :].removeprefix(" ") for line in text.splitlines() if line.startswith(HEADER)]
    try:
        return _question(path.stem, text, yaml.load("\n".join(lines), yaml.BaseLoader))  # noqa: S506 - strings
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            path,
            f"its header is wrong: {error!r}; mend the #+ lines",
            vi=f"phần đầu sai: {error!r}; hãy sửa các dòng #+",
        ) from error


def _question(name: str, text: str, header: dict[str, Any]) -> Question:
    _only(header, _KEYS)
    parameters = tuple(_parameter(item) for item in header.get("parameters") or ())
    names = {parameter.name for parameter in parameters}
    needs = tuple(frozenset(item) for item in header.get("needs") or ())
    unknown = frozenset().union(*needs) - names
    if unknown:
        raise ValueError(f"needs names no parameter: {sorted(unknown)}")
    view, searched = header.get("view", ""), header.get("searched")
    question = Question(
        name=name,
        text=text,
        title=_words(header["title"]),
        description=_words(header["description"]),
        parameters=parameters,
        columns=tuple(_column(item) for item in header["columns"]),
        evidence=tuple(header["evidence"]),
        needs=needs,
        searched=Searched(searched["column"], searched["value"], tuple(searched["claims"]))
        if searched
        else None,
        computed=tuple(header.get("computed") or ()),
        view=view,
        changes=_changes(header["changes"]) if "changes" in header else None,
        group=_group(header["group"]),
    )
    check_conditions(text, {parameter.variable for parameter in parameters})
    if bool(view) == bool(question.query):
        raise ValueError("a question has either a query or a view")
    if parameters and not view and MARKER not in text:
        raise ValueError(f"the query has parameters but no line {MARKER!r}")
    return question


def _only(item: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = set(item).difference(known)
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)}; known: {sorted(known)}")


def _words(item: Mapping[str, str]) -> Words:
    _only(item, {"vi", "en"})
    return Words(item["vi"], item["en"])


def _one_of(value: str, known: frozenset[str]) -> str:
    if value not in known:
        raise ValueError(f"unknown kind {value!r}; known: {sorted(known)}")
    return value


def _group(value: str) -> str:
    if value not in GROUPS:
        raise ValueError(f"unknown group {value!r}; known: {sorted(GROUPS)}")
    return value


def _flag(item: Mapping[str, Any], key: str) -> bool:
    value = item.get(key, "false")
    if value not in {"true", "false"}:
        raise ValueError(f"{key} must be true or false, not {value!r}")
    return bool(value == "true")


def _parameter(item: Mapping[str, Any]) -> Parameter:
    _only(item, {"name", "kind", "label", "required", "default", "variable", "scheme", "many", "most"})
    kind, many = _one_of(item["kind"], PARAMETER_KINDS), _flag(item, "many")
    for key, only in (("scheme", "choice"), ("most", "count")):
        if (kind == only) != (key in item):
            raise ValueError(f"parameter {item['name']}: a {only}, and nothing else, names its {key}")
    if many and kind not in ENTITY_KINDS:
        raise ValueError(f"parameter {item['name']}: only things may be many")
    return Parameter(
        name=item["name"],
        kind=kind,
        label=_words(item["label"]),
        required=_flag(item, "required"),
        default=item.get("default", ""),
        variable=item.get("variable", item["name"]),
        scheme=item.get("scheme", ""),
        many=many,
        most=int(item.get("most", "0")),
    )


def _changes(item: Mapping[str, Any]) -> Changes:
    _only(item, {"column", "version", "area"})
    return Changes(item["column"], item["version"], item["area"])


def _column(item: Mapping[str, Any]) -> Column:
    _only(item, {"name", "kind", "label", "many", "first", "extra", "words"})
    words = {token: _words(text) for token, text in (item.get("words") or {}).items()}
    return Column(
        name=item["name"],
        kind=_one_of(item["kind"], COLUMN_KINDS),
        label=_words(item["label"]),
        many=_flag(item, "many"),
        first=_flag(item, "first"),
        extra=_flag(item, "extra"),
        words=words,
    )
