"""The passages of a source in reading order, with the claims that each carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.views.evidence import Passage, read_passage
from kg.views.rows import ask_rows, group_rows

_QUERY: Final = """SELECT ?passage ?source ?start ?end ?claim WHERE {
  BIND($source AS ?source)
  ?passage oa:hasSource $source ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?claim prov:wasQuotedFrom|kg:evidence|oa:hasTarget ?passage }
} ORDER BY ?start ?end ?claim"""


@dataclass(frozen=True)
class SourcePassage:
    """One passage and the IRIs of the claims that rest on it."""

    passage: Passage
    claims: tuple[str, ...]


async def read_source_passages(store: Store, source: str) -> tuple[SourcePassage, ...]:
    """Return the passages of a source in reading order."""
    rows = await ask_rows(store, _QUERY.replace("$source", spell_iri(source)))
    found = []
    for group in group_rows(rows, "passage").values():
        claims = sorted({row["claim"].value for row in group if "claim" in row})
        found.append(SourcePassage(read_passage(group[0]), tuple(claims)))
    return tuple(sorted(found, key=lambda item: item.passage))
