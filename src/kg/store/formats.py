"""The forms of a query and the formats of its answer, with their media types.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV/TSV formats; RDF 1.1 Turtle, N-Triples, N-Quads, TriG,
JSON-LD 1.1, RDF 1.1 XML Syntax.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final


class QueryForm(StrEnum):
    """The four forms of SPARQL 1.1 §16."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph, not a table or a boolean."""
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


class ResultFormat(Enum):
    """A format of an answer; the value is its media type."""

    JSON = "application/sparql-results+json"
    XML = "application/sparql-results+xml"
    CSV = "text/csv; charset=utf-8"
    TSV = "text/tab-separated-values; charset=utf-8"
    TURTLE = "text/turtle; charset=utf-8"
    N_TRIPLES = "application/n-triples"
    N_QUADS = "application/n-quads"
    TRIG = "application/trig; charset=utf-8"
    JSON_LD = "application/ld+json"
    RDF_XML = "application/rdf+xml; charset=utf-8"

    @property
    def media_type(self) -> str:
        """The value of Content-Type."""
        return self.value

    @property
    def is_graph(self) -> bool:
        """Whether the format writes graphs, not tables."""
        return self not in TABLE_FORMATS


TABLE_FORMATS: Final = (ResultFormat.JSON, ResultFormat.XML, ResultFormat.CSV, ResultFormat.TSV)
GRAPH_FORMATS: Final = tuple(item for item in ResultFormat if item not in TABLE_FORMATS)


def formats_of(form: QueryForm) -> tuple[ResultFormat, ...]:
    """Return the formats that can carry the answer of a form, the default first.

    >>> formats_of(QueryForm.CONSTRUCT)[0].name
    'TURTLE'
    """
    return GRAPH_FORMATS if form.is_graph else TABLE_FORMATS
