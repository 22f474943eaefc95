"""The network page: counted expansion and filters, or paths between two things; its address is its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.store.resolve import resolve
from kg.views.names import read_names
from kg.views.network import Network, count_relations, read_network
from kg.views.network_words import read_words
from kg.views.paths import read_paths
from kg.views.relations import RELATIONS, USUAL
from kg.vocab import DATA
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.nearest import moved_to, unknown_thing
from kg.web.pages.network_files import FORMATS, network_file
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.site import Site, presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)
_COUNTED: Final = 60
"""Nodes beyond which only the expanded ones are counted."""


@dataclass(frozen=True)
class View:
    """The state of a network page, as its address spells it.

    Attributes:
        center: path of the thing in the middle.
        to: path of the other end, for paths.
        expand: paths of expanded nodes, in order.
        kinds: relations that are shown.
        most: neighbours drawn for one node and relation.
    """

    center: str
    to: str
    expand: tuple[str, ...]
    kinds: tuple[str, ...]
    most: int

    @property
    def filtered(self) -> bool:
        """Whether the reader has chosen relations."""
        return self.kinds != USUAL

    def query(self, expand: tuple[str, ...] | None = None, most: int | None = None) -> str:
        """Return the query string of this view, or of one that differs in what is given."""
        pairs = [("center", self.center)]
        pairs += [("to", self.to)] if self.to else []
        pairs += [("expand", path) for path in (self.expand if expand is None else expand)]
        pairs += [("kinds", kind) for kind in self.kinds] if self.filtered else []
        wanted = self.most if most is None else most
        pairs += [("most", str(wanted))] if wanted != _MOST else []
        return f"?{urlencode(pairs, safe='/:')}"

    def toggled(self, path: str) -> str:
        """Return the query string of the view with a node expanded, or collapsed if it was expanded."""
        others = tuple(item for item in self.expand if item != path)
        return self.query(others if path in self.expand else (*self.expand, path))


_MOST: Final = 12


@router.get("/{language}/network", include_in_schema=False)
async def network_page(
    request: Request,
    language: Language,
    center: Annotated[str, Query(max_length=500)] = "",
    to: Annotated[str, Query(max_length=500)] = "",
    expand: Annotated[list[str] | None, Query(max_length=100)] = None,
    kinds: Annotated[list[str] | None, Query(max_length=100)] = None,
    most: Annotated[int, Query(ge=1, le=200)] = _MOST,
    format_name: Annotated[str, Query(alias="format", max_length=50)] = "",
) -> Response:
    """Show the network around a thing, or the paths from it to another; with ``format``, as a file."""
    site = await site_of(request)
    chosen = tuple(name for name in RELATIONS if kinds is None or name in kinds)
    view = View("", "", (), USUAL if kinds is None else chosen, most)
    if not center.strip():
        return render(
            request, "network_start.html", presenter_for(language), site, view=view, relations=RELATIONS
        )
    start = await _find(site, center, language)
    goal = await _find(site, to, language) if to.strip() else ""
    expanded = tuple(dict.fromkeys(iri_of(path) for path in expand or ()))
    if goal:
        network = await read_paths(site.store, start, goal, kinds=view.kinds)
    else:
        network = await read_network(site.store, start, expand=expanded, kinds=view.kinds, per_relation=most)
    if format_name:
        return await network_file(request, site, language, network, format_name)
    local = tuple(iri.removeprefix(DATA) for iri in (start, goal, *expanded))
    view = View(local[0], local[1], local[2:], view.kinds, most)
    return await _show(request, site, language, view, network)


async def _find(site: Site, text: str, language: str) -> str:
    """Return the IRI that a path, an IRI or a name means."""
    found = text.strip()
    path = found.removeprefix(DATA)
    if "/" in path and " " not in path:
        iri = iri_of(moved_to(site, path) or path)
        names = await read_names(site.store, [iri])
        if not names[iri].classes:
            raise await unknown_thing(site, path, language)
        return iri
    resolved = await run_in_threadpool(resolve, site.index, found, "iri", language)
    return resolved.iri


async def _show(request: Request, site: Site, language: str, view: View, network: Network) -> Response:
    counts = dict(network.counts)
    if not view.to and len(network.names) <= _COUNTED:
        counts |= await count_relations(site.store, set(network.names) - set(counts))
    words = await read_words(site.store, network, language, site.manifest.data_version)
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
        counts=counts,
        proof_of=words.proof,
        formats=FORMATS,
        svg=drawing_of(network, presenter),
        relations=RELATIONS,
        title=presenter.text(network.centres[0]),
        shown=_shown(network),
        data=DATA,
        snippet=site.texts.snippet,
    )


def _shown(network: Network) -> Mapping[str, int]:
    """Count the drawn neighbours of each node."""
    ends: dict[str, set[str]] = {}
    for edge in network.edges:
        ends.setdefault(edge.source, set()).add(edge.target)
        ends.setdefault(edge.target, set()).add(edge.source)
    return {iri: len(ends.get(iri, ())) for iri in network.names}
