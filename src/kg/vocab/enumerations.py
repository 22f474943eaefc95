"""Closed lists of values: kebab-case in records, ``kg:{scheme}-{lowerCamelCase}`` as IRIs.

Rule R13 of the record format. Each scheme is a ``skos:ConceptScheme`` of the ontology and each value a
``skos:Concept`` in it; a test compares this table with ``ontology/kg.ttl``.
"""

from __future__ import annotations

from rdflib import URIRef

from kg.vocab.own import KG

SCHEMES: dict[str, tuple[str, ...]] = {
    "claimStatus": ("stated", "inferred", "register", "editorial", "implied"),
    "strength": ("exact", "broader", "coreference"),
    "correction": ("typo", "variant", "abbreviation", "elided", "missing-word", "page-break"),
    "dateStatus": ("stated", "year-inferred", "bounded", "unknown"),
    "capacity": ("full", "acting", "deputy-in-charge", "ex-officio"),
    "branch": ("party", "state", "elected", "front"),
    "happened": ("held", "planned", "requested", "cancelled"),
    "participationRole": (
        "leader",
        "chair",
        "member",
        "host",
        "organiser",
        "speaker",
        "reporter",
        "signatory",
        "recipient",
    ),
    "spatialRelation": ("at", "within", "serves", "crosses", "adjoins", "covers"),
    "findingKind": ("result", "limitation", "difficulty", "assessment"),
    "measureKind": (
        "level",
        "change",
        "change-percent",
        "ratio-to-plan",
        "ratio-to-period",
        "rank",
        "target",
    ),
    "qualifier": ("exact", "about", "under", "over", "estimate"),
    "amountKind": ("approved", "disbursed", "requested", "planned"),
    "comparator": ("plan", "same-period", "average", "other"),
    "directiveKind": ("order", "recommendation"),
    "urgency": ("none", "soon", "urgent", "immediate", "especially"),
    "documentStatus": ("planned", "draft", "issued", "not-stated"),
    "documentType": (
        "resolution",
        "decision",
        "plan",
        "report",
        "submission",
        "notice",
        "scheme",
        "directive",
        "letter",
        "programme",
        "guidance",
        "design",
        "official-document",
    ),
    "numberStatus": ("stated", "partial", "blank", "none"),
    "naming": ("named", "described"),
    "documentRelation": (
        "amends",
        "supplements",
        "implements",
        "based-on",
        "repeals",
        "cites",
        "approves",
        "launches",
        "reports-on",
        "proposes",
    ),
    "projectStatus": (
        "requested",
        "agreed-in-principle",
        "approved",
        "funded",
        "under-way",
        "done",
        "not-stated",
    ),
    "outcome": (
        "accepted",
        "agreed-in-principle",
        "conditional",
        "delegated",
        "returned",
        "submission-required",
        "in-progress",
        "none",
    ),
    "coverage": ("itemised", "not-itemised"),
    "programmeRole": ("directive", "result", "topic", "target"),
    "programmeKind": ("programme", "scheme", "policy", "campaign", "movement", "pilot"),
    "unitLevel": ("country", "province", "district", "commune", "village", "central"),
    "changeKind": ("merge", "split", "rename", "type-change", "re-code", "transfer", "abolition"),
    "sourceKind": ("news-article", "notice", "decision", "resolution", "report"),
    "siteKind": (
        "village",
        "bridge",
        "river",
        "cluster",
        "building",
        "area",
        "road",
        "market",
        "school",
        "cooperative",
        "model",
        "other",
    ),
    "holderStatus": ("none", "not-stated"),
    "formula": ("kt", "tl", "tm", "tuq"),
    "curatorRole": ("author", "second-reader", "mender"),
    "membership": ("unknown", "listed"),
    "wholePart": ("whole", "part", "unknown"),
    "noClaimReason": ("heading", "repetition", "boilerplate", "page-furniture", "exhortation", "cut-off"),
}
"""Scheme (lowerCamelCase) → its values as records write them."""


def _camel(value: str) -> str:
    head, *tail = value.split("-")
    return head + "".join(word.capitalize() for word in tail)


_TERMS: dict[tuple[str, str], URIRef] = {
    (scheme, value): URIRef(f"{KG._NS}{scheme}-{_camel(value)}")
    for scheme, values in SCHEMES.items()
    for value in values
}
_VALUES: dict[URIRef, tuple[str, str]] = {term: key for key, term in _TERMS.items()}


def term_of(scheme: str, value: str) -> URIRef:
    """Give the IRI of a value of a scheme; ``KeyError`` if the scheme has no such value.

    >>> str(term_of("dateStatus", "year-inferred")).rpartition("#")[2]
    'dateStatus-yearInferred'
    """
    return _TERMS[scheme, value]


def value_of(term: URIRef) -> tuple[str, str]:
    """Give scheme and record value of an IRI: the inverse of `term_of`.

    >>> value_of(term_of("capacity", "acting"))
    ('capacity', 'acting')
    """
    return _VALUES[term]
