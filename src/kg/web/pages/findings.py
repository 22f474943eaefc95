"""Findings as pages show them: with links to the thing, the rule and the line of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from kg.views.findings import ListedFinding
from kg.vocab import DATA, SHAPES
from kg.web.pages.language import Tongue
from kg.web.pages.site import Site

_SOURCES: Final = f"{DATA}source/"
ON_ENTITY_PAGE: Final = 25
"""Findings that the page of a thing lists; the others are one link away."""


@dataclass(frozen=True)
class Row:
    """One finding with its addresses; an address is empty where there is no page.

    Attributes:
        about: things that it is about, sources left out unless there is nothing else.
        rule_href: page of the shape.
        record_href: page of the record, at the line.
        severity, kind: in words.
    """

    finding: ListedFinding
    about: tuple[str, ...]
    rule_href: str
    record_href: str
    severity: str
    kind: str


@dataclass(frozen=True)
class Listing:
    """Some findings for a page: those shown, and how many there are."""

    rows: tuple[Row, ...]
    total: int


def listing(
    site: Site, language: str, findings: Sequence[ListedFinding], most: int = ON_ENTITY_PAGE
) -> Listing:
    """Return the first of some findings, ready to be shown."""
    return Listing(tuple(_row(site, language, item) for item in findings[:most]), len(findings))


def iris_of(rows: Iterable[Row]) -> set[str]:
    """Return the IRIs that rows show, so that they can be named."""
    found = {iri for row in rows for iri in row.about}
    return found | {row.finding.focus for row in rows if row.finding.focus}


def _row(site: Site, language: str, item: ListedFinding) -> Row:
    about = site.findings.things_of(item) if site.findings is not None else ()
    tongue = Tongue(language)
    return Row(
        item,
        # A source holds everything that its things say; it is named only where there is nothing closer.
        tuple(iri for iri in about if not _is_source(iri)) or about,
        rule_href(site, language, item),
        record_href(site, language, item),
        severity_in_words(item.severity, tongue),
        # Most findings are faults; what is none is said.
        kind_in_words(item.kind, tongue) if item.kind != "fault" else "",
    )


def _is_source(iri: str) -> bool:
    return iri.startswith(_SOURCES) and "/" not in iri.removeprefix(_SOURCES)


def rule_href(site: Site, language: str, item: ListedFinding) -> str:
    """Return the address of the page of a rule; empty for rules of the record format."""
    known = item.shape.startswith(str(SHAPES)) and site.config.shapes is not None
    return f"/{language}/shapes/{quote(item.rule, safe='')}" if known else ""


def record_href(site: Site, language: str, item: ListedFinding) -> str:
    """Return the address of the line of a record; empty where the service does not show records."""
    folder = site.config.records
    if folder is None or not item.file.startswith(f"{folder.resolve().name}/"):
        return ""
    where = urlencode({"line": item.line, "column": item.column})
    return f"/{language}/record/{quote(item.file)}?{where}"


def severity_in_words(severity: str, tongue: Tongue) -> str:
    """Say a severity in the language of the page."""
    words = {
        "violation": tongue.say("violation"),
        "warning": tongue.say("warning"),
        "info": tongue.say("info"),
    }
    return words.get(severity, severity)


def kind_in_words(kind: str, tongue: Tongue) -> str:
    """Say a kind of finding in the language of the page; a kind that is not known here by its id."""
    words = {"conflict": tongue.say("conflict between sources"), "fault": tongue.say("fault of a record")}
    return words.get(kind, kind)


def thing_iri(text: str) -> str:
    """Return the IRI of a thing that an address names by its IRI or by its path; empty for none.

    >>> thing_iri("person/a"), thing_iri("")
    ('https://w3id.org/diaban/id/person/a', '')
    """
    return text if not text or text.startswith(DATA) else f"{DATA}{text}"
