"""Shows the answer of anybody's query: the first rows as a table, a graph as the beginning of its Turtle.

Whatever the size of the answer, only a bounded part of it is read: its rows are counted by the worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.store import Result
from kg.store.rows import first_rows
from kg.views.svg import clean
from kg.vocab import PREFIXES
from kg.web.pages.present import Presenter

MOST_ROWS: Final = 300
"""Rows of a table on the page; the formats for programs have all of them."""
_MOST_BYTES: Final = 1_000_000
"""Bytes of rows, or of text, that are read for the page: about 10 ms of work."""
_MOST_TEXT: Final = 200_000
_LONGEST: Final = 600
"""Characters of one value."""


@dataclass(frozen=True)
class Cell:
    """One term of a table (SPARQL 1.1 Query Results JSON Format §3.2.2).

    Attributes:
        kind: ``uri``, ``literal`` or ``bnode``.
        value: as the result has it.
        lang: language tag of a literal; empty for none.
        datatype: IRI of a literal's type; empty for plain strings.
    """

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""

    @property
    def text(self) -> str:
        """The value, shortened, without characters that would rearrange the page."""
        shown = f"_:{self.value}" if self.kind == "bnode" else self.value
        return clean(shown, _LONGEST)

    @property
    def type_name(self) -> str:
        """The type of a literal as a prefixed name, where there is a prefix."""
        return abbreviate(self.datatype)


@dataclass(frozen=True)
class Shown:
    """What the page shows of an answer.

    Attributes:
        total: rows, or statements, of the whole answer.
        columns: variables of a table, without ``?``.
        rows: the first ones, by variable.
        text: the beginning of a graph in Turtle; empty for tables.
        truth: the answer of ASK; None for other forms.
        whole: whether nothing was left out.
    """

    total: int
    columns: Sequence[str] = ()
    rows: Sequence[Mapping[str, Cell]] = ()
    text: str = ""
    truth: bool | None = None
    whole: bool = True

    @property
    def iris(self) -> set[str]:
        """All IRIs of the rows."""
        return {cell.value for row in self.rows for cell in row.values() if cell.kind == "uri"}


def show_result(result: Result) -> Shown:
    """Return what the page shows of an answer in JSON or Turtle."""
    if result.form.is_graph:
        return _show_graph(result)
    document: dict[str, Any] = json.loads(first_rows(result.body, MOST_ROWS, _MOST_BYTES))
    if "boolean" in document:
        return Shown(result.rows, truth=bool(document["boolean"]))
    bindings = document["results"]["bindings"][:MOST_ROWS]
    rows = [{name: _cell(term) for name, term in binding.items()} for binding in bindings]
    return Shown(result.rows, document["head"]["vars"], rows, whole=len(rows) == result.rows)


def _show_graph(result: Result) -> Shown:
    if len(result.body) <= _MOST_TEXT:
        return Shown(result.rows, text=result.body.decode("utf-8"))
    head = result.body[: result.body.rfind(b"\n", 0, _MOST_TEXT) + 1] or result.body[:_MOST_TEXT]
    return Shown(result.rows, text=head.decode("utf-8", "ignore"), whole=False)


def _cell(term: Mapping[str, Any]) -> Cell:
    kind = "literal" if term["type"] == "typed-literal" else term["type"]
    value = term["value"] if isinstance(term["value"], str) else json.dumps(term["value"])
    return Cell(kind, value, term.get("xml:lang", ""), term.get("datatype", ""))


def abbreviate(iri: str) -> str:
    """Return a prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> abbreviate("http://www.w3.org/2001/XMLSchema#date"), abbreviate("urn:a")
    ('xsd:date', 'urn:a')
    """
    return next(
        (
            f"{prefix}:{iri.removeprefix(space)}"
            for prefix, space in PREFIXES.items()
            if iri.startswith(space)
        ),
        iri,
    )


def prefixes_of(text: str) -> str:
    r"""Return the declarations of the project's prefixes that a query uses.

    >>> prefixes_of("SELECT * { ?x a kg:Event }")
    'PREFIX kg: <https://w3id.org/diaban/ontology#>\n'
    """
    used: Iterable[str] = sorted(prefix for prefix in PREFIXES if f"{prefix}:" in text)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)


def links_of(presenter: Presenter, iris: Iterable[str]) -> dict[str, str]:
    """Return the addresses of the pages of things, by IRI; what must not be a link is left out."""
    return {iri: address for iri in iris if (address := presenter.href(iri))}
