"""Lift the register: units, their versions and changes, in the graph ``id:graph/register``."""

from __future__ import annotations

from rdflib import DCTERMS, RDFS

from kg.rdf import iri
from kg.rdf.graph import NamedGraph, Origin
from kg.records.units import ChangePart, Register, UnitChange, UnitVersion
from kg.vocab import DATA, KG, SCHEMES, term_of


def full_name(version: UnitVersion) -> str:
    """Name of a version with its type word, as people write it: ``xã Chiến Thắng``."""
    return f"{version.type} {version.name}".strip()


def lift_register(register: Register) -> NamedGraph:
    """State every unit, version and change of the register."""
    graph = NamedGraph(iri.GRAPH_REGISTER)
    for unit in register.units:
        node = iri.of_kind("unit", unit.id)
        origin = Origin(unit.position, unit.id)
        graph.node(node, (KG.AdministrativeUnit,), origin)
        last = register.versions(unit.id)[-1:]
        for version in last:
            graph.string(node, RDFS.label, full_name(version), origin, "vi")
    for version in register.all_versions:
        _lift_version(graph, register, version)
    for change in register.changes:
        _lift_change(graph, change)
    return graph


def _lift_version(graph: NamedGraph, register: Register, version: UnitVersion) -> None:
    node = iri.unit_version(version.unit, version.number)
    origin = Origin(version.position, f"{version.unit} {version.number}")

    def cell(column: str) -> Origin:
        return Origin(version.at(column), f"{origin.field} {column}")

    graph.node(node, (KG.UnitVersion,), origin)
    graph.link(node, KG.versionOf, iri.of_kind("unit", version.unit), origin)
    if version.code:
        graph.string(node, KG.code, version.code, cell("code"))
    graph.link(node, KG.unitLevel, term_of("unitLevel", SCHEMES["unitLevel"][version.level]), cell("level"))
    graph.string(node, KG.unitType, version.type, cell("type"), "vi")
    graph.string(node, RDFS.label, full_name(version), cell("name"), "vi")
    for name in version.register_names:
        graph.string(node, KG.registerName, name, cell("register_name"), "vi")
    parent = register.parent_of(version)
    if parent is not None:
        graph.link(node, KG.within, iri.unit_version(parent.unit, parent.number), cell("parent"))
    graph.value(node, KG.validFrom, version.valid_from, cell("valid_from"))
    days = (
        (KG.validFromEarliest, version.valid_from_earliest, "valid_from_earliest"),
        (KG.validUntilEarliest, version.valid_until_earliest, "valid_until_earliest"),
        (KG.validUntil, version.valid_until, "valid_until"),
    )
    for predicate, day, column in days:
        if day is not None:
            graph.value(node, predicate, day, cell(column))
    if version.legal_basis:
        graph.string(node, KG.legalBasis, version.legal_basis, cell("legal_basis"), "vi")
    if version.latitude and version.longitude:
        graph.point(node, version.longitude, version.latitude, cell("lat"))
    graph.string(node, KG.registerEvidence, version.evidence, cell("evidence"))
    for earlier in register.predecessors(version):
        graph.link(node, DCTERMS.replaces, iri.unit_version(*earlier.key), origin)


def _lift_change(graph: NamedGraph, change: UnitChange) -> None:
    node = f"{DATA}unit-change/{change.id}"
    origin = Origin(change.position, change.id)

    def cell(column: str) -> Origin:
        return Origin(change.at(column), f"{origin.field} {column}")

    graph.node(node, (KG.UnitChange,), origin)
    graph.link(node, KG.changeKind, term_of("changeKind", change.kind), cell("kind"))
    graph.value(node, KG.changeDate, change.day, cell("date"))
    if change.day_earliest != change.day:
        graph.value(node, KG.changeDateEarliest, change.day_earliest, cell("date_earliest"))
    if change.legal_basis:
        graph.string(node, KG.legalBasis, change.legal_basis, cell("legal_basis"), "vi")
    graph.value(node, KG.decided, change.decided, cell("decided"))
    for part in (*change.before, *change.after):
        _lift_part(graph, node, change, part)


def _lift_part(graph: NamedGraph, node: str, change: UnitChange, part: ChangePart) -> None:
    target = iri.unit_version(part.unit, part.version)
    origin = Origin(part.position, change.id)
    version = Origin(part.at("unit"), f"{origin.field} unit")
    graph.link(node, KG.changeBefore if part.side == "before" else KG.changeAfter, target, version)
    if part.extent != "whole":
        step = iri.nested(node, part.side, part.unit, str(part.version))
        graph.node(step, (KG.UnitChangePart,), origin)
        graph.link(step, KG.changeOf, node, Origin(part.at("change"), f"{origin.field} change"))
        graph.link(step, KG.unitVersion, target, version)
        extent = Origin(part.at("extent"), f"{origin.field} extent")
        graph.link(step, KG.wholePart, term_of("wholePart", part.extent), extent)
