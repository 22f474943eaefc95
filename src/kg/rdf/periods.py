"""Lift periods: bounds, an inferred year with its evidence, the period of a claim."""

from __future__ import annotations

from collections.abc import Iterable

from kg.rdf import iri
from kg.rdf.claims import claim, lift_fields, qualify_bound
from kg.rdf.context import Lift, bound_days
from kg.records.model import Record, Span
from kg.vocab import KG, term_of


def claim_of_period(lift: Lift, node: str, record: Record, spans: Iterable[Span] = ()) -> None:
    """State the claim of a period, and beside it that of an inferred year with its evidence and reason."""
    passages = [*record.spans("at"), *spans]
    claim(lift, node, record, spans=passages)
    year = record.part("year")
    if year is None:
        return
    statement, origin = iri.nested(node, "date"), lift.origin(record, "year")
    lift.graph.link(node, KG.dateStatus, term_of("dateStatus", "year-inferred"), origin)
    lift.graph.link(node, KG.dateStatement, statement, origin)
    lift.graph.node(statement, (KG.DateStatement,), origin)
    claim(lift, statement, year, spans=passages)


def lift_period(lift: Lift, subject: str, record: Record, key: str = "period") -> None:
    """State the period of a claim: one of the source's periods, or one of its own."""
    use = record.part(key)
    if use is None:
        return
    origin = lift.origin(record, key)
    if use.flag("not-stated"):
        lift.graph.value(subject, KG.periodNotStated, True, origin)
        return
    if "period" in use:
        lift.graph.link(subject, KG.period, lift.resolve("period", use.text("period")), origin)
        return
    node = iri.nested(subject, "period")
    lift.graph.link(subject, KG.period, node, origin)
    lift.graph.node(node, (KG.Period,), origin)
    lift_period_bounds(lift, node, use)
    lift_fields(lift, node, use)
    claim_of_period(lift, node, use)


def lift_period_bounds(lift: Lift, node: str, record: Record) -> None:
    """State the four bounds of a period; both pairs are half-open as everywhere."""
    start, end = bound_days(record.part("from")), bound_days(record.part("until"))
    pairs = (
        (KG.earliestStart, start.earliest, "from"),
        (KG.latestStart, start.latest, "from"),
        (KG.earliestEnd, end.earliest, "until"),
        (KG.latestEnd, end.latest, "until"),
    )
    for predicate, day, key in pairs:
        if day is not None:
            lift.graph.value(node, predicate, day, lift.origin(record, key))
    sides = (("from", KG.earliestStart, KG.latestStart), ("until", KG.earliestEnd, KG.latestEnd))
    for key, earliest, latest in sides:
        bound = record.part(key)
        if bound is not None and "status" in bound:
            only_latest = "latest" in bound and "earliest" not in bound
            qualify_bound(lift, node, bound, key, latest if only_latest else earliest)
