"""Derive where things are in both geographies: versions on the day of an event, and the units of today.

A record names a unit; which version of it is meant follows from the date (model, section 3.7). The
closure of ``kg:within`` is stated so that "in district D" is one lookup, once for the geography of the
version's own time (``kg:withinUnit``) and once for what it became (``kg:todayWithinUnit``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.rdf import iri
from kg.rdf.context import Days, Lift, days_of
from kg.rdf.graph import NamedGraph
from kg.records.dataset import Dataset, Dossier
from kg.records.model import Record
from kg.records.units import Register, UnitVersion
from kg.vocab import KG


def state_closures(graph: NamedGraph, register: Register) -> None:
    """State for each version the units that it lies in, then and today, and what each unit became."""
    for version in register.all_versions:
        node = iri.unit_version(version.unit, version.number)
        for ancestor in _lineage(register, version):
            graph.link(node, KG.withinUnit, iri.of_kind("unit", ancestor.unit), None)
        for current in register.today(version.unit):
            for ancestor in _lineage(register, current):
                graph.link(node, KG.todayWithinUnit, iri.of_kind("unit", ancestor.unit), None)
        for successor in register.successors(version):
            if successor.unit != version.unit:
                unit = iri.of_kind("unit", version.unit)
                graph.link(unit, KG.became, iri.of_kind("unit", successor.unit), None)


def _lineage(register: Register, version: UnitVersion) -> Iterable[UnitVersion]:
    current: UnitVersion | None = version
    while current is not None:
        yield current
        current = register.parent_of(current)


def version_between(register: Register, unit: str, days: Days) -> UnitVersion | None:
    """Give the version of a unit that stood on every day of an interval; ``None`` if unsure or unknown.

    An open side of the interval is taken as the other side, so "not after 10 June 2021" resolves as on
    10 June 2021.
    """
    if unit not in register:
        return None
    known_days = [day for day in (days.earliest, days.latest) if day is not None]
    found = {version.key: version for day in known_days if (version := register.version_on(unit, day))}
    return next(iter(found.values())) if len(found) == 1 else None


def state_places(graph: NamedGraph, dataset: Dataset, dossier: Dossier) -> None:
    """State the version or site behind every placement of a source's records."""
    lift = Lift(dossier, graph_of(dossier))
    record = dossier.record
    sites = _units_of_sites(record)
    for event in record.parts("events"):
        node = iri.nested(lift.source, "event", event.text("id"))
        _state(graph, dataset.register, node, event, days_of(event.part("date")), sites)
    published = lift.days_of_source()
    for project in record.parts("projects"):
        node = iri.nested(lift.source, "project", project.text("project"))
        days = days_of(project.part("on")) if "on" in project else published
        _state(graph, dataset.register, node, project, days, sites)
    for petition in record.parts("petitions"):
        node = iri.nested(lift.source, "petition", petition.text("id"))
        days = lift.event_days(petition.text("event")) if "event" in petition else published
        _state(graph, dataset.register, node, petition, days, sites)
    for group in record.parts("directives"):
        for task in group.parts("tasks"):
            node = iri.nested(lift.source, "directive", group.text("id"), "task", task.text("id"))
            holder = task if "place" in task else group
            issued_at = task.text("event") or group.text("event")
            days = lift.event_days(issued_at) if issued_at else published
            _state(graph, dataset.register, node, holder, days, sites)
    for site, unit in sites.items():
        graph.link(iri.of_kind("site", site), KG.siteIn, iri.of_kind("unit", unit), None)


def graph_of(dossier: Dossier) -> NamedGraph:
    """An empty graph that bears the name of a source, to resolve its ids."""
    return NamedGraph(iri.source(dossier.id))


def _state(
    graph: NamedGraph,
    register: Register,
    node: str,
    record: Record,
    days: Days,
    sites: Mapping[str, str],
) -> None:
    """State the version of each unit, and of the unit around each site, on the day of the record."""
    for place in record.parts("place"):
        kind = "unit" if "unit" in place else "site"
        if kind not in place:
            continue
        placement = iri.nested(node, "placement", kind, place.text(kind))
        if kind == "site":
            graph.link(node, KG.place, iri.of_kind("site", place.text("site")), None)
            around = sites.get(place.text("site"))
            version = version_between(register, around, days) if around else None
        else:
            version = _pinned(register, place) or version_between(register, place.text("unit"), days)
        if version is not None:
            target = iri.unit_version(version.unit, version.number)
            graph.link(placement, KG.unitVersion, target, None)
            if kind == "unit":
                graph.link(node, KG.place, target, None)


def _units_of_sites(dossier: Record) -> dict[str, str]:
    """Site → unit in which the source puts it."""
    found = {}
    for use in dossier.parts("places"):
        within = use.part("within")
        if within is not None and "site" in use:
            found[use.text("site")] = within.text("unit")
    return found


def _pinned(register: Register, place: Record) -> UnitVersion | None:
    unit, _, number = place.text("version").partition("/v/")
    return register.by_key.get((unit, int(number))) if number.isdigit() else None
