"""The terms of the ontology at addresses of their own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import UnknownError
from kg.rdf.iri import GRAPH_ONTOLOGY
from kg.rdf.terms import foreign_iri
from kg.rdf.terms import iri as spell_iri
from kg.views.entity import GRAPH_NAMES, read_entity
from kg.views.names import read_names
from kg.views.order import main_class
from kg.views.relations import RELATIONS
from kg.views.rows import ask_rows
from kg.vocab import KG
from kg.web.pages.entity import FORMATS, group_id, shrink
from kg.web.pages.errors import PageRoute, language_of
from kg.web.pages.linked_data import FORMATS as RESULT_FORMATS
from kg.web.pages.linked_data import answer_rdf, ending_of
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)
ONTOLOGY: Final = str(KG._NS)  # noqa: SLF001 - rdflib offers no public name for it

_TERMS: Final = f"""SELECT DISTINCT ?term ?class WHERE {{ GRAPH <{GRAPH_ONTOLOGY}> {{ ?term a ?class }}
  FILTER(STRSTARTS(STR(?term), "{ONTOLOGY}")) }} ORDER BY ?term"""


@router.api_route("/ontology", methods=["GET", "HEAD"], include_in_schema=False)
async def ontology(request: Request) -> Response:
    """Answer the whole ontology in RDF, or lead readers to the list of its terms."""
    site = await site_of(request)
    ending = ending_of(request, request.query_params.get("format", ""))
    if not ending:
        return _see_other(f"/{language_of(request)}/ontology")
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH_ONTOLOGY}> {{ ?s ?p ?o }} }}"
    return await answer_rdf(request, site, query, RESULT_FORMATS[ending], [])


@router.api_route("/ontology/{term}", methods=["GET", "HEAD"], include_in_schema=False)
async def ontology_term(request: Request, term: str) -> Response:
    """Answer what the ontology says of one term in RDF, or lead readers to its page."""
    site = await site_of(request)
    spelled = spell_iri(_iri_of_term(term))
    ending = ending_of(request, request.query_params.get("format", ""))
    if not ending:
        return _see_other(f"/{language_of(request)}/ontology/{term}")
    pattern = f"GRAPH <{GRAPH_ONTOLOGY}> {{ {spelled} ?p ?o }}"
    if not await ask_rows(site.store, f"SELECT ?p WHERE {{ {pattern} }} LIMIT 1"):
        raise _unknown(term, language_of(request))
    links = [f'</{language_of(request)}/ontology/{term}>; rel="alternate"; type="text/html"']
    query = f"CONSTRUCT {{ {spelled} ?p ?o }} WHERE {{ {pattern} }}"
    return await answer_rdf(request, site, query, RESULT_FORMATS[ending], links)


def _unknown(term: str, language: str) -> UnknownError:
    address = f"/{language}/ontology"
    return UnknownError(
        f"the ontology has no term {term}; look at {address}",
        vi=f"bản thể luận không có thuật ngữ {term}; hãy xem {address}",
    )


def _see_other(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Vary": "Accept, Accept-Language"})


def _iri_of_term(term: str) -> str:
    iri = f"{ONTOLOGY}{term}"
    try:
        foreign_iri(iri)
    except ValueError as error:
        raise UnknownError(
            f"{term!r} is no term; look at /ontology", vi=f"{term!r} không phải thuật ngữ; hãy xem /ontology"
        ) from error
    return iri


@router.get("/{language}/ontology", include_in_schema=False)
async def ontology_page(request: Request, language: Language) -> Response:
    """List the terms of the ontology by their class."""
    site = await site_of(request)
    classes: dict[str, set[str]] = {}
    for row in await ask_rows(site.store, _TERMS):
        classes.setdefault(row["term"].value, set()).add(row["class"].value)
    groups: dict[str, list[str]] = {}
    for term, found in classes.items():
        groups.setdefault(main_class(found), []).append(term)
    names = await read_names(site.store, {*classes, *groups})
    return render(request, "ontology.html", presenter_for(language, names), site, groups=groups)


@router.get("/{language}/ontology/{term}", include_in_schema=False)
async def term_page(request: Request, language: Language, term: str) -> Response:
    """Show one term like any other thing: definition, what uses it, its values."""
    site = await site_of(request)
    entity = await read_entity(site.store, _iri_of_term(term))
    if entity is None or not entity.facts:
        raise _unknown(term, language)
    presenter = presenter_for(language, entity.names)
    return render(
        request, "entity.html", presenter, site,
        entity=entity, title=presenter.text(entity.iri), svg=None, network=None, graphs=GRAPH_NAMES,
        group_id=group_id, whole_name=shrink, relations=RELATIONS, passages=(), snippet=site.texts.snippet,
        formats=FORMATS, document=f"/ontology/{term}?format=", centre="", findings=None,
        story=(), drawings={}, state=None, open_groups=entity.groups, folded_groups=(),
    )  # fmt: skip
