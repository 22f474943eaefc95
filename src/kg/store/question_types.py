"""What a named question is: its parameters, its columns, and the query or view that answers it.

A column's value is its variable, or ``?{name}_label`` where the query gives the words itself; its IRI is the
variable, or ``?{name}_id``. Solutions that agree in all plain columns are one row; ``many`` columns gather a
list, ``first`` columns keep the first solution's value, ``words`` take the value in the wanted language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

HEADER: Final = "#+"
MARKER: Final = "#@ parameters"
CONDITION: Final = "#@ if "
END: Final = "#@ end"

DATE_KINDS: Final = frozenset({"from", "to", "interval"})
VALUE_KINDS: Final = frozenset({"text", "boolean", "choice", "event-kind", "count"})
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


GROUPS: Final[Mapping[str, Words]] = {
    "events": Words("Kiểm tra và sự kiện", "Inspections and events"),
    "people": Words("Người và chức vụ", "People and posts"),
    "places": Words("Nơi chốn", "Places"),
    "documents": Words("Văn bản, chương trình và dự án", "Documents, programmes and projects"),
    "directives": Words("Chỉ đạo, thời hạn và kiến nghị", "Directives, deadlines and petitions"),
    "figures": Words("Số liệu", "Figures"),
    "sources": Words("Nguồn và mối liên hệ", "Sources and connections"),
}
"""What people ask about, in the order of lists: the group that each question names, and its heading."""


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
        many: whether it takes several things, parted by ``;`` or given one by one.
        most: for ``count``: the highest number.
    """

    name: str
    kind: str
    label: Words
    required: bool = False
    default: str = ""
    variable: str = ""
    scheme: str = ""
    many: bool = False
    most: int = 0


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
class Changes:
    """Where an answer says by which changes of the register a version came to the area that was asked for.

    Attributes:
        column: takes the changes, in words; ``?{column}_id`` is the change, and may be evidence.
        version: variable of the query that holds the unit version.
        area: variable of the parameter that names the area.
    """

    column: str
    version: str
    area: str


@dataclass(frozen=True)
class Question:
    """One named question.

    Attributes:
        name: of the file.
        text: the whole file: a complete SPARQL 1.1 query, or a header only where a view answers.
        evidence: variables that hold claim nodes, for the sources of a row.
        needs: alternatives, each a set of parameters; one of them must be given. Empty: none is needed.
        computed: names of derived tables that may answer it.
        view: name of the view that answers, for what no single query can say; empty for a query.
        changes: where the answer tells changes of the register, if it does.
        group: what it asks about, a key of ``GROUPS``; questions of files have one.
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
    view: str = ""
    changes: Changes | None = None
    group: str = ""

    @property
    def claims(self) -> tuple[str, ...]:
        """Variables that hold what supports a row: claims with passages, and changes of the register."""
        return (*self.evidence, f"{self.changes.column}_id") if self.changes is not None else self.evidence

    @property
    def many(self) -> frozenset[str]:
        """Names of the parameters that take several things."""
        return frozenset(parameter.name for parameter in self.parameters if parameter.many)

    @property
    def query(self) -> str:
        """The text without its header, as it is shown to readers; empty where a view answers."""
        lines = (line for line in self.text.splitlines() if not line.startswith(HEADER))
        query = "\n".join(lines).strip()
        return f"{query}\n" if query else ""
