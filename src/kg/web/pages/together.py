"""The page of people and bodies that take part in events together: pairs, measures and groups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.views.names import read_names
from kg.views.network_words import read_words
from kg.views.together import MOST_DRAWN, MOST_LISTED, MOST_PAIRS, read_together
from kg.vocab import DATA
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.network_files import FORMATS, network_file
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)


@router.get("/{language}/together", include_in_schema=False)
async def together_page(
    request: Request,
    language: Language,
    least: Annotated[int, Query(ge=1, le=1000)] = 1,
    format_name: Annotated[str, Query(alias="format", max_length=50)] = "",
) -> Response:
    """Show who takes part in events together; with ``format``, the drawn network as a file."""
    site = await site_of(request)
    found = await read_together(site.store, least)
    if format_name:
        return await network_file(request, site, language, found.network, format_name)
    words = await read_words(site.store, found.network, language, site.manifest.data_version)
    names = dict(found.network.names) | await read_names(site.store, words.sources)
    presenter = presenter_for(language, names)
    title = presenter.tongue.say("Who takes part in events together")
    return render(
        request,
        "together.html",
        presenter,
        site,
        found=found,
        network=found.network,
        listed=found.strongest(MOST_LISTED),
        least=least,
        proof_of=words.proof,
        formats=FORMATS,
        svg=drawing_of(found.network, presenter, title) if found.network.names else "",
        data=DATA,
        snippet=site.texts.snippet,
        limits={"pairs": MOST_PAIRS, "drawn": MOST_DRAWN},
    )
