"""What the query editor completes: classes and properties of ontology and data, with their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.rdf.iri import GRAPH_ONTOLOGY
from kg.store.publication import read_publication
from kg.views.names import Name, read_names
from kg.views.rows import ask_rows
from kg.web.pages.errors import PageRoute
from kg.web.pages.paths import Language
from kg.web.pages.results import abbreviate
from kg.web.pages.site import Site, site_of
from kg.web.sparql import is_known
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)

_PREFIXED: Final = re.compile(r"[a-z]+:[A-Za-z_][A-Za-z0-9_-]*")
_DECLARED: Final = f"""SELECT ?term ?kind ?domain WHERE {{ GRAPH <{GRAPH_ONTOLOGY}> {{
  VALUES (?type ?kind) {{ (owl:Class "class") (rdfs:Class "class") (owl:ObjectProperty "property")
    (owl:DatatypeProperty "property") (owl:AnnotationProperty "property") (rdf:Property "property") }}
  ?term a ?type . OPTIONAL {{ ?term rdfs:domain ?domain }} }} }}"""


@dataclass(frozen=True)
class Term:
    """One class or property.

    Attributes:
        name: prefixed name, or IRI in angle brackets.
        kind: ``class`` or ``property``.
        label: in the page's language, else in another.
        used: things of a class, statements of a property.
        domains: prefixed names of the classes that a property is declared for.
    """

    name: str
    kind: str
    label: str = ""
    used: int = 0
    domains: tuple[str, ...] = ()


@dataclass
class Vocabularies:
    """The terms of a snapshot by language; made at the first wish."""

    by_language: dict[str, list[Term]]


@router.api_route("/{language}/sparql/terms", methods=["GET", "HEAD"], include_in_schema=False)
async def terms(request: Request, language: Language) -> Response:
    """Answer the terms that the query editor completes: prefixed name, kind, label, use, domains."""
    site = await site_of(request)
    tag = f'"{site.manifest.data_version}-terms-{language}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Language": language}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    known = state_of(request).made_once(Vocabularies, lambda: Vocabularies({}))
    if language not in known.by_language:
        known.by_language[language] = await _read_terms(site, language)
    found = [asdict(term) for term in known.by_language[language]]
    document = {"prefixes": dict(site.config.prefixes), "terms": found}
    return JSONResponse(document, headers=headers)


async def _read_terms(site: Site, language: str) -> list[Term]:
    publication = await run_in_threadpool(read_publication, site.config.snapshot)
    found = {(iri, "class"): Term(_spell(iri), "class", used=n) for iri, n in publication.classes.items()}
    for iri, counts in publication.properties.items():
        found[iri, "property"] = Term(_spell(iri), "property", used=counts["triples"])
    for row in await ask_rows(site.store, _DECLARED):
        key = (row["term"].value, row["kind"].value)
        term = found.get(key, Term(_spell(key[0]), key[1]))
        if "domain" in row:
            term = replace(term, domains=tuple(sorted({*term.domains, _spell(row["domain"].value)})))
        found[key] = term
    names = await read_names(site.store, {iri for iri, _ in found})
    labelled = (replace(term, label=_label(names, iri, language)) for (iri, _), term in found.items())
    return sorted(labelled, key=lambda term: (term.kind, -term.used, term.name))


def _label(names: Mapping[str, Name], iri: str, language: str) -> str:
    name = names[iri]
    return name.label(language).value if name.named else ""


def _spell(iri: str) -> str:
    """Spell an IRI as a query does; a local name that would need escapes is left in full."""
    short = abbreviate(iri)
    return short if _PREFIXED.fullmatch(short) else f"<{iri}>"
