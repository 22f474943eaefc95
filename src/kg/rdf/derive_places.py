"""Derive where things are in both geographies: versions on the day of an event, and the units of today.

A record names a unit; which version of it is meant follows from the date (model, section 3.7). The
closure of ``kg:within`` is stated for the versions of every unit that a record names, so that "in district D"
is one lookup: in the geography of the version's own time (``kg:withinUnit``), of today
(``kg:todayWithinUnit``) and of before (``kg:formerlyWithinUnit``). For the other units of the register nobody
can ask what happened there, and their closures would be a quarter of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.rdf import iri
from kg.rdf.context import Days, Lift, days_of
from kg.rdf.graph import NamedGraph
from kg.rdf.terms import iri as spell
from kg.records.dataset import Dataset, Dossier
from kg.records.model import Record
from kg.records.units import Register, UnitVersion
from kg.vocab import DATA, KG


def state_closures(graph: NamedGraph, register: Register, units: Iterable[str]) -> None:
    """State where the versions of some units lie, lay and came to lie; and what each unit of all became.

    Args:
        graph: takes the statements.
        register: all units.
        units: ids of the units that records name, whose versions are asked for; others are passed over.
    """
    for unit in sorted(set(units)):
        state_areas(graph, register, unit)
    state_successors(graph, register)


def state_areas(graph: NamedGraph, register: Register, unit: str) -> None:
    """State where the versions of one unit lie, lay and came to lie; one not registered is passed over."""
    if unit in register:
        for version in register.versions(unit):
            _state_areas(graph, register, version)


def state_successors(graph: NamedGraph, register: Register) -> None:
    """State what each unit became."""
    for version in register.all_versions:
        for successor in register.successors(version):
            if successor.unit != version.unit:
                unit_node = iri.of_kind("unit", version.unit)
                graph.link(unit_node, KG.became, iri.of_kind("unit", successor.unit), None)


def areas_of(lines: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Gather from closures the areas of each unit and version, all as N-Triples spells them."""
    areas: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, area in lines:
        if predicate == spell(KG.inArea):
            areas[subject].append(area)
    return areas


def state_seats(graph: NamedGraph, areas: Mapping[str, list[str]], graphs: Iterable[NamedGraph]) -> None:
    """State the areas of what belongs to a unit: a body by its jurisdiction, a group or programme of a place.

    Args:
        graph: takes the statements.
        areas: of the units that are named, as `areas_of` gives them.
        graphs: name bodies, groups and programmes with their units.
    """
    start = f"<{DATA}unit/"
    belonging = {spell(KG.jurisdiction), spell(KG.ofUnit)}
    for each in graphs:
        for subject, predicate, unit in each.lines:
            if predicate in belonging and unit.startswith(start):
                graph.lines.update((subject, spell(KG.inArea), area) for area in areas.get(unit, ()))


def named_units(graphs: Iterable[NamedGraph]) -> set[str]:
    """Give the ids of all units that statements name as their object, themselves or by a version."""
    start = f"<{DATA}unit/"
    objects = {target for graph in graphs for _, _, target in graph.lines if target.startswith(start)}
    return {target[len(start) : -1].partition("/v/")[0] for target in objects}


def _state_areas(graph: NamedGraph, register: Register, version: UnitVersion) -> None:
    node = iri.unit_version(version.unit, version.number)
    lineage = list(register.lineage(version))
    then = {around.unit for around in lineage}
    today, before = _areas_today(register, version), areas_before(register, version) - then
    for around in lineage:
        graph.link(node, KG.withinVersion, iri.unit_version(around.unit, around.number), None)
    for predicate, units in (
        (KG.withinUnit, then),
        (KG.todayWithinUnit, today),
        (KG.formerlyWithinUnit, before),
        (KG.inArea, then | today | before),
    ):
        for unit in units:
            graph.link(node, predicate, iri.of_kind("unit", unit), None)
    for unit in then | today | before:
        graph.link(iri.of_kind("unit", version.unit), KG.inArea, iri.of_kind("unit", unit), None)


def _areas_today(register: Register, version: UnitVersion) -> set[str]:
    """Units of today to which the area has come: what the unit became, and what each unit around it became.

    A unit around it counts only where it became one unit, for of several nothing says in which the area is.
    """
    found: set[str] = set()
    for around in register.lineage(version):
        current = register.today(around.unit)
        if around is version or len(current) == 1:
            found.update(above.unit for each in current for above in register.lineage(each))
    return found


def areas_before(register: Register, version: UnitVersion) -> set[str]:
    """Units in which the whole area of a version lay at an earlier time.

    Those around every version that it was made of; none where it is open what else it was made of.
    """
    if any(not change.decided for change in register.changes_starting(version)):
        return set()
    parts = [
        {above.unit for above in register.lineage(earlier)} | areas_before(register, earlier)
        for earlier in register.predecessors(version)
    ]
    return set.intersection(*parts) if parts else set()


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
            # A version that the record names stands in the graph of its source.
            if "version" not in place:
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
