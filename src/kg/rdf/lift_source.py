"""Lift who and what a source names: the document itself, people, posts, organisations, groups, places."""

from __future__ import annotations

from rdflib.namespace import DCTERMS

from kg.rdf import iri
from kg.rdf.claims import (
    agent_of,
    claim,
    lift_days,
    lift_fields,
    mention,
    qualify,
    said_spans,
)
from kg.rdf.context import Days, Lift, days_of
from kg.rdf.periods import claim_of_period, lift_period_bounds
from kg.rdf.tenure_evidence import TenureEvidence
from kg.records.model import Record
from kg.vocab import KG, term_of


def lift_document_itself(lift: Lift) -> None:
    """State the metadata of the source document."""
    record = lift.dossier.source
    subject, graph = lift.source, lift.graph
    origin = lift.origin(record)
    graph.node(subject, (KG.SourceDocument,), origin)
    lift_fields(lift, subject, record)
    lift_days(lift, subject, record, "published")
    title = record.part("title")
    if title is not None:
        graph.string(
            subject, DCTERMS.title, title.text("normalised") or title.text("stated"), lift.origin(title), "vi"
        )
        mention(lift, title, subject)
    for key, predicate in (("author", KG.author), ("via", KG.via)):
        said = record.part(key)
        if said is not None:
            graph.string(subject, predicate, said.text("stated"), lift.origin(said))
            mention(lift, said)
    publisher = record.part("publisher")
    if publisher is not None:
        organisation = iri.of_kind("org", publisher.text("org"))
        graph.link(subject, DCTERMS.publisher, organisation, lift.origin(publisher))
        qualify(lift, subject, DCTERMS.publisher, organisation, publisher, ("publisher",))
        mention(lift, publisher, organisation)
    page_date = record.part("page-header-date")
    if page_date is not None:
        lift_fields(lift, subject, page_date, skip=("stated",))
        mention(lift, page_date)
    published = record.part("published")
    if published is not None and "time" in published:
        graph.string(subject, KG.publishedTime, published.text("time"), lift.origin(published, "time"))
    _lift_curation(lift, record)


def _lift_curation(lift: Lift, record: Record) -> None:
    for curated in record.parts("curated"):
        node = iri.nested(lift.source, "curation", curated.text("role"), str(curated.day("on")))
        lift.graph.node(node, (KG.Curation,), lift.origin(curated))
        lift.graph.link(node, KG.about, lift.source, lift.origin(curated))
        lift_fields(lift, node, curated)


def lift_people(lift: Lift) -> list[TenureEvidence]:
    """State mentions and attestations of every person; give what they tell of tenures."""
    found: list[TenureEvidence] = []
    for use in lift.dossier.record.parts("people"):
        person = use.text("person")
        for said in use.parts("said"):
            mention(lift, said, iri.of_kind("person", person))
        found.extend(_lift_title(lift, person, title) for title in use.parts("titles"))
    return found


def _observed(lift: Lift, title: Record) -> Days:
    if "event" in title:
        return lift.event_days(title.text("event"))
    if "observed" in title:
        return days_of(title.part("observed"))
    return Days(None, None, "unknown")


def _lift_title(lift: Lift, person: str, title: Record) -> TenureEvidence:
    post, capacity = title.text("post"), title.text("capacity") or "full"
    observed = _observed(lift, title)
    begins, ends = days_of(title.part("begins")), days_of(title.part("ends"))
    attestations = []
    for said in title.parts("said"):
        for span in said.spans("at"):
            steps = ("attestation", person, post, capacity, f"{span.start}-{span.end}")
            node = iri.nested(lift.source, *steps)
            attestations.append(node)
            origin = lift.origin(said, "stated")
            graph = lift.graph
            graph.node(node, (KG.Attestation,), origin)
            graph.link(node, KG.person, iri.of_kind("person", person), origin)
            graph.link(node, KG.capacity, term_of("capacity", capacity), lift.origin(title, "capacity"))
            lift_fields(lift, node, title, skip=("capacity",))
            graph.string(node, KG.statedTitle, said.text("stated"), origin, "vi")
            graph.link(node, KG.strength, term_of("strength", said.text("strength") or "exact"), origin)
            lift_fields(lift, node, said, skip=("stated", "strength"))
            _lift_bounds(lift, node, title, observed, begins, ends)
            _claim_of_saying(lift, node, title, said, span)
    return TenureEvidence(
        person, post, capacity, title.text("acting-for"), title.text("spell"), observed, begins, ends,
        tuple(attestations), title.position, lift.dossier.id,
    )  # fmt: skip


def _claim_of_saying(lift: Lift, node: str, title: Record, said: Record, span: tuple[int, int]) -> None:
    claimed = said if {"status", "evidence"} & set(said.values) else title
    values = {key: value for key, value in claimed.values.items() if key in {"status", "evidence", "because"}}
    alone = Record(said.type, values, said.position, said.positions, said.path)
    claim(lift, node, alone, spans=[s for s in said.spans("at") if tuple(s) == tuple(span)])


