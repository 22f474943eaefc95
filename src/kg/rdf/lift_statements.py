"""Lift findings, figures and directives: one observation for each value, one directive for each task."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import SOSA

from kg.rdf import iri
from kg.rdf.claims import claim, lift_agent, lift_fields, lift_places
from kg.rdf.context import Days, Lift
from kg.rdf.periods import lift_period
from kg.records.model import Record, Span
from kg.vocab import KG, term_of


def inherit(parent: Record, child: Record) -> Record:
    """Give the child with every field of the parent that its table has and it does not set (rule R6)."""
    values, positions = dict(child.values), dict(child.positions)
    for key, value in parent.values.items():
        if key in child.type.by_key and key not in values and key not in {"id", "at"}:
            values[key] = value
            positions[key] = parent.at(key)
    return Record(child.type, values, child.position, positions, child.path)


def lift_subjects(lift: Lift, node: str, record: Record, key: str = "of") -> None:
    """State what a finding or figure is about, and which part of it."""
    for subject in record.parts(key):
        origin = lift.origin(subject)
        if subject.flag("not-stated"):
            lift.graph.value(node, KG.subjectNotStated, True, origin)
            continue
        for row in subject.type.fields:
            if row.predicate == KG.about and row.key in subject:
                lift_agent(lift, node, row, subject)
        part = subject.part("part")
        if part is not None:
            lift.graph.string(
                node, KG.subjectPart, part.text("normalised") or part.text("stated"), lift.origin(part)
            )


def lift_findings(lift: Lift) -> None:
    """State results, limitations, difficulties and assessments."""
    for record in lift.dossier.record.parts("findings"):
        node = iri.nested(lift.source, "finding", record.text("id"))
        lift.graph.node(node, (KG.Finding,), lift.origin(record))
        lift_fields(lift, node, record, skip=("of",))
        lift_subjects(lift, node, record)
        lift_period(lift, node, record)
        claim(lift, node, record)


def lift_figures(lift: Lift) -> None:
    """State every value of every figure."""
    for figure in lift.dossier.record.parts("figures"):
        scope = iri.nested(lift.source, "figure", figure.text("id"))
        for value in figure.parts("values"):
            _lift_value(lift, scope, figure, inherit(figure, value))


def _lift_value(lift: Lift, scope: str, figure: Record, value: Record) -> None:
    node = iri.nested(scope, "value", value.text("id"))
    graph, origin = lift.graph, lift.origin(value)
    graph.node(node, (KG.Observation, SOSA.Observation), origin)
    lift_fields(lift, node, value, skip=("of", "against", "parts"), scope=scope)
    if "qualifier" not in value:
        graph.link(node, KG.qualifier, term_of("qualifier", "exact"), origin)
    lift_subjects(lift, node, value)
    lift_period(lift, node, value)
    for part in value.texts("parts"):
        graph.link(node, KG.part, iri.nested(scope, "value", part), lift.origin(value, "parts"))
    against = value.part("against")
    if against is not None:
        comparison = iri.nested(node, "comparison")
        graph.link(node, KG.comparison, comparison, lift.origin(against))
        graph.node(comparison, (KG.Comparison,), lift.origin(against))
        lift_fields(lift, comparison, against, skip=("of",))
        for subject in against.parts("of"):
            lift_agent(lift, comparison, against.type.by_key["of"], subject)
        if any("assigner" in assigner for assigner in against.parts("assigned-by")):
            graph.value(comparison, KG.assignerNotStated, True, lift.origin(against, "assigned-by"))
        lift_period(lift, comparison, against)
        own = against.spans("at") or against.spans("evidence")
        claim(lift, comparison, against, spans=() if own else value.spans("at"))
    claim(lift, node, value, spans=figure.spans("at"))


def lift_directives(lift: Lift) -> None:
    """State every task of every group of directives."""
    for group in lift.dossier.record.parts("directives"):
        scope = iri.nested(lift.source, "directive", group.text("id"))
        for task in group.parts("tasks"):
            _lift_task(lift, scope, inherit(group, task), group.spans("at"))


def _lift_task(lift: Lift, scope: str, task: Record, governing: Iterable[Span]) -> None:
    node = iri.nested(scope, "task", task.text("id"))
    graph, origin = lift.graph, lift.origin(task)
    graph.node(node, (KG.Directive,), origin)
    lift_fields(lift, node, task, scope=scope)
    if "owner" not in task:
        owner_row = task.type.by_key["owner"]
        for agent in task.parts("to"):
            lift_agent(lift, node, owner_row, agent)
    if "urgency" not in task:
        graph.link(node, KG.urgency, term_of("urgency", "none"), origin)
    due = task.part("due")
    if due is not None:
        lift_fields(lift, node, due)
    until = task.part("data-until")
    if until is not None:
        lift_fields(lift, node, until, skip=("stated", "normalised", "correction"))
    lift_period(lift, node, task)
    extra = [*governing, *(due.spans("at") if due is not None else ())]
    lift_places(lift, node, task, spans=task.spans("at"))
    _lift_issue(lift, node, task)
    claim(lift, node, task, spans=extra)


def _lift_issue(lift: Lift, node: str, task: Record) -> None:
    days: Days = lift.event_days(task.text("event")) if "event" in task else lift.days_of_source()
    key = "event" if "event" in task else ""
    if days.earliest is not None:
        lift.graph.value(node, KG.earliestStart, days.earliest, lift.origin(task, key))
    if days.latest is not None:
        lift.graph.value(node, KG.latestStart, days.latest, lift.origin(task, key))
