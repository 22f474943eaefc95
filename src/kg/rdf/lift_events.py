"""Lift events: dates, places, delegations, participations, topics, stated counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.rdf import iri
from kg.rdf.claims import (
    agent_of,
    claim,
    lift_days,
    lift_fields,
    lift_places,
    mention,
    said_spans,
)
from kg.rdf.context import Lift
from kg.rdf.periods import lift_period
from kg.records.model import Record
from kg.vocab import CV, KG, term_of
from kg.vocab.kinds import EVENT_CLASSES

_TOPIC_KEYS = ("topic", "document", "programme", "project")


def lift_events(lift: Lift) -> None:
    """State every event of the source."""
    attested = _attestations_by_event(lift)
    for record in lift.dossier.record.parts("events"):
        _lift_event(lift, record, attested)


def _attestations_by_event(lift: Lift) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
    """(event, person) → (post, attestation IRI) of the titles that the source gives that person there."""
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for use in lift.dossier.record.parts("people"):
        for title in use.parts("titles"):
            capacity = title.text("capacity") or "full"
            for span in said_spans(title):
                steps = (use.text("person"), title.text("post"), capacity, f"{span.start}-{span.end}")
                node = iri.nested(lift.source, "attestation", *steps)
                found[title.text("event"), use.text("person")].append((title.text("post"), node))
    return found


def _lift_event(
    lift: Lift, record: Record, attested: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> None:
    node = iri.nested(lift.source, "event", record.text("id"))
    graph = lift.graph
    graph.node(node, {KG.Event, EVENT_CLASSES.get(record.text("kind"), KG.Event)}, lift.origin(record))
    lift_fields(lift, node, record, skip=("host", "organiser"))
    orders = [
        span for key in ("before", "after") for order in record.parts(key) for span in order.spans("at")
    ]
    claim(lift, node, record, spans=orders)
    lift_days(lift, node, record, "date")
    lift_places(lift, node, record, spans=record.spans("at"))
    for key in ("before", "after"):
        order = record.part(key)
        if order is not None:
            predicate = str(record.type.by_key[key].predicate)
            graph.link(node, predicate, lift.event(order.text("event")), lift.origin(order))
    _lift_delegation(lift, node, record)
    for key in ("host", "organiser"):
        agent = record.part(key)
        if agent is not None:
            _lift_participation(lift, node, record, agent, key, attested)
    for participant in record.parts("participants"):
        _lift_participation(lift, node, record, participant, "participation", attested)
    for topic in record.parts("topics"):
        _lift_topic(lift, node, topic)
    for count in record.parts("counts"):
        _lift_count(lift, node, record, count)


def _lift_delegation(lift: Lift, event: str, record: Record) -> None:
    delegation = record.part("delegation")
    if delegation is None:
        return
    node = iri.nested(event, "delegation", delegation.text("id"))
    origin = lift.origin(delegation)
    lift.graph.node(node, (KG.Delegation, KG.Organisation), origin)
    lift.graph.link(event, KG.delegation, node, origin)
    lift_fields(lift, node, delegation)
    of = delegation.part("of")
    found = agent_of(lift, of) if of is not None else None
    if found is not None:
        lift.graph.link(node, KG.delegationOf, found[2], lift.origin(delegation, "of"))
    names = [said.text("normalised") or said.text("stated") for said in delegation.parts("said")]
    if names:
        lift.graph.string(node, KG.surface, max(names, key=len), origin)
    for said in delegation.parts("said"):
        mention(lift, said, node)
    claim(lift, node, delegation, spans=said_spans(delegation))


def _lift_participation(
    lift: Lift,
    event: str,
    record: Record,
    participant: Record,
    section: str,
    attested: Mapping[tuple[str, str], list[tuple[str, str]]],
) -> None:
    found = agent_of(lift, participant)
    if found is None:
        return
    kind, identifier, agent = found
    node = iri.nested(event, section, kind, identifier)
    origin = lift.origin(participant)
    graph = lift.graph
    graph.node(node, (KG.Participation, CV.Participation), origin)
    graph.link(event, KG.participation, node, origin)
    graph.link(node, KG.event, event, origin)
    graph.link(node, KG.agent, agent, origin)
    if section != "participation":
        graph.link(node, CV.role, term_of("participationRole", section), origin)
    skip = (*(row.key for row in participant.type.fields if row.predicate == KG.agent), "as")
    lift_fields(lift, node, participant, skip=skip)
    wanted = set(participant.texts("as"))
    for post, attestation in attested.get((record.text("id"), identifier), ()) if kind == "person" else ():
        if not wanted or post in wanted:
            graph.link(node, KG.asPost, iri.of_kind("post", post), origin)
            graph.link(node, KG.inCapacityOf, attestation, origin)
    for post in sorted(wanted):
        graph.link(node, KG.asPost, iri.of_kind("post", post), lift.origin(participant, "as"))
    own = participant.spans("at") or participant.spans("evidence")
    claim(lift, node, participant, spans=() if own else record.spans("at"))


def _lift_topic(lift: Lift, event: str, topic: Record) -> None:
    kind = next((key for key in _TOPIC_KEYS if key in topic), "unspecified")
    period = topic.part("period")
    steps = [kind, topic.text(kind) or "-".join(map(str, topic.spans("at")[0]))]
    if period is not None and "period" in period:
        steps.append(period.text("period"))
    node = iri.nested(event, "topic", *steps)
    lift.graph.node(node, (KG.TopicStatement,), lift.origin(topic))
    lift.graph.link(event, KG.topicStatement, node, lift.origin(topic))
    lift_fields(lift, node, topic)
    lift_period(lift, node, topic)
    claim(lift, node, topic)


def _lift_count(lift: Lift, event: str, record: Record, count: Record) -> None:
    span = count.spans("at")[0]
    node = iri.nested(event, "count", f"{span.start}-{span.end}")
    lift.graph.node(node, (KG.StatedCount,), lift.origin(count))
    lift.graph.link(event, KG.count, node, lift.origin(count))
    lift_fields(lift, node, count)
    claim(lift, node, count)
    named = {topic.text(key): key for topic in record.parts("topics") for key in _TOPIC_KEYS if key in topic}
    for member in count.texts("members"):
        kind = named.get(member) or lift.kind_of(member)
        if kind:
            target = lift.resolve(kind, member)
            lift.graph.link(node, KG.listedMember, target, lift.origin(count, "members"))
