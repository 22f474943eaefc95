"""Fetches the passages on which claims rest: all claims of an answer at once, in batches if it is long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, URIRef
from rdflib.namespace import PROV

from kg.rdf import iri
from kg.store.contract import Store
from kg.store.solutions import batches, select
from kg.vocab import DATA, KG, OA, value_of

_REGISTER: Final = (f"{DATA}unit/", f"{DATA}unit-change/")


@dataclass(frozen=True, order=True)
class Evidence:
    """One place that supports a row.

    Attributes:
        source: IRI of the source document, or of the graph of the register or the registries.
        start, end: code points, half-open; -1 for register and registries.
        status: stated, inferred, register, editorial or implied.
        version: of the register: the unit version or change; of the registries: the thing of the entry.
        legal_basis: of the version or change, as the register gives it.
    """

    source: str
    start: int
    end: int
    status: str
    version: str = ""
    legal_basis: str = ""

    def to_json(self) -> dict[str, object]:
        """Spell as a member of ``sources``."""
        if self.version:
            basis = self.legal_basis or None
            return {
                "source": self.source, "start": None, "end": None, "status": self.status,
                "version": self.version, "legal_basis": basis,
            }  # fmt: skip
        return {"source": self.source, "start": self.start, "end": self.end, "status": self.status}


async def fetch_evidence(store: Store, claims: Iterable[str]) -> Mapping[str, tuple[Evidence, ...]]:
    """Return the evidence of each claim, sorted; claims without any are absent.

    A claim's own passages come with those of its qualifications (the bounds of a date, one agent of several).

    Args:
        store: the graph.
        claims: IRIs of claim nodes, mentions, unit versions, unit changes, or things of the registries.
    """
    found: defaultdict[str, set[Evidence]] = defaultdict(set)
    wanted = sorted(set(claims))
    from_register = [claim for claim in wanted if claim.startswith(_REGISTER)]
    for batch in batches((claim for claim in wanted if not claim.startswith(_REGISTER)), _TWICE):
        for row in await select(store, _PASSAGES.replace("#CLAIMS", batch)):
            status = row.get("status")
            code = value_of(URIRef(status.value))[1] if status is not None else "stated"
            place = (int(row["start"].value), int(row["end"].value))
            found[row["claim"].value].add(Evidence(row["source"].value, *place, code))
    for batch in batches(from_register):
        for row in await select(store, _VERSIONS.replace("#CLAIMS", batch)):
            basis = row["basis"].value if "basis" in row else ""
            claim = row["claim"].value
            found[claim].add(Evidence(iri.GRAPH_REGISTER, -1, -1, "register", claim, basis))
    for batch in batches(claim for claim in wanted if claim not in found):
        for row in await select(store, _ENTRIES.replace("#CLAIMS", batch)):
            claim = row["claim"].value
            found[claim].add(Evidence(iri.GRAPH_REGISTRY, -1, -1, "editorial", claim))
    return {claim: tuple(sorted(evidence)) for claim, evidence in found.items()}


_TWICE: Final = 14_000
"""Characters of claims in one query, which names them twice."""
_PLACE: Final = f"?passage <{OA.hasSource}> ?source ; <{OA.start}> ?start ; <{OA.end}> ?end ."
# All in each branch, and the option last: joined after the union, every batch reads all passages of the graph
# (0.007 s against 0.17 s for 280 claims among 1 M statements).
_PASSAGES: Final = f"""
SELECT DISTINCT ?claim ?status ?source ?start ?end WHERE {{
  {{ VALUES ?claim {{ #CLAIMS }} ?claim ?by ?passage .
     FILTER(?by IN (<{PROV.wasQuotedFrom}>, <{KG.evidence}>, <{OA.hasTarget}>))
     {_PLACE} OPTIONAL {{ ?claim <{KG.claimStatus}> ?status }} }}
  UNION
  {{ VALUES ?claim {{ #CLAIMS }} ?part <{RDF.subject}> ?claim ; ?by ?passage .
     FILTER(?by IN (<{PROV.wasQuotedFrom}>, <{KG.evidence}>))
     {_PLACE} OPTIONAL {{ ?part <{KG.claimStatus}> ?status }} }}
}}
"""
_VERSIONS: Final = f"""
SELECT DISTINCT ?claim ?basis WHERE {{
  VALUES ?claim {{ #CLAIMS }}
  ?claim <{RDF.type}> ?class .
  OPTIONAL {{ ?claim <{KG.legalBasis}> ?basis }}
}}
"""
_ENTRIES: Final = f"""
SELECT DISTINCT ?claim WHERE {{
  VALUES ?claim {{ #CLAIMS }}
  GRAPH <{iri.GRAPH_REGISTRY}> {{ ?claim <{RDF.type}> ?class }}
}}
"""
