"""The network page: expansion, wide networks, or paths between two things; its address is its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.views.edges import count_relations
from kg.views.names import read_names
from kg.views.network import MAX_NODES, Network, Wanted, read_network
from kg.views.network_words import read_words
from kg.views.paths import read_paths
from kg.views.relations import RELATIONS, USUAL
from kg.views.unit_versions import NEWEST
from kg.views.vis_network import style_hashes
from kg.views.wide import MOST_STEPS, MOST_THINGS
from kg.vocab import DATA
from kg.web.headers import STYLES_KEY
from kg.web.pages.days import read_day, slider_of
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.nearest import find_thing
from kg.web.pages.network_files import FORMATS, network_file
from kg.web.pages.network_state import MOST, STEPS, THINGS, View
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.site import Site, presenter_for, render, site_of
from kg.web.pages.wide import wide_network

router = APIRouter(route_class=PageRoute)
_COUNTED: Final = 60
"""Nodes beyond which only the expanded ones are counted."""
_STOPS: Final = 200
"""Days at which the slider stops; of more, as many evenly among them."""
_LISTED: Final = 200
"""Rows of the tables below a large network; the files hold all."""


@router.get("/{language}/network", include_in_schema=False)
async def network_page(
    request: Request,
    language: Language,
    center: Annotated[str, Query(max_length=500)] = "",
    to: Annotated[str, Query(max_length=500)] = "",
    expand: Annotated[list[str] | None, Query(max_length=100)] = None,
    pin: Annotated[list[str] | None, Query(max_length=100)] = None,
    kinds: Annotated[list[str] | None, Query(max_length=100)] = None,
    most: Annotated[int, Query(ge=1, le=200)] = MOST,
    on: Annotated[str, Query(max_length=100)] = "",
    steps: Annotated[int, Query(ge=1, le=MOST_STEPS)] = 1,
    things: Annotated[int, Query(ge=1, le=MOST_THINGS)] = MAX_NODES,
    format_name: Annotated[str, Query(alias="format", max_length=50)] = "",
) -> Response:
    """Show the network around a thing, or the paths from it to another; with ``format``, as a file."""
    site = await site_of(request)
    chosen = tuple(name for name in RELATIONS if name in kinds) if kinds is not None else USUAL
    asked = View(center, to, tuple(expand or ()), tuple(pin or ()), chosen, most, "", steps, things)
    if not center.strip():
        return render(request, "network_start.html", presenter_for(language), site)
    day = read_day(on, language, lambda day: f"{request.url.path}{asked.day(day)}")
    view = replace(
        asked,
        center=(await find_thing(site, center, language)).removeprefix(DATA),
        to=(await find_thing(site, to, language)).removeprefix(DATA) if to.strip() else "",
        expand=_paths(expand),
        pin=_paths(pin),
        on="" if day == NEWEST else day,
    )
    network = await _read(request, site, view)
    if len(network.names) > MAX_NODES and not format_name:
        # The page that is open may not load what draws a large network: htmx goes there instead.
        if request.headers.get("hx-request"):
            return Response(headers={"HX-Redirect": f"/{language}/network{view.query}"})
        request.scope[STYLES_KEY] = style_hashes()
    if format_name:
        return await network_file(request, site, language, network, format_name)
    return await _show(request, site, language, view, network)


def _paths(given: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iri_of(path).removeprefix(DATA) for path in given or ()))


async def _read(request: Request, site: Site, view: View) -> Network:
    centre = f"{DATA}{view.center}"
    if view.to:
        return await read_paths(site.store, centre, f"{DATA}{view.to}", kinds=view.kinds, on=view.on)
    if view.wide:
        return await wide_network(request, site, view)
    expand, pinned = (tuple(f"{DATA}{path}" for path in paths) for paths in (view.expand, view.pin))
    wanted = Wanted(expand, pinned, view.kinds, view.most, view.on)
    return await read_network(site.store, centre, wanted)


async def _show(request: Request, site: Site, language: str, view: View, network: Network) -> Response:
    large = len(network.names) > MAX_NODES
    counts = dict(network.counts)
    if not (view.to or view.wide) and len(network.names) <= _COUNTED:
        counts |= await count_relations(site.store, set(network.names) - set(counts))
    listed = replace(network, edges=network.edges[:_LISTED]) if large else network
    words = await read_words(site.store, listed, language, site.manifest.data_version)
    status = {proof.status for proof in words.evidence.values() if proof.status}
    names = dict(network.names) | await read_names(site.store, {*words.sources, *words.details, *status})
    presenter = presenter_for(language, names)
    return render(
        request,
        "network.html",
        presenter,
        site,
        view=view,
        network=network,
        large=large,
        limit=MAX_NODES,
        listed=listed,
        nodes=sorted(network.names)[: _LISTED if large else None],
        counts=counts,
        proof_of=words.proof,
        formats=FORMATS,
        svg="" if large else drawing_of(network, presenter),
        relations=RELATIONS,
        title=presenter.text(network.centres[0]),
        shown=_shown(network),
        slider=slider_of(_stops(network.days, view.on), view.on or NEWEST),
        choices={"steps": STEPS, "things": sorted({*THINGS, view.things})},
        data=DATA,
        snippet=site.texts.snippet,
    )


def _stops(days: tuple[str, ...], on: str) -> tuple[str, ...]:
    """Days at which the slider stops, the day of the view among them."""
    if len(days) > _STOPS:
        days = tuple(days[round(number * (len(days) - 1) / (_STOPS - 1))] for number in range(_STOPS))
    return tuple(sorted({*days, on} - {""}))


def _shown(network: Network) -> Mapping[str, int]:
    """Count the drawn neighbours of each node."""
    ends: dict[str, set[str]] = {}
    for edge in network.edges:
        ends.setdefault(edge.source, set()).add(edge.target)
        ends.setdefault(edge.target, set()).add(edge.source)
    return {iri: len(ends.get(iri, ())) for iri in network.names}
