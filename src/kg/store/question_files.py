"""Reads the named questions: each a SPARQL file whose ``#+`` comment lines say what it asks and returns.

The header is YAML behind ``#+ ``. Keys: ``title``, ``description`` (each ``{vi, en}``), ``parameters``,
``needs`` (alternatives of which one must be given in full), ``columns``, ``evidence`` (variables that hold
claim nodes), ``searched`` (what a "not stated" answer looked at), ``computed`` (derived tables that may
answer). A line ``#@ parameters`` in the text is where values are bound.

A column's value is its variable, or ``?{name}_label`` where the query gives the words itself; its IRI is the
variable, or ``?{name}_id``. Solutions that agree in all plain columns are one row; ``many`` columns gather a
list, ``first`` columns keep the first solution's value, ``words`` take the value in the wanted language.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from kg.errors import InputError, UnknownError

HEADER: Final = "#+"
MARKER: Final = "#@ parameters"

DATE_KINDS: Final = frozenset({"from", "to", "interval"})
VALUE_KINDS: Final = frozenset({"text", "boolean", "choice", "event-kind"})
ENTITY_KINDS: Final = frozenset(
    {
        "agent", "document", "event", "indicator", "iri", "organisation", "person", "place", "post",
        "programme", "project", "role", "source", "unit", "funding",
    }
)  # fmt: skip
PARAMETER_KINDS: Final = DATE_KINDS | VALUE_KINDS | ENTITY_KINDS
COLUMN_KINDS: Final = frozenset(
    {"entity", "date", "day", "number", "boolean", "text", "words", "value", "token", "local", "sources"}
)


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    vi: str
    en: str

    def in_language(self, lang: str) -> str:
        """Give the wording of a language, the other where it is missing.

        >>> Words("nguồn", "source").in_language("en")
        'source'
        """
        return (self.en or self.vi) if lang == "en" else (self.vi or self.en)


@dataclass(frozen=True)
class Parameter:
    """One thing that the asker may give.

    Attributes:
        name: as in ``--param name=value``.
        kind: one of ``PARAMETER_KINDS``.
        label: for forms.
        required: whether the question has no answer without it.
        default: as the asker would write it; empty for none.
        variable: of the query; ``from``, ``to`` and ``interval`` add suffixes (``kg.store.parameters``).
        scheme: for ``choice``: the scheme of enumerated values.
    """

    name: str
    kind: str
    label: Words
    required: bool = False
    default: str = ""
    variable: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the answer; see the module for how values are found.

    Attributes:
        name: key of the row, and variable of the query.
        kind: one of ``COLUMN_KINDS``. ``date`` comes from ``?{name}_earliest`` and ``?{name}_latest``;
            ``sources`` are the row's own evidence.
        label: heading.
        many: a list of all values, in the order of the query.
        first: the value of the first solution of the row.
        extra: beside the columns proper; left out where no row has a value.
        words: for ``token``: token → wording.
    """

    name: str
    kind: str
    label: Words
    many: bool = False
    first: bool = False
    extra: bool = False
    words: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Searched:
    """When a row says that nothing is stated, and which kinds of claim were looked at."""

    column: str
    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One named question.

    Attributes:
        name: of the file.
        text: the whole file: a complete SPARQL 1.1 query.
        evidence: variables that hold claim nodes, for the sources of a row.
        needs: alternatives, each a set of parameters; one of them must be given. Empty: none is needed.
        computed: names of derived tables that may answer it.
    """

    name: str
    text: str
    title: Words
    description: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    evidence: tuple[str, ...]
    needs: tuple[frozenset[str], ...] = ()
    searched: Searched | None = None
    computed: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The text without its header, as it is shown to readers."""
        return (
            "\n".join(line for line in self.text.splitlines() if not line.startswith(HEADER)).strip() + "\n"
        )


def read_questions(folder: Path) -> dict[str, Question]:
    """Return the questions of a folder by name, sorted.

    Raises:
        InputError: the folder has no question, or a file is no question.
    """
    found = {path.stem: read_question(path) for path in sorted(folder.glob("*.rq"))}
    if not found:
        raise InputError(folder, "holds no question (*.rq); name the folder queries/ of the project")
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
    raise UnknownError(f"there is no question {name!r}; choose one of the list", candidates)


def read_question(path: Path) -> Question:
    """Return the question of a file.

    Raises:
        InputError: the file cannot be read or its header is wrong; the message says what is wrong.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {error}") from error
    lines = [line[len(HEADER) :].removeprefix(" ") for line in text.splitlines() if line.startswith(HEADER)]
    try:
        return _question(path.stem, text, yaml.load("\n".join(lines), yaml.BaseLoader))  # noqa: S506 - strings
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(path, f"its header is wrong: {error!r}; mend the #+ lines") from error


def _question(name: str, text: str, header: dict[str, Any]) -> Question:
    _only(
        header, {"title", "description", "parameters", "needs", "columns", "evidence", "searched", "computed"}
    )
    parameters = tuple(_parameter(item) for item in header.get("parameters") or ())
    names = {parameter.name for parameter in parameters}
    needs = tuple(frozenset(item) for item in header.get("needs") or ())
    unknown = frozenset().union(*needs) - names
    if unknown:
        raise ValueError(f"needs names no parameter: {sorted(unknown)}")
    if parameters and MARKER not in text:
        raise ValueError(f"the query has parameters but no line {MARKER!r}")
    searched = header.get("searched")
    return Question(
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
    )


def _only(item: Mapping[str, Any], known: set[str]) -> None:
    unknown = set(item) - known
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)}; known: {sorted(known)}")


def _words(item: Mapping[str, str]) -> Words:
    _only(item, {"vi", "en"})
    return Words(item["vi"], item["en"])


def _one_of(value: str, known: frozenset[str]) -> str:
    if value not in known:
        raise ValueError(f"unknown kind {value!r}; known: {sorted(known)}")
    return value


def _flag(item: Mapping[str, Any], key: str) -> bool:
    value = item.get(key, "false")
    if value not in {"true", "false"}:
        raise ValueError(f"{key} must be true or false, not {value!r}")
    return bool(value == "true")


def _parameter(item: Mapping[str, Any]) -> Parameter:
    _only(item, {"name", "kind", "label", "required", "default", "variable", "scheme"})
    kind = _one_of(item["kind"], PARAMETER_KINDS)
    if (kind == "choice") != ("scheme" in item):
        raise ValueError(f"parameter {item['name']}: a choice, and nothing else, names its scheme")
    return Parameter(
        name=item["name"],
        kind=kind,
        label=_words(item["label"]),
        required=_flag(item, "required"),
        default=item.get("default", ""),
        variable=item.get("variable", item["name"]),
        scheme=item.get("scheme", ""),
    )


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
