"""Lift what every claim has: simple fields by their tables, passages, status, agents, dates, places."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF
from rdflib.namespace import PROV

from kg.rdf import iri
from kg.rdf.context import Days, Lift, bound_days, days_of
from kg.records.fields import Field, Kind
from kg.records.model import Record, Span
from kg.records.parts import AGENT_KEYS
from kg.vocab import KG, OA, term_of

_SUBJECT_KEYS = (*AGENT_KEYS, "programme", "project", "event", "document")
_SPECIAL = {"at", "evidence", "because"}


def lift_fields(
    lift: Lift, subject: str, record: Record, *, skip: Iterable[str] = (), scope: str = ""
) -> None:
    """State every field of a record that has a predicate and a simple value, or agents.

    Args:
        lift: the lift of this source.
        subject: IRI of the node.
        record: the record.
        skip: keys that the caller lifts itself.
        scope: IRI of the node that holds sibling tasks or values.
    """
    left_out = {*skip, *_SPECIAL}
    for row in record.type.fields:
        if row.key in left_out or row.predicate in {None, KG.claimStatus} or row.key not in record:
            continue
        if row.kind is Kind.PART:
            for inner in record.parts(row.key):
                if row.part is not None and {"person", "org"} <= set(row.part.by_key):
                    lift_agent(lift, subject, row, inner)
        else:
            _lift_simple(lift, subject, record, row, scope)


def _lift_simple(lift: Lift, subject: str, record: Record, row: Field, scope: str) -> None:
    graph, predicate, origin = lift.graph, str(row.predicate), lift.origin(record, row.key)
    words = [text for text in record.texts(row.key) if text not in row.also]
    if row.kind is Kind.REF:
        for text in words:
            graph.link(subject, predicate, lift.resolve(row.target, text, scope), origin)
    elif row.kind is Kind.ENUM and row.scheme:
        for text in words:
            graph.link(subject, predicate, term_of(row.scheme, text), origin)
    elif row.kind is Kind.LABEL:
        graph.label(subject, predicate, record.label(row.key), origin)
    elif row.kind is Kind.SPANS:
        for span in record.spans(row.key):
            graph.link(subject, predicate, lift.passage(span), origin)
    elif row.kind in {Kind.TEXT, Kind.SLUG, Kind.ENUM}:
        for text in words:
            graph.string(subject, predicate, text, origin)
    else:
        _lift_scalar(lift, subject, record, row)


def _lift_scalar(lift: Lift, subject: str, record: Record, row: Field) -> None:
    for scalar in (record.flag(row.key), record.number(row.key), record.day(row.key)):
        if scalar is not None:
            lift.graph.value(subject, str(row.predicate), scalar, lift.origin(record, row.key))


def claim(
    lift: Lift, subject: str, record: Record, *, spans: Iterable[Span] = (), status_key: str = "status"
) -> None:
    """State passages, status, evidence and reason of a claim (rules R1–R3).

    Args:
        lift: the lift of this source.
        subject: IRI of the claim.
        record: its record.
        spans: further passages: the parent's, or those of nested sayings.
        status_key: ``certainty`` where ``status`` means something else.
    """
    graph = lift.graph
    for span in sorted({*record.spans("at"), *spans}):
        graph.link(subject, PROV.wasQuotedFrom, lift.passage(span), lift.origin(record, "at"))
    status = record.text(status_key) or "stated"
    graph.link(subject, KG.claimStatus, term_of("claimStatus", status), lift.origin(record, status_key))
    for span in record.spans("evidence"):
        graph.link(subject, KG.evidence, lift.passage(span), lift.origin(record, "evidence"))
    graph.label(subject, KG.because, record.label("because"), lift.origin(record, "because"))


def said_spans(record: Record, key: str = "said") -> list[Span]:
    """All passages of a record's sayings."""
    return [span for said in record.parts(key) for span in said.spans("at")]


def agent_of(lift: Lift, record: Record) -> tuple[str, str, str] | None:
    """Kind, id and IRI of the one thing that an agent or subject record names."""
    for key in _SUBJECT_KEYS:
        if key in record:
            identifier = record.text(key)
            return key, identifier, lift.resolve(key, identifier)
    return None


def lift_agent(lift: Lift, subject: str, row: Field, record: Record) -> None:
    """State a field's relation to an agent; its own status, evidence or passage becomes a qualification."""
    found = agent_of(lift, record)
    if found is None:
        return
    kind, identifier, agent = found
    lift.graph.link(subject, str(row.predicate), agent, lift.origin(record))
    qualify(lift, subject, str(row.predicate), agent, record, (row.key, kind, identifier))


