"""The page of a thing: facts in words, every statement with its sources, its neighbours as a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.views.entity import GRAPH_NAMES, Entity, Group, read_entity
from kg.views.names import Name, read_names
from kg.views.network import Network, Wanted, read_network
from kg.views.relations import RELATIONS
from kg.vocab import PREFIXES
from kg.web.pages.answers import TOOLS, occurring
from kg.web.pages.drawing import drawing_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.findings import listing
from kg.web.pages.nearest import unknown_thing
from kg.web.pages.passages import SourcePassage, read_source_passages
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.present import path_of
from kg.web.pages.site import Site, presenter_for, render, site_of
from kg.web.pages.story import Told, drawings, state_of_directive, story_of, tell
from kg.web.pages.unit import UnitPart, read_unit, without_history

router = APIRouter(route_class=PageRoute)
PER_RELATION: Final = 8
_NO_NETWORK: Final = frozenset({"passage", "mention", "period", "term"})
FORMATS: Final = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))


@dataclass(frozen=True)
class _Contents:
    """What the page of a thing tells beside its facts, and the names of all that occurs in it."""

    entity: Entity
    unit: UnitPart | None
    network: Network | None
    passages: Sequence[SourcePassage]
    story: Sequence[Told]
    names: Mapping[str, Name]


@router.api_route("/{language}/doc/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def entity_page(
    request: Request,
    language: Language,
    path: str,
    whole: Annotated[str, Query(max_length=500)] = "",
    on: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Show a thing.

    Args:
        request: asks for it.
        language: of the page.
        path: of the thing below the data base.
        whole: prefixed name of a relation whose statements are all shown.
        on: day for which what lies in a unit, or the state of a directive, is shown.
    """
    site = await site_of(request)
    iri = iri_of(path)
    entity = await read_entity(site.store, iri, whole=_expand(whole))
    if entity is None:
        raise await unknown_thing(site, path, language)
    told = await _gather(request, site, language, entity, on)
    entity, network, story = told.entity, told.network, told.story
    folded = {str(part) for part in story_of(entity).tells} if story else set()
    presenter = presenter_for(language, told.names)
    response = render(
        request,
        "entity.html",
        presenter,
        site,
        entity=entity,
        unit=told.unit,
        story=story,
        drawings=drawings(story, presenter),
        state=state_of_directive(entity, on),
        open_groups=[group for group in entity.groups if group.main_class not in folded],
        folded_groups=[group for group in entity.groups if group.main_class in folded],
        title=presenter.text(iri),
        svg=drawing_of(network, presenter) if network is not None and len(network.names) > 1 else None,
        network=network,
        passages=told.passages,
        snippet=site.texts.snippet,
        document=f"/doc/{path_of(iri)}.",
        centre=path_of(iri),
        findings=listing(site, language, site.findings.of_thing(iri)) if site.findings is not None else None,
        **_TOOLS,
    )
    response.headers["Link"] = _links(iri, entity)
    return response


async def _gather(request: Request, site: Site, language: str, entity: Entity, on: str) -> _Contents:
    """Read all that a page tells, and the names of what occurs in it."""
    kind = entity.name.kind.name
    unit = await read_unit(request, site, language, entity, on)
    entity = entity if unit is None else without_history(entity)
    network = None
    if kind not in _NO_NETWORK:
        network = await read_network(site.store, entity.iri, Wanted(per_relation=PER_RELATION))
    passages = await read_source_passages(site.store, entity.iri) if kind == "source" else ()
    story = await tell(site, entity, language)
    names = dict(entity.names) | (dict(network.names) if network is not None else {})
    wanted = set(unit.occurring) if unit is not None else set()
    wanted |= {edge.detail for edge in network.edges if edge.detail} if network is not None else set()
    wanted |= {claim for passage in passages for claim in passage.claims}
    wanted |= {each for part in story for each in occurring(part.answer)}
    names |= await read_names(site.store, wanted - set(names))
    return _Contents(entity, unit, network, passages, story, names)


def _links(iri: str, entity: Entity) -> str:
    """Return the Link header (RFC 8288): what the page is about, and its other representations."""
    path = path_of(iri)
    types = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
    types["rdf"] = "application/rdf+xml"
    links = [f'<{entity.iri}>; rel="describes"']
    links += [f'</doc/{path}.{name}>; rel="alternate"; type="{types[name]}"' for name, _ in FORMATS]
    return ", ".join(links)


def group_id(group: Group) -> str:
    """Return the anchor of a group on its page.

    >>> group_id(Group("urn:x#person", "urn:x#Tenure", True, 1, (), ()))
    'person-Tenure-in'
    """
    ends = [iri.replace("/", "#").rpartition("#")[2] for iri in (group.predicate, group.main_class)]
    return f"{ends[0]}-{ends[1]}-{'in' if group.inverse else 'out'}"


def shrink(iri: str) -> str:
    """Return a prefixed name of an IRI, or the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if prefix in PREFIXES else name


_TOOLS: Final[Mapping[str, Any]] = {
    "cell": TOOLS["cell"],
    "evidence_of": TOOLS["evidence_of"],
    "answer_graphs": TOOLS["graphs"],
    "graphs": GRAPH_NAMES,
    "group_id": group_id,
    "whole_name": shrink,
    "relations": RELATIONS,
    "formats": FORMATS,
}
"""What the template needs for every thing."""
