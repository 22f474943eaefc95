"""Names, kinds and days of many things at once: one label policy for pages, networks and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import DCTERMS

from kg.store import Store
from kg.store.solutions import Term
from kg.views.kinds import OTHER, Kind, kind_of
from kg.views.rows import ask_about, group_rows
from kg.vocab import DATA, ELI, KG

_LABELS: Final = tuple(
    str(item) for item in (RDFS.label, SKOS.prefLabel, DCTERMS.title, KG.surface, KG.statedTitle)
)
"""Properties that name a thing, the best first."""

_QUERY: Final = f"""SELECT ?x ?p ?o WHERE {{ VALUES ?x {{ $iris }} ?x ?p ?o
  FILTER(?p IN (rdf:type, {", ".join(f"<{item}>" for item in _LABELS)},
    kg:earliestStart, kg:latestStart, eli:date_document)) }}"""
_FIRST: Final = frozenset({str(KG.earliestStart), str(ELI.date_document)})
_LAST: Final = frozenset({str(KG.latestStart), str(ELI.date_document)})


@dataclass(frozen=True)
class Days:
    """The first and last day on which something may have begun (ISO), inclusive; empty where unknown."""

    earliest: str = ""
    latest: str = ""

    @property
    def key(self) -> str:
        """Sorts unknown days last."""
        return self.earliest or self.latest or "9999"


UNKNOWN: Final = Days()


@dataclass(frozen=True)
class Name:
    """What to call a thing.

    Attributes:
        iri: the thing.
        texts: labels by language; the key is empty for strings without a language.
        classes: its RDF classes.
        days: when it began, happened or was dated.
    """

    iri: str
    texts: Mapping[str, str] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    days: Days = UNKNOWN

    @property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        return kind_of(self.classes) if self.classes else OTHER

    @property
    def named(self) -> bool:
        """Whether it has a label."""
        return bool(self.texts)

    def label(self, language: str) -> Term:
        """Label in a language, else in another, else the local part of the IRI; with its language tag."""
        other = "vi" if language == "en" else "en"
        for tag in (language, other, ""):
            if tag in self.texts:
                return Term(self.texts[tag], lang=tag)
        for tag in sorted(self.texts):
            return Term(self.texts[tag], lang=tag)
        return Term(shorten(self.iri))


def shorten(iri: str) -> str:
    """Return the part of an IRI that tells it from others.

    >>> shorten("https://w3id.org/diaban/id/person/a"), shorten("https://schema.org/url")
    ('person/a', 'url')
    """
    if iri.startswith(DATA):
        return iri.removeprefix(DATA) or iri
    tail = iri.rstrip("/#")
    return tail[max(tail.rfind("/"), tail.rfind("#")) + 1 :] or iri


async def read_names(store: Store, iris: Iterable[str]) -> dict[str, Name]:
    """Return the name of every IRI that is asked for, also of those that the graph does not know."""
    wanted = set(iris)
    rows = group_rows(await ask_about(store, _QUERY, wanted), "x")
    return {iri: _name(iri, [(row["p"].value, row["o"]) for row in rows.get(iri, ())]) for iri in wanted}


def _name(iri: str, facts: list[tuple[str, Term]]) -> Name:
    texts: dict[str, str] = {}
    for predicate in _LABELS:
        # Two labels of one language are legal; the first by code point is everyone's choice.
        for term in sorted(term for found, term in facts if found == predicate):
            texts.setdefault(term.lang, term.value)
        if texts:
            break
    classes = frozenset(term.value for found, term in facts if found == str(RDF.type))
    earliest = min((term.value for found, term in facts if found in _FIRST), default="")
    latest = max((term.value for found, term in facts if found in _LAST), default="")
    return Name(iri, texts, classes, Days(earliest, latest))
