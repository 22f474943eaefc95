"""What only pages of administrative units have: history, map, children on a day, what happened there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import Request

from kg.views.entity import Entity
from kg.views.places import count_happened, read_days
from kg.views.unit_history import UnitHistory, read_unit_history
from kg.views.unit_versions import NEWEST, Version, lineage
from kg.vocab import DATA, KG
from kg.web.pages.days import Slider, slider_of
from kg.web.pages.language import Tongue
from kg.web.pages.maps import Map, Wanted, lands_of, make_map
from kg.web.pages.places import Register, address_of, read_register_day, register_of
from kg.web.pages.present import path_of
from kg.web.pages.site import Site


@dataclass(frozen=True)
class UnitPart:
    """What the template shows of a unit.

    Attributes:
        history: of the unit.
        map: of it and of what it is today.
        slider: over the days on which something changed in it.
        asked: day of the address; empty for none.
        shown_day: day for which children are shown; empty for the newest state.
        first_day: of the register.
        browse: address of the browser of places.
        path: of the unit below the data base.
        directives: how many concern it.
        lineage: version → what it lies in.
    """

    history: UnitHistory
    map: Map | None
    slider: Slider
    asked: str
    shown_day: str
    first_day: str
    browse: str
    path: str
    directives: int
    lineage: Callable[[Version], tuple[Version, ...]]

    @property
    def occurring(self) -> set[str]:
        """IRIs whose names the part shows beside those of versions."""
        changes = (*self.history.earlier, *self.history.later)
        extents = {part.extent for change in changes for part in (*change.before, *change.after)}
        events = {event.event for event in self.history.events}
        return {change.kind for change in changes} | extents | events


async def read_unit(request: Request, site: Site, language: str, entity: Entity, on: str) -> UnitPart | None:
    """Return what only units have; None for anything else, and for a unit without a version.

    Raises:
        TextError: ``on`` is no day.
        UnknownError: it lies before all that the register knows.
    """
    if entity.name.kind.name != "unit":
        return None
    register: Register = await register_of(request, site)
    day = read_register_day(on, register.days, language, request.url.path)
    asked = "" if day == NEWEST else day
    history = await read_unit_history(site.store, entity.iri, asked)
    if history is None:
        return None
    shown = "" if history.day == NEWEST else history.day
    slider = slider_of(await read_days(site.store, entity.iri), history.day)
    counts = await count_happened(site.store, [entity.iri])
    return UnitPart(
        history=history,
        map=await _map(request, history, Tongue(language)),
        slider=slider,
        asked=asked,
        shown_day=shown,
        first_day=register.days[0],
        browse=address_of(language, history.versions[-1], shown),
        path=path_of(entity.iri),
        directives=counts.get(entity.iri, {}).get(str(KG.Directive), 0),
        lineage=lambda version: lineage(version, history.known),
    )


async def _map(request: Request, history: UnitHistory, tongue: Tongue) -> Map | None:
    """Show the unit where it was last, by its land or else by its newest point, and what it is today."""
    lands = await lands_of(request)
    newest = history.versions[-1]
    day = newest.last_day or NEWEST
    placed = [version for version in history.versions if version.point is not None]
    has_land = any(land.unit == newest.unit and land.holds_on(day) for land in lands)
    own = newest if has_land or not placed else placed[-1]
    others = [each for each in (*history.today, *history.heirs) if each.unit != own.unit]
    wanted = Wanted(day, own, tuple(others))

    def href(version: Version) -> str:
        return f"/{tongue.code}/doc/{version.unit.removeprefix(DATA)}"

    return make_map(lands, wanted, tongue, href)


def without_history(entity: Entity) -> Entity:
    """Leave out what the history tells: the versions of a unit, and what it became."""
    told = {predicate: values for predicate, values in entity.facts.items() if predicate != str(KG.became)}
    kept = tuple(
        group
        for group in entity.groups
        if group.main_class != str(KG.UnitVersion) and group.predicate != str(KG.became)
    )
    return replace(entity, facts=told, groups=kept)
