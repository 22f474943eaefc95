"""Derive tenures from attestations (model, section 3.2): bounds, spells, and what a certain holder excludes.

An observation on day *d* (or somewhere in [a, b]) gives ``latestStart`` = d (b) and ``earliestEnd`` = d + 1
(a + 1) and nothing else; an appointment or an end gives the other bounds. Observations of one person, post
and capacity are one tenure unless somebody else certainly held a singular post between them, or the person
held it in another capacity: then the record must name a ``spell``. A certain holder of a singular post bounds
the others; such bounds are marked and never count as evidence. Bounds on which *different sources* disagree
are left open, as far as they disagree; the rules of ``shapes/conflicts.ttl`` tell both sides. What one source
says against itself is stated as it is, and breaks the order of bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kg.errors import Finding
from kg.rdf import iri
from kg.rdf.graph import NamedGraph, Origin
from kg.rdf.tenure_evidence import TenureEvidence
from kg.vocab import KG, term_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tenure:
    """One person in one post in one capacity, with up to four bounds, half-open.

    Attributes:
        evidence: what it was derived from, oldest first.
        derived: names of the bounds that follow from another holder.
    """

    person: str
    post: str
    capacity: str
    acting_for: str
    spell: str
    evidence: tuple[TenureEvidence, ...]
    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None
    derived: frozenset[str] = field(default_factory=frozenset)

    @property
    def iri(self) -> str:
        """IRI of the tenure (model, section 1)."""
        steps = ["tenure", self.person, self.capacity, *([self.spell] if self.spell else [])]
        return iri.nested(iri.of_kind("post", self.post), *steps)

    @property
    def certain(self) -> bool:
        """Whether there is a day on which this tenure certainly stood."""
        return (
            self.latest_start is not None
            and self.earliest_end is not None
            and self.latest_start < self.earliest_end
        )

    @property
    def inferred(self) -> bool:
        """Whether the bounds rest on an inferred day."""
        return any(item.inferred for item in self.evidence)


def derive_tenures(
    evidence: Iterable[TenureEvidence], singular: Iterable[str], findings: list[Finding]
) -> list[Tenure]:
    """Join observations into tenures and bound them; sorted by IRI.

    Args:
        evidence: what all sources tell.
        singular: ids of posts that only one person holds at a time.
        findings: takes returns that name no spell.
    """
    groups: defaultdict[tuple[str, str, str, str], list[TenureEvidence]] = defaultdict(list)
    for item in evidence:
        groups[item.person, item.post, item.capacity, item.spell].append(item)
    tenures = [_leave_conflicts_open(_join(items)) for items in groups.values()]
    by_post: defaultdict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        by_post[tenure.post].append(tenure)
    only_one = set(singular)
    found: list[Tenure] = []
    for post, held in by_post.items():
        for tenure in held:
            _report_returns(tenure, held, findings, singular=post in only_one)
            found.append(_bound_by_others(tenure, held) if post in only_one else tenure)
    return sorted(found, key=lambda tenure: tenure.iri)


def _join(items: list[TenureEvidence]) -> Tenure:
    ordered = sorted(
        items, key=lambda item: (item.observed.latest or date.max, item.source, item.attestations)
    )
    latest_starts = [day for item in ordered for day in (item.observed.latest, item.begins.latest) if day]
    seen = [item.observed.earliest for item in ordered if item.observed.earliest is not None]
    ends = [item.ends.earliest for item in ordered if item.ends.earliest is not None]
    earliest_starts = [item.begins.earliest for item in ordered if item.begins.earliest is not None]
    latest_ends = [item.ends.latest for item in ordered if item.ends.latest is not None]
    first = ordered[0]
    return Tenure(
        person=first.person,
        post=first.post,
        capacity=first.capacity,
        acting_for=next((item.acting_for for item in ordered if item.acting_for), ""),
        spell=first.spell,
        evidence=tuple(ordered),
        earliest_start=max(earliest_starts, default=None),
        latest_start=min(latest_starts, default=None),
        earliest_end=max([*(day + _DAY for day in seen), *ends], default=None),
        latest_end=min(latest_ends, default=None),
    )


def _leave_conflicts_open(tenure: Tenure) -> Tenure:
    """Leave open the bounds on which sources contradict each other, unless one of them contradicts itself."""
    sources = sorted({item.source for item in tenure.evidence})
    alone = [_join([item for item in tenure.evidence if item.source == source]) for source in sources]
    if _is_ordered(tenure) or not all(map(_is_ordered, alone)):
        return tenure
    start, end = tenure.earliest_start, tenure.latest_end
    each = [_join([item]) for item in tenure.evidence]
    crossing = start is not None and end is not None and start >= end
    found = tenure
    if end is not None and tenure.earliest_end is not None and tenure.earliest_end > end:
        agreed = [
            one.earliest_end for one in each if one.earliest_end is not None and one.earliest_end <= end
        ]
        found = replace(found, earliest_end=max(agreed, default=None), latest_end=None)
    if start is not None and tenure.latest_start is not None and tenure.latest_start < start:
        agreed = [
            one.latest_start for one in each if one.latest_start is not None and one.latest_start >= start
        ]
        found = replace(found, latest_start=min(agreed, default=None), earliest_start=None)
    return replace(found, earliest_start=None, latest_end=None) if crossing else found


def _is_ordered(tenure: Tenure) -> bool:
    """Whether the bounds stand in the order that ``shapes/dates.ttl`` asks for."""
    start, end = tenure.earliest_start, tenure.latest_end
    return not (
        (start is not None and tenure.latest_start is not None and start > tenure.latest_start)
        or (tenure.earliest_end is not None and end is not None and tenure.earliest_end > end)
        or (start is not None and end is not None and start >= end)
    )


def _certain_days(tenure: Tenure) -> list[date]:
    return [
        item.observed.earliest for item in tenure.evidence if item.observed.exact and item.observed.earliest
    ]


def _report_returns(tenure: Tenure, held: list[Tenure], findings: list[Finding], *, singular: bool) -> None:
    days = _certain_days(tenure)
    if len(days) < 2 or tenure.spell:
        return
    for other in held:
        same = other.person == tenure.person and other.capacity != tenure.capacity
        if not same and not (singular and other.person != tenure.person):
            continue
        between = [day for day in _certain_days(other) if min(days) < day < max(days)]
        if between:
            item = tenure.evidence[-1]
            who = other.person if not same else f"{other.person} ({other.capacity})"
            english = (
                f"{tenure.person} holds {tenure.post} before and after {who} held it on {between[0]}; "
                "name the return with 'spell'"
            )
            vietnamese = f"{tenure.person} trở lại chức vụ {tenure.post}; hãy thêm 'spell'"
            findings.append(Finding(item.position, "spell", english, vietnamese, field="titles"))
            return


def _bound_by_others(tenure: Tenure, held: list[Tenure]) -> Tenure:
    """Take from certain holders what they exclude: starts after one who was before, ends before the next."""
    if not tenure.certain or tenure.latest_start is None or tenure.earliest_end is None:
        return tenure
    befores, afters = [], []
    for other in held:
        if other is tenure or not other.certain or other.latest_start is None or other.earliest_end is None:
            continue
        if other.earliest_end <= tenure.latest_start:
            befores.append(other.earliest_end)
        elif other.latest_start >= tenure.earliest_end:
            afters.append(other.latest_start)
    bounded = tenure
    start, end = max(befores, default=None), min(afters, default=None)
    if start is not None and (tenure.earliest_start is None or tenure.earliest_start < start):
        bounded = replace(bounded, earliest_start=start, derived=bounded.derived | {"earliestStart"})
    if end is not None and (tenure.latest_end is None or tenure.latest_end > end):
        bounded = replace(bounded, latest_end=end, derived=bounded.derived | {"latestEnd"})
    return bounded


_BOUNDS = {
    "earliestStart": KG.earliestStart,
    "latestStart": KG.latestStart,
    "earliestEnd": KG.earliestEnd,
    "latestEnd": KG.latestEnd,
}


def state_tenures(graph: NamedGraph, tenures: Iterable[Tenure]) -> None:
    """State tenures in the derived graph, each with the attestations that it follows from."""
    for tenure in tenures:
        node = tenure.iri
        origin = Origin(tenure.evidence[0].position, "titles")
        graph.node(node, (KG.Tenure,), origin)
        graph.link(node, KG.person, iri.of_kind("person", tenure.person), origin)
        graph.link(node, KG.post, iri.of_kind("post", tenure.post), origin)
        graph.link(node, KG.capacity, term_of("capacity", tenure.capacity), origin)
        if tenure.acting_for:
            graph.link(node, KG.actingFor, iri.of_kind("post", tenure.acting_for), origin)
        if tenure.spell:
            graph.string(node, KG.spell, tenure.spell, origin)
        for item in tenure.evidence:
            for attestation in item.attestations:
                graph.link(node, KG.attestedBy, attestation, Origin(item.position, "titles"))
        values: Mapping[str, date | None] = {
            "earliestStart": tenure.earliest_start,
            "latestStart": tenure.latest_start,
            "earliestEnd": tenure.earliest_end,
            "latestEnd": tenure.latest_end,
        }
        for name, day in values.items():
            if day is not None:
                graph.value(node, _BOUNDS[name], day, origin)
        for name in sorted(tenure.derived):
            graph.link(node, KG.derivedBound, _BOUNDS[name], origin)
        status = "inferred" if tenure.inferred else "stated"
        graph.link(node, KG.claimStatus, term_of("claimStatus", status), origin)
