"""Turns terms of the graph into HTML for one language: links, dates, numbers, with everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from rdflib import XSD

from kg.store.solutions import Term
from kg.views.evidence import Passage
from kg.views.names import Days, Name, shorten
from kg.views.svg import clean
from kg.vocab import DATA, KG
from kg.web.pages.language import Tongue, format_day, format_days, format_number

_NUMBERS: Final = frozenset(str(item) for item in (XSD.decimal, XSD.integer, XSD.double))
_SAFE: Final = "/:@!$&'()*+,;=~-._"
_LINKED: Final = ("http://", "https://")


def path_of(iri: str) -> str:
    """Return the part of one of our IRIs after the data base, percent-encoded, with its fragment.

    >>> path_of("https://w3id.org/diaban/id/source/a#char=1,2")
    'source/a#char=1,2'
    """
    path, hash_sign, fragment = iri.removeprefix(DATA).partition("#")
    return quote(path, safe=_SAFE) + hash_sign + quote(fragment, safe="=,")


@dataclass(frozen=True)
class Presenter:
    """Shows terms in one language.

    Attributes:
        tongue: the language.
        names: of the IRIs that the page shows.
    """

    tongue: Tongue
    names: Mapping[str, Name] = field(default_factory=dict)

    def name(self, iri: str) -> Name:
        """The name of a thing, also of one that nobody asked for."""
        return self.names.get(iri) or Name(iri)

    def href(self, iri: str) -> str:
        """Address of a thing's page; empty for what must not be a link."""
        if iri.startswith(DATA):
            return f"/{self.tongue.code}/doc/{path_of(iri)}"
        if iri.startswith(str(KG._NS)):  # noqa: SLF001 - rdflib offers no public name for it
            return f"/{self.tongue.code}/ontology/{quote(iri.rpartition('#')[2])}"
        return iri if iri.startswith(_LINKED) else ""

    def text(self, iri: str) -> str:
        """Label as plain text."""
        name = self.name(iri)
        return clean(name.label(self.tongue.code).value) if name.named else self._unnamed(iri)

    def _unnamed(self, iri: str) -> str:
        name = self.name(iri)
        tail = clean(shorten(iri).rpartition("/")[2])
        known = name.kind.name not in ("other", "concept")
        return f"{name.kind.label(self.tongue.code)} {tail}" if known else tail

    def label(self, iri: str) -> Markup:
        """Label, marked with its language where that is not the page's."""
        name = self.name(iri)
        if not name.named:
            return Markup('<span class="unnamed">{}</span>').format(self._unnamed(iri))
        return self.words(name.label(self.tongue.code))

    def words(self, term: Term) -> Markup:
        """A string, marked with its language where that is not the page's."""
        if term.lang and term.lang != self.tongue.code:
            return Markup('<span lang="{}">{}</span>').format(term.lang, clean(term.value))
        return Markup("{}").format(clean(term.value))

    def link(self, iri: str) -> Markup:
        """Link to a thing, with the day of an event beside it."""
        address = self.href(iri)
        if not address:
            return Markup("<code>{}</code>").format(clean(iri))
        if address == iri:
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, clean(iri, 80))
        name = self.name(iri)
        link = Markup('<a href="{}">{}</a>').format(address, self.label(iri))
        if name.kind.name == "event" and format_days(name.days, self.tongue.code):
            link += Markup(' <span class="when">{}</span>').format(format_days(name.days, self.tongue.code))
        return link

    def term(self, term: Term) -> Markup:
        """A value: a link, a day, a number, yes or no, or words."""
        if term.is_iri:
            enumerated = term.value.startswith(str(KG._NS))  # noqa: SLF001
            return self.label(term.value) if enumerated else self.link(term.value)
        if term.datatype == str(XSD.date):
            return Markup("{}").format(format_day(term.value, self.tongue.code))
        if term.datatype in _NUMBERS:
            return Markup("{}").format(format_number(term.value, self.tongue.code))
        if term.datatype == str(XSD.boolean):
            return Markup("{}").format(
                self.tongue.say("yes") if term.value == "true" else self.tongue.say("no")
            )
        return self.words(term)

    def terms(self, terms: Iterable[Term]) -> list[Markup]:
        """Values of one property; of strings in several languages those of the page's language."""
        return [self.term(term) for term in self.best(terms)]

    def best(self, terms: Iterable[Term]) -> list[Term]:
        """Leave out strings in another language where there is one in the page's."""
        found = list(terms)
        if any(term.lang == self.tongue.code for term in found):
            found = [term for term in found if term.lang in ("", self.tongue.code)]
        return found

    def day(self, day: str) -> str:
        """An ISO day as readers write it."""
        return format_day(day, self.tongue.code)

    def vietnamese(self, text: str) -> Markup:
        """A Vietnamese string, marked with its language on other pages."""
        return self.words(Term(text, lang="vi"))

    def number(self, value: object) -> str:
        """A number with the separators of the language."""
        return format_number(str(value), self.tongue.code)

    def days(self, days: Days) -> str:
        """Bounds of a day in words."""
        return format_days(days, self.tongue.code)

    def passage(self, passage: Passage) -> str:
        """Address of a passage inside its source's page."""
        return f"{self.href(passage.source)}#char={passage.start},{passage.end}"
