"""The sources of statements: passages, status and reason of many claims at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.store import Store
from kg.store.solutions import Term
from kg.views.rows import Row, ask_about, group_rows
from kg.vocab import KG

_QUERY: Final = """SELECT ?claim ?p ?passage ?source ?start ?end WHERE {
  { VALUES ?claim { $iris } ?claim ?p ?passage FILTER(?p IN (prov:wasQuotedFrom, kg:evidence, oa:hasTarget)) }
  UNION
  { VALUES ?claim { $iris } ?claim kg:attestedBy ?seen . ?seen prov:wasQuotedFrom ?passage
    BIND(prov:wasQuotedFrom AS ?p) }
  ?passage oa:hasSource ?source ; oa:start ?start ; oa:end ?end }"""

_STATUS: Final = """SELECT ?claim ?p ?o WHERE { VALUES ?claim { $iris } ?claim ?p ?o
  FILTER(?p IN (kg:claimStatus, kg:because, kg:legalBasis)) }"""


@dataclass(frozen=True, order=True)
class Passage:
    """A passage: code points of the stored text of a source, half-open.

    Attributes:
        source: IRI of the source.
        start, end: positions.
        iri: of the passage.
    """

    source: str
    start: int
    end: int
    iri: str = ""


@dataclass(frozen=True)
class Evidence:
    """What a claim rests on.

    Attributes:
        quoted: passages that say it.
        inferred_from: passages from which it follows, for inferred claims.
        status: IRI of the claim status, or empty.
        because: the reason, one term a language.
        legal_basis: what the register names as its basis.
    """

    quoted: tuple[Passage, ...] = ()
    inferred_from: tuple[Passage, ...] = ()
    status: str = ""
    because: tuple[Term, ...] = ()
    legal_basis: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, each once, in reading order."""
        return tuple(sorted({*self.quoted, *self.inferred_from}))


NONE: Final = Evidence()


def join_evidence(parts: Iterable[Evidence]) -> Evidence:
    """Return the evidence of several claims that say the same; the first status stands for all."""
    found = list(parts)
    return Evidence(
        tuple(sorted({passage for part in found for passage in part.quoted})),
        tuple(sorted({passage for part in found for passage in part.inferred_from})),
        next((part.status for part in found if part.status), ""),
        next((part.because for part in found if part.because), ()),
        tuple(sorted({basis for part in found for basis in part.legal_basis})),
    )


async def read_evidence(store: Store, claims: Iterable[str]) -> dict[str, Evidence]:
    """Return the evidence of each claim that has any."""
    wanted = set(claims)
    passages = group_rows(await ask_about(store, _QUERY, wanted), "claim")
    statuses = group_rows(await ask_about(store, _STATUS, wanted), "claim")
    known = sorted(passages.keys() | statuses.keys())
    return {claim: _evidence(passages.get(claim, []), statuses.get(claim, [])) for claim in known}


def read_passage(row: Row) -> Passage:
    """Read a passage from ``?passage``, ``?source``, ``?start`` and ``?end``."""
    start, end = int(row["start"].value), int(row["end"].value)
    return Passage(row["source"].value, start, end, row["passage"].value)


def _evidence(passages: list[Row], statuses: list[Row]) -> Evidence:
    def spans(*, inferred: bool) -> tuple[Passage, ...]:
        chosen = [row for row in passages if (row["p"].value == str(KG.evidence)) is inferred]
        return tuple(sorted({read_passage(row) for row in chosen}))

    def said(predicate: str) -> list[Term]:
        return sorted(row["o"] for row in statuses if row["p"].value == predicate)

    status = said(str(KG.claimStatus))
    return Evidence(
        spans(inferred=False),
        spans(inferred=True),
        status[0].value if status else "",
        tuple(said(str(KG.because))),
        tuple(term.value for term in said(str(KG.legalBasis))),
    )
