"""Which classes and predicates tell readers most: the order of groups and columns on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import RDF, RDFS, SKOS, SOSA

from kg.views.kinds import KINDS
from kg.vocab import CV, KG

_GENERIC: Final = frozenset({str(KG.Claim), str(SKOS.Concept), str(RDF.Statement), str(RDFS.Resource)})


def main_class(classes: Iterable[str]) -> str:
    """Return the class by which a claim is called: that of its kind, else its most telling one."""
    known = set(classes)
    for kind in KINDS.values():
        for item in kind.classes:
            if str(item) in known and str(item) not in _GENERIC:
                return str(item)
    own = sorted(item for item in known - _GENERIC if item.startswith(str(KG._NS)))  # noqa: SLF001
    return own[0] if own else min(known, default="")


_ORDER: Final[tuple[str, ...]] = tuple(
    str(term)
    for term in (
        *(KG.Tenure, KG.Attestation, KG.Participation, KG.Event, KG.Placement, KG.Directive, KG.Petition),
        *(KG.Response, KG.Signature, KG.DocumentStatement, KG.DocumentRelation, KG.ProjectStatement),
        *(KG.statedTitle, KG.post, KG.person, KG.capacity, KG.event, KG.agent, KG.observedDuring),
        *(CV.role, KG.asPost, KG.earliestEnd, KG.latestEnd),
        *(
            SOSA.observedProperty,
            KG.value,
            KG.valueHigh,
            KG.measureUnit,
            KG.qualifier,
            KG.asWritten,
            KG.measureKind,
        ),
        *(KG.code, KG.within, KG.validFrom, KG.validUntil, KG.unitLevel, KG.unitType),
        *(KG.unit, KG.site, KG.visited, KG.purpose, KG.addressee, KG.owner, KG.dueBefore, KG.dueText),
        *(KG.documentRelation, KG.document, KG.otherDocument, KG.documentStatus, KG.projectStatus),
    )
)


def rank(iri: str) -> tuple[int, str]:
    """Sort key of a class or predicate: the most telling first, the rest by IRI."""
    return (_RANKS.get(iri, len(_ORDER)), iri)


_RANKS: Final = {iri: number for number, iri in enumerate(_ORDER)} | {str(KG.Mention): 999}