def _lift_bounds(lift: Lift, node: str, title: Record, observed: Days, begins: Days, ends: Days) -> None:
    key = "event" if "event" in title else "observed"
    pairs = (
        (KG.observedEarliest, observed.earliest, key),
        (KG.observedLatest, observed.latest, key),
        (KG.earliestStart, begins.earliest, "begins"),
        (KG.latestStart, begins.latest, "begins"),
        (KG.earliestEnd, ends.earliest, "ends"),
        (KG.latestEnd, ends.latest, "ends"),
    )
    for predicate, day, field in pairs:
        if day is not None:
            lift.graph.value(node, predicate, day, lift.origin(title, field))
    lift.graph.link(node, KG.dateStatus, term_of("dateStatus", observed.status), lift.origin(title, key))


def lift_posts(lift: Lift) -> None:
    """State posts that the source names without a holder, and posts that come with another."""
    for use in lift.dossier.record.parts("posts"):
        node = iri.nested(lift.source, "post", use.text("post"))
        origin = lift.origin(use)
        lift.graph.node(node, (KG.PostStatement,), origin)
        lift_fields(lift, node, use)
        claim(lift, node, use, spans=said_spans(use))
        for said in use.parts("said"):
            mention(lift, said, iri.of_kind("post", use.text("post")))
        for implied in use.parts("implies"):
            rule = iri.nested(node, "implies", implied.text("post"))
            lift.graph.node(rule, (KG.ExOfficioRule,), lift.origin(implied))
            lift.graph.link(rule, KG.post, iri.of_kind("post", use.text("post")), origin)
            lift_fields(lift, rule, implied)
            claim(lift, rule, implied, spans=() if implied.spans("at") else said_spans(use))


def lift_organisations(lift: Lift) -> None:
    """State mentions of organisations."""
    for use in lift.dossier.record.parts("organisations"):
        for said in use.parts("said"):
            mention(lift, said, iri.of_kind("org", use.text("org")))


def _kind_of_member(member: str) -> str:
    """Kind of a group's member by the form of its id (records format, section 3)."""
    if "/" in member:
        return "org"
    return "unit" if "." in member else "person"


def lift_groups(lift: Lift) -> None:
    """State unnamed or generic sets of agents."""
    for record in lift.dossier.record.parts("groups"):
        node = iri.nested(lift.source, "group", record.text("id"))
        origin = lift.origin(record)
        lift.graph.node(node, (KG.Group,), origin)
        lift_fields(lift, node, record)
        members_of = record.part("members-of")
        whole = agent_of(lift, members_of) if members_of is not None else None
        if whole is not None:
            lift.graph.link(node, KG.membersOf, whole[2], lift.origin(record, "members-of"))
        for kind in record.texts("kinds"):
            lift.graph.string(node, KG.kindOfMember, kind, lift.origin(record, "kinds"))
        members = record.texts("members")
        if members:
            value = "unknown" if members == ("unknown",) else "listed"
            lift.graph.link(node, KG.membership, term_of("membership", value), lift.origin(record, "members"))
        for member in members if members != ("unknown",) else ():
            target = iri.of_kind(_kind_of_member(member), member)
            lift.graph.link(node, KG.listedMember, target, lift.origin(record, "members"))
        for said in record.parts("said"):
            mention(lift, said, node)
        claim(lift, node, record, spans=said_spans(record))


def lift_places_named(lift: Lift) -> None:
    """State mentions of places, in which unit a site lies, and how sites touch."""
    for use in lift.dossier.record.parts("places"):
        kind = "unit" if "unit" in use else "site"
        entity = iri.of_kind(kind, use.text(kind))
        for said in use.parts("said"):
            mention(lift, said, entity)
        within = use.part("within")
        node = iri.nested(lift.source, "place", kind, use.text(kind))
        if within is not None:
            lift.graph.node(node, (KG.Placement,), lift.origin(within))
            lift.graph.link(node, KG.unit if kind == "unit" else KG.site, entity, lift.origin(within))
            lift_fields(lift, node, within)
            claim(lift, node, within, spans=() if within.spans("at") else said_spans(use))
        for link in use.parts("links"):
            target = iri.nested(node, "link", link.text("relation"), link.text("site"))
            lift.graph.node(target, (KG.SiteLink,), lift.origin(link))
            lift.graph.link(target, KG.about, entity, lift.origin(link))
            lift_fields(lift, target, link)
            claim(lift, target, link)


def lift_periods(lift: Lift) -> None:
    """State the periods that the source speaks of."""
    for record in lift.dossier.record.parts("periods"):
        node = iri.nested(lift.source, "period", record.text("id"))
        lift.graph.node(node, (KG.Period,), lift.origin(record))
        lift_period_bounds(lift, node, record)
        lift_fields(lift, node, record)
        claim_of_period(lift, node, record, said_spans(record))
        for said in record.parts("said"):
            mention(lift, said, node)
