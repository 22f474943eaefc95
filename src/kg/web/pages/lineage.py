"""The page of a lineage: from a document to programmes, projects, directives and events, in lanes."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.views.lineage import MOST, lanes_of, read_lineage
from kg.views.names import read_names
from kg.views.network_words import read_words
from kg.views.relations import RELATIONS
from kg.vocab import DATA
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.nearest import find_thing
from kg.web.pages.network_files import FORMATS, network_file
from kg.web.pages.paths import Language
from kg.web.pages.site import Site, presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)

_QUESTIONS: Final = {
    "document": (("resolution-to-projects", "document"), ("document-lineage", "document")),
    "programme": (("programmes", "programme"),),
}
"""Questions that tell the same in tables, by the kind of the thing, with their parameter."""


@router.get("/{language}/lineage", include_in_schema=False)
async def lineage_page(
    request: Request,
    language: Language,
    of: Annotated[str, Query(max_length=500)] = "",
    format_name: Annotated[str, Query(alias="format", max_length=50)] = "",
) -> Response:
    """Show the lineage of a thing; with ``format``, as a file."""
    site = await site_of(request)
    if not of.strip():
        return render(request, "lineage.html", presenter_for(language), site, of="", network=None)
    start = await find_thing(site, of, language)
    network = await read_lineage(site.store, start)
    if format_name:
        return await network_file(request, site, language, network, format_name)
    words = await read_words(site.store, network, language, site.manifest.data_version)
    status = {proof.status for proof in words.evidence.values() if proof.status}
    others = await read_names(site.store, {start, *words.sources, *words.details, *status})
    presenter = presenter_for(language, dict(network.names) | others)
    title = presenter.text(start)
    heading = f"{presenter.tongue.say('Lineage')}: {title}"
    headings = [name.kind.label(language) for name in lanes_of(network)]
    return render(
        request,
        "lineage.html",
        presenter,
        site,
        of=start.removeprefix(DATA),
        start=start,
        title=title,
        network=network,
        most=MOST,
        svg=drawing_of(network, presenter, heading, headings=headings) if network.edges else "",
        questions=_questions(site, others[start].kind.name, start, language),
        relations=RELATIONS,
        formats=FORMATS,
        proof_of=words.proof,
        data=DATA,
        snippet=site.texts.snippet,
    )


def _questions(site: Site, kind: str, start: str, language: str) -> list[tuple[str, str]]:
    """Titles and addresses of the questions that tell a lineage in tables."""
    asked = [(site.questions.get(name), parameter) for name, parameter in _QUESTIONS.get(kind, ())]
    return [
        (question.title.in_language(language), f"/{language}/ask/{question.name}?{urlencode({key: start})}")
        for question, key in asked
        if question is not None
    ]
