"""Lift what a source says of documents, programmes, projects, petitions and their answers."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import PROV

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
from kg.records.model import Record
from kg.vocab import KG


def _lift_sayings(lift: Lift, record: Record, entity: str, key: str = "said") -> None:
    for said in record.parts(key):
        mention(lift, said, entity)


def lift_documents(lift: Lift) -> None:
    """State what the source says of each document: status, date, relations, signature, recipients."""
    for record in lift.dossier.record.parts("documents"):
        document = iri.of_kind("document", record.text("document"))
        node = iri.nested(lift.source, "document", record.text("document"))
        lift.graph.node(node, (KG.DocumentStatement,), lift.origin(record))
        lift_fields(lift, node, record, skip=("recipients",))
        claim(lift, node, record, spans=said_spans(record), status_key="certainty")
        if "on" in record:
            lift_days(lift, node, record, "on")
        _lift_sayings(lift, record, document)
        for relation in record.parts("relations"):
            _lift_relation(lift, node, document, record, relation)
        view = record.part("view")
        if view is not None:
            target = iri.nested(node, "view")
            lift.graph.link(node, KG.view, target, lift.origin(view))
            lift.graph.node(target, (KG.DocumentView,), lift.origin(view))
            by = agent_of(lift, view.parts("by")[0]) if view.parts("by") else None
            if by is not None:
                lift.graph.link(target, KG.agent, by[2], lift.origin(view, "by"))
            lift_fields(lift, target, view)
            claim(lift, target, view)
        _lift_signatures(lift, node, document, record.parts("signature"))
        _lift_recipients(lift, node, record)


def _lift_relation(lift: Lift, node: str, document: str, record: Record, relation: Record) -> None:
    other = relation.text("document") or relation.text("programme")
    target = iri.nested(node, "relation", relation.text("relation"), other)
    lift.graph.link(node, KG.relation, target, lift.origin(relation))
    lift.graph.node(target, (KG.DocumentRelation,), lift.origin(relation))
    lift.graph.link(target, KG.document, document, lift.origin(record, "document"))
    lift_fields(lift, target, relation)
    own = relation.spans("at") or relation.spans("evidence")
    claim(lift, target, relation, spans=() if own else record.spans("at"))


def _lift_signatures(lift: Lift, node: str, document: str, signatures: Iterable[Record]) -> None:
    by_signer: dict[str, list[Record]] = {}
    for signature in signatures:
        by_signer.setdefault(signature.text("signer"), []).append(signature)
    for signer, steps in by_signer.items():
        target = iri.nested(node, "signature", signer)
        origin = lift.origin(steps[0])
        lift.graph.link(node, KG.signature, target, origin)
        lift.graph.node(target, (KG.Signature,), origin)
        lift.graph.link(target, KG.document, document, origin)
        lift.graph.link(target, KG.signer, iri.of_kind("person", signer), origin)
        for step in steps:
            if "post" in step:
                lift.graph.link(
                    target, KG.post, iri.of_kind("post", step.text("post")), lift.origin(step, "post")
                )
        claim(lift, target, steps[0], spans=[span for step in steps for span in step.spans("at")])
        for order, step in enumerate((step for step in steps if "formula" in step), 1):
            step_node = iri.nested(target, "step", step.text("formula"))
            lift.graph.link(target, KG.step, step_node, lift.origin(step))
            lift.graph.node(step_node, (KG.SignatureStep,), lift.origin(step))
            lift.graph.value(step_node, KG.stepOrder, order, lift.origin(step))
            lift_fields(lift, step_node, step, skip=("signer", "post"))
            claim(lift, step_node, step)


def _lift_recipients(lift: Lift, node: str, record: Record) -> None:
    for recipient in record.parts("recipients"):
        found = agent_of(lift, recipient)
        if found is None:
            continue
        kind, identifier, agent = found
        target = iri.nested(node, "recipient", kind, identifier)
        lift.graph.link(node, KG.recipient, target, lift.origin(recipient))
        lift.graph.node(target, (KG.Recipient,), lift.origin(recipient))
        lift.graph.link(target, KG.agent, agent, lift.origin(recipient))
        own = recipient.spans("at") or recipient.spans("evidence")
        claim(lift, target, recipient, spans=() if own else record.spans("at"))


def lift_programmes(lift: Lift) -> None:
    """State in which role the source names each programme."""
    for record in lift.dossier.record.parts("programmes"):
        node = iri.nested(lift.source, "programme", record.text("programme"))
        lift.graph.node(node, (KG.ProgrammeStatement,), lift.origin(record))
        lift_fields(lift, node, record)
        claim(lift, node, record, spans=said_spans(record))
        _lift_sayings(lift, record, iri.of_kind("programme", record.text("programme")))


def lift_projects(lift: Lift) -> None:
    """State status, funding, place and sums of each project or set of projects."""
    for record in lift.dossier.record.parts("projects"):
        node = iri.nested(lift.source, "project", record.text("project"))
        lift.graph.node(node, (KG.ProjectStatement,), lift.origin(record))
        lift_fields(lift, node, record)
        claim(lift, node, record, status_key="certainty")
        lift_days(lift, node, record, "on") if "on" in record else None
        lift_places(lift, node, record, spans=record.spans("at"))
        _lift_sayings(lift, record, iri.of_kind("project", record.text("project")))
        for key, predicate in (("amount", KG.amount), ("extent", KG.extent)):
            for amount in record.parts(key):
                span = amount.spans("at")[0]
                target = iri.nested(node, key, f"{span.start}-{span.end}")
                lift.graph.link(node, predicate, target, lift.origin(amount))
                lift.graph.node(target, (KG.Amount,), lift.origin(amount))
                lift_fields(lift, target, amount)
                claim(lift, target, amount)
        _lift_count(lift, node, record)
        phase = record.part("phase")
        if phase is not None:
            lift.graph.string(node, KG.phase, phase.text("stated"), lift.origin(phase), "vi")


def _lift_count(lift: Lift, node: str, record: Record) -> None:
    count = record.part("count")
    if count is None:
        return
    lift_fields(lift, node, count)
    for span in count.spans("at"):
        lift.graph.link(node, PROV.wasQuotedFrom, lift.passage(span), lift.origin(count, "at"))


def lift_petitions(lift: Lift) -> None:
    """State what was asked for, and what was answered."""
    for record in lift.dossier.record.parts("petitions"):
        node = iri.nested(lift.source, "petition", record.text("id"))
        lift.graph.node(node, (KG.Petition,), lift.origin(record))
        lift_fields(lift, node, record)
        claim(lift, node, record)
        lift_places(lift, node, record, spans=record.spans("at"))
        _lift_count(lift, node, record)
    for record in lift.dossier.record.parts("responses"):
        node = iri.nested(lift.source, "response", record.text("id"))
        lift.graph.node(node, (KG.Response,), lift.origin(record))
        lift_fields(lift, node, record)
        claim(lift, node, record)
        verb = record.part("verb")
        if verb is not None:
            lift.graph.string(node, KG.verb, verb.text("stated"), lift.origin(verb), "vi")


def lift_mentions(lift: Lift) -> None:
    """State faults and abbreviations of the text that hang on no entity."""
    _lift_sayings(lift, lift.dossier.record, "", "mentions")
