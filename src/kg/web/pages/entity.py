"""The page of a thing: facts in words, every statement with its sources, its neighbours as a network."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from kg.views.entity import GRAPH_NAMES, Entity, Group, read_entity
from kg.views.layout import branches
from kg.views.names import read_names
from kg.views.network import Network, read_network
from kg.views.relations import RELATIONS
from kg.views.svg import Drawing, draw
from kg.vocab import PREFIXES
from kg.web.pages.answers import TOOLS, occurring
from kg.web.pages.errors import PageRoute
from kg.web.pages.findings import listing
from kg.web.pages.nearest import unknown_thing
from kg.web.pages.passages import read_source_passages
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.present import Presenter, path_of
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.pages.story import drawings, state_of_directive, story_of, tell
from kg.web.pages.unit import read_unit, without_history

router = APIRouter(route_class=PageRoute)
PER_RELATION: Final = 8
_NO_NETWORK: Final = frozenset({"passage", "mention", "period", "term"})
FORMATS: Final = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))


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
    unit = await read_unit(request, site, language, entity, on)
    entity = entity if unit is None else without_history(entity)
    names = dict(entity.names)
    names |= await read_names(site.store, (set() if unit is None else unit.occurring) - set(names))
    network = None
    if entity.name.kind.name not in _NO_NETWORK:
        network = await read_network(site.store, iri, per_relation=PER_RELATION)
        details = {edge.detail for edge in network.edges if edge.detail}
        names |= network.names
        names |= await read_names(site.store, details - set(names))
    passages = await read_source_passages(site.store, iri) if entity.name.kind.name == "source" else ()
    names |= await read_names(
        site.store, {claim for passage in passages for claim in passage.claims} - set(names)
    )
    story = await tell(site, entity, language)
    names |= await read_names(
        site.store, {each for part in story for each in occurring(part.answer)} - set(names)
    )
    folded = {str(told) for told in story_of(entity).tells} if story else set()
    presenter = presenter_for(language, names)
    response = render(
        request,
        "entity.html",
        presenter,
        site,
        entity=entity,
        unit=unit,
        story=story,
        drawings=drawings(story, presenter),
        state=state_of_directive(entity, on),
        open_groups=[group for group in entity.groups if group.main_class not in folded],
        folded_groups=[group for group in entity.groups if group.main_class in folded],
        cell=TOOLS["cell"],
        evidence_of=TOOLS["evidence_of"],
        answer_graphs=TOOLS["graphs"],
        title=presenter.text(iri),
        svg=_drawing(network, presenter) if network is not None and len(network.names) > 1 else None,
        network=network,
        graphs=GRAPH_NAMES,
        group_id=group_id,
        whole_name=shrink,
        relations=RELATIONS,
        passages=passages,
        snippet=site.texts.snippet,
        formats=FORMATS,
        document=f"/doc/{path_of(iri)}.",
        centre=path_of(iri),
        findings=listing(site, language, site.findings.of_thing(iri)) if site.findings is not None else None,
    )
    response.headers["Link"] = _links(iri, entity)
    return response


def _drawing(network: Network, presenter: Presenter) -> Markup:
    """Return the network as SVG, which ``kg.views.svg`` has escaped."""
    language = presenter.tongue.code
    details = {edge.detail: presenter.text(edge.detail) for edge in network.edges if edge.detail}
    title = presenter.tongue.say("Network around %s") % presenter.text(network.centres[0])
    drawing = Drawing(language, presenter.href, title, details)
    return Markup(draw(network, branches(network, language), drawing))  # noqa: S704 - escaped by its maker


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
