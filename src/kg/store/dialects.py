"""How SPARQL engines differ, all in one place: what they return for our literals, and what they are asked.

``docs/decisions/0017-remote-store.md`` lists what was measured on Virtuoso 7.2.5. What cannot be restored is
named in ``Dialect.lossy``, and ``tests/remote/test_virtuoso_load.py`` asserts that it is exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from rdflib import XSD
from rdflib.namespace import GEO

from kg.vocab import DATA


class DialectName(StrEnum):
    """A setting: an engine's dialect, or to find it out from the Server header of its answers."""

    AUTO = "auto"
    STANDARD = "standard"
    VIRTUOSO = "virtuoso"


@dataclass(frozen=True)
class Dialect:
    """What an engine needs.

    Attributes:
        name: of it.
        takes_apart: whether our own queries are answered here from statements that the engine looks up,
            since it does not answer them as SPARQL 1.1 demands.
        batch: nodes in one VALUES list.
        spellings: lexical form that the engine returns → the one that was loaded, by datatype IRI.
        datatypes: datatype IRI that the engine returns → the one that was meant.
        disguises: datatype IRI → the one that is loaded in its place, where the engine would change the text.
        cut_header: response header that says that the answer was cut off, and at how many rows.
        fault_headers: response headers that an answer has only if it is not whole.
        timed_out: matches the text of an error that means that the engine's own time limit was reached.
        lossy: literals that do not come back as they were loaded, each with what comes back.
    """

    name: DialectName
    takes_apart: bool = False
    batch: int = 300
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    datatypes: Mapping[str, str] = field(default_factory=dict)
    disguises: Mapping[str, str] = field(default_factory=dict)
    cut_header: str = ""
    fault_headers: tuple[str, ...] = ()
    timed_out: re.Pattern[str] | None = None
    lossy: Mapping[str, str] = field(default_factory=dict)

    def restore(self, value: str, datatype: str) -> tuple[str, str]:
        """Return lexical form and datatype of a literal as they were loaded.

        >>> VIRTUOSO.restore("1", str(XSD.boolean))[0], STANDARD.restore("1", str(XSD.boolean))[0]
        ('true', '1')
        """
        datatype = self.datatypes.get(datatype, datatype)
        return self.spellings.get(datatype, {}).get(value, value), datatype

    def restore_json(self, content: Mapping[str, Any]) -> None:
        """Restore all terms of a result document in place (SPARQL 1.1 Query Results JSON Format §3.2.2)."""
        for row in content["results"]["bindings"]:
            for term in row.values():
                # The name of the first drafts of the format.
                if term["type"] == "typed-literal":
                    term["type"] = "literal"
                if "datatype" in term:
                    term["value"], term["datatype"] = self.restore(term["value"], term["datatype"])


STANDARD: Final = Dialect(DialectName.STANDARD)
"""An engine that keeps SPARQL 1.1: it answers our queries itself."""

_PLAIN_WKT: Final = f"{DATA}datatype/wkt"

VIRTUOSO: Final = Dialect(
    DialectName.VIRTUOSO,
    takes_apart=True,
    spellings={str(XSD.boolean): {"1": "true", "0": "false"}},
    # Virtuoso reads WKT into single-precision floats: 106.25117 comes back as 106.25116729736.
    datatypes={
        _PLAIN_WKT: str(GEO.wktLiteral),
        "http://www.openlinksw.com/schemas/virtrdf#Geometry": str(GEO.wktLiteral),
    },
    disguises={str(GEO.wktLiteral): _PLAIN_WKT},
    cut_header="X-SPARQL-MaxRows",
    fault_headers=("X-SQL-State", "X-SQL-Message"),
    timed_out=re.compile(r"S1T00|S1TAT"),
    lossy={"xsd:integer beyond 32 bits": "xsd:decimal", "xsd:duration": "a number of months or seconds"},
)
"""Virtuoso 7: it refuses, misreads or never ends most queries with paths, EXISTS, VALUES or BIND together."""

_BY_NAME: Final = {dialect.name: dialect for dialect in (STANDARD, VIRTUOSO)}


def choose_dialect(name: DialectName, server: str) -> Dialect:
    """Return the dialect of a name; for ``auto`` by the Server header.

    >>> choose_dialect(DialectName.AUTO, "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu").name.value
    'virtuoso'
    """
    if name is not DialectName.AUTO:
        return _BY_NAME[name]
    return VIRTUOSO if server.startswith("Virtuoso/") else STANDARD


_GRAPH_STORES: Final = (
    (re.compile(r"/sparql(?:-auth)?$"), "/sparql-graph-crud-auth", "virtuoso"),
    (re.compile(r"(/repositories/[^/]+)$"), r"\1/rdf-graphs/service", ""),
    (re.compile(r"/(?:sparql|query)$"), "/data", ""),
)


def graph_store_of(endpoint: str, dialect: Dialect) -> str:
    """Return the address for the Graph Store Protocol that usually goes with a query endpoint; empty if none.

    Virtuoso: /sparql-graph-crud-auth; GraphDB and RDF4J: …/rdf-graphs/service; Fuseki: DATASET/data.

    >>> graph_store_of("http://localhost:8890/sparql", VIRTUOSO)
    'http://localhost:8890/sparql-graph-crud-auth'
    >>> graph_store_of("http://localhost:3030/diaban/sparql", STANDARD)
    'http://localhost:3030/diaban/data'
    """
    parts = urlsplit(endpoint)
    for pattern, replacement, engine in _GRAPH_STORES:
        if engine in {"", dialect.name.value} and pattern.search(parts.path):
            return urlunsplit(parts._replace(path=pattern.sub(replacement, parts.path)))
    return ""