def qualify(
    lift: Lift, subject: str, predicate: str, value: str, record: Record, steps: tuple[str, ...]
) -> None:
    """State the status of one value of one property, where its record says more than the node's own claim."""
    if not {"status", "certainty", "evidence", "because", "at"} & set(record.values):
        return
    node = iri.nested(subject, "qualification", *steps)
    origin = lift.origin(record)
    lift.graph.node(node, (KG.Qualification, RDF.Statement), origin)
    lift.graph.link(node, RDF.subject, subject, origin)
    lift.graph.link(node, RDF.predicate, predicate, origin)
    lift.graph.link(node, RDF.object, value, origin)
    key = "certainty" if "certainty" in record.type.by_key else "status"
    claim(lift, node, record, status_key=key)


def mention(lift: Lift, said: Record, entity: str = "") -> None:
    """State one annotation for each passage of a saying; without an entity it is a fault of the text."""
    for span in said.spans("at"):
        steps = [f"{span.start}-{span.end}"]
        if entity:
            steps.append(iri.local(entity).replace("#", "/"))
        node = iri.nested(lift.source, "mention", *steps)
        origin = lift.origin(said, "stated")
        lift.graph.node(node, (KG.Mention, OA.Annotation), origin)
        lift.graph.link(node, OA.hasTarget, lift.passage(span), lift.origin(said, "at"))
        if entity:
            lift.graph.link(node, OA.hasBody, entity, origin)
        lift_fields(lift, node, said, skip=("org", "on"))


def lift_days(lift: Lift, subject: str, record: Record | None, key: str, days: Days | None = None) -> None:
    """State the date of a node: bounds on the node, words and evidence on its date statement.

    Args:
        lift: the lift of this source.
        subject: IRI of the node.
        record: the node's record.
        key: which field holds the date.
        days: bounds, where they do not come from the field.
    """
    date_record = record.part(key) if record is not None else None
    found = days or days_of(date_record)
    origin = lift.origin(record, key) if record is not None else None
    graph = lift.graph
    if found.earliest is not None:
        graph.value(subject, KG.earliestStart, found.earliest, origin)
    if found.latest is not None:
        graph.value(subject, KG.latestStart, found.latest, origin)
    graph.link(subject, KG.dateStatus, term_of("dateStatus", found.status), origin)
    if date_record is None:
        return
    node = iri.nested(subject, "date")
    graph.link(subject, KG.dateStatement, node, origin)
    graph.node(node, (KG.DateStatement,), origin)
    lift_fields(lift, node, date_record, skip=("status",))
    year = date_record.part("year")
    claim(
        lift,
        node,
        year or date_record,
        spans=date_record.spans("at"),
        status_key="status" if year else "certainty",
    )
    for bound_key, predicate in (("earliest", KG.earliestStart), ("latest", KG.latestStart)):
        bound = date_record.part(bound_key)
        if bound is not None and len(bound.values) > 1:
            qualify_bound(lift, node, bound, bound_key, predicate)


def qualify_bound(lift: Lift, node: str, bound: Record, key: str, predicate: str) -> None:
    """State the status and evidence of one bound of a date or period."""
    qualification = iri.nested(node, key)
    origin = lift.origin(bound)
    lift.graph.node(qualification, (KG.Qualification, RDF.Statement), origin)
    lift.graph.link(qualification, RDF.subject, node, origin)
    lift.graph.link(qualification, RDF.predicate, predicate, origin)
    days = bound_days(bound)
    day = days.latest if predicate in {str(KG.latestStart), str(KG.latestEnd)} else days.earliest
    if day is not None:
        lift.graph.value(qualification, RDF.object, day, origin)
    claim(lift, qualification, bound)


def lift_places(
    lift: Lift, subject: str, record: Record, key: str = "place", *, spans: Iterable[Span] = ()
) -> None:
    """State where something is or was: one placement for each unit or site."""
    for place in record.parts(key):
        origin = lift.origin(place)
        if place.flag("not-stated"):
            lift.graph.value(subject, KG.placeNotStated, True, origin)
            continue
        kind = "unit" if "unit" in place else "site"
        node = iri.nested(subject, "placement", kind, place.text(kind))
        lift.graph.link(subject, KG.placement, node, origin)
        lift.graph.node(node, (KG.Placement,), origin)
        lift_fields(lift, node, place)
        claim(lift, node, place, spans=() if place.spans("at") or place.spans("evidence") else spans)
