"""The page of the whole graph at a glance: groups by kind or by province, and what joins them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.views.network import Network
from kg.views.overview import FILE, Grouping, count_groups, read_tallies, show_groups
from kg.views.relations import RELATIONS
from kg.vocab import DATA
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.network_files import FORMATS, network_file
from kg.web.pages.paths import Language
from kg.web.pages.site import Site, presenter_for, render, site_of
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)
_UNIT: Final = f"{DATA}unit/"


@dataclass
class Overviews:
    """The overviews of one snapshot, made when they are first asked for."""

    made: dict[Grouping, Network] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@router.get("/{language}/overview", include_in_schema=False)
async def overview_page(
    request: Request,
    language: Language,
    by: Grouping = Grouping.KIND,
    format_name: str = Query("", alias="format", max_length=50),
) -> Response:
    """Show the whole graph, gathered by kind or by province; with ``format``, as a file."""
    site = await site_of(request)
    network = await _made(request, site, by)
    if format_name:
        return await network_file(request, site, language, network, format_name)
    presenter = presenter_for(language, network.names)
    title = presenter.tongue.say("The whole graph at a glance")

    def link(iri: str) -> str:
        if by is Grouping.KIND:
            return f"/{language}/search?kind={network.names[iri].kind.name}"
        return f"/{language}/places/{iri.removeprefix(_UNIT)}"

    return render(
        request,
        "overview.html",
        presenter,
        site,
        by=by,
        groupings=tuple(Grouping),
        network=network,
        edges=sorted(network.weights, key=lambda edge: (-network.weights[edge], edge)),
        svg=drawing_of(network, presenter, title, link=link) if network.names else "",
        link=link,
        relations=RELATIONS,
        formats=FORMATS,
    )


async def _made(request: Request, site: Site, by: Grouping) -> Network:
    overviews = state_of(request).made_once(Overviews, Overviews)
    async with overviews.turn:
        if by not in overviews.made:
            tallies = read_tallies(state_of(request).config.snapshot / FILE)
            # A graph that was not built here has no tallies yet.
            tally = tallies.get(by) or await count_groups(site.store, by)
            overviews.made[by] = await show_groups(site.store, by, tally)
        return overviews.made[by]
