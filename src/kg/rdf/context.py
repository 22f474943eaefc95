"""What the lift of one source needs to know: its IRI, its local ids, the dates of its events."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kg.rdf import iri
from kg.rdf.graph import NamedGraph, Origin
from kg.records.dataset import Dossier
from kg.records.model import Record, Span

_LOCAL_KINDS = {"group", "period", "petition"}


@dataclass(frozen=True)
class Days:
    """The first and the last day on which something may have happened, and how sure that is.

    ``earliest`` and ``latest`` are inclusive and ``None`` where unknown; equal when the day is known.
    """

    earliest: date | None
    latest: date | None
    status: str

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest is not None and self.earliest == self.latest


UNKNOWN_DAYS = Days(None, None, "unknown")


def days_of(record: Record | None) -> Days:
    """Read the bounds of a date record (``on``, or ``earliest`` and ``latest``)."""
    if record is None:
        return UNKNOWN_DAYS
    day = record.day("on")
    if day is not None:
        return Days(day, day, record.text("status") or "stated")
    earliest, latest = bound_days(record.part("earliest")), bound_days(record.part("latest"))
    status = record.text("status") or ("bounded" if earliest.earliest or latest.latest else "unknown")
    return Days(earliest.earliest, latest.latest, status)


def bound_days(record: Record | None) -> Days:
    """Read one bound: a day, or the days between which it lies."""
    if record is None:
        return UNKNOWN_DAYS
    day = record.day("on")
    if day is not None:
        return Days(day, day, "stated")
    return Days(record.day("earliest"), record.day("latest"), "bounded")


@dataclass(frozen=True)
class Lift:
    """The lift of one dossier: where statements go and how local ids are resolved.

    Attributes:
        dossier: the source.
        graph: takes the statements.
        ids: kind → ids of the registries and the register.
    """

    dossier: Dossier
    graph: NamedGraph
    ids: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """IRI of the source, and name of its graph."""
        return self.graph.name

    def origin(self, record: Record, key: str = "") -> Origin:
        """Position and field path of a record's field."""
        return Origin(record.at(key), record.field_path(key) if key else record.path)

    def passage(self, span: Span) -> str:
        """IRI of a passage of this source; the passage's node is stated once at the end of the lift."""
        return iri.passage(self.source, span)

    def resolve(self, target: str, identifier: str, scope: str = "") -> str:
        """IRI of what an id in a field of kind `target` names.

        Args:
            target: kind of reference of the field.
            identifier: the id as written.
            scope: IRI of the node that holds siblings (tasks, values).
        """
        if target == "event":
            return self.event(identifier)
        if target in _LOCAL_KINDS:
            return iri.nested(self.source, target, identifier)
        if target in {"task", "value"}:
            return iri.nested(scope, target, identifier)
        if target == "delegation":
            event = self.delegations.get(identifier, identifier)
            return iri.nested(self.event(event), "delegation", identifier)
        return iri.of_kind(target, identifier)

    def kind_of(self, identifier: str) -> str:
        """Kind of a thing whose field names none: a group or event of this source, or an entry of a registry.

        Empty where nothing has the id, which `kg.records.references` reports.
        """
        local: dict[str, Collection[str]] = {
            "group": [group.text("id") for group in self.dossier.record.parts("groups")],
            "event": self.events,
        }
        kinds = ("unit", "org", "person", "post", "site", "topic", "document", "programme", "project")
        known = ((kind, local.get(kind, self.ids.get(kind, ()))) for kind in (*kinds, *local))
        return next((kind for kind, ids in known if identifier in ids), "")

    def event(self, identifier: str) -> str:
        """IRI of an event of this source, or of another where the id is ``{source}/event/{id}``."""
        if "/event/" in identifier:
            return iri.source(identifier)
        return iri.nested(self.source, "event", identifier)

    @cached_property
    def events(self) -> Mapping[str, Record]:
        """Event records by local id."""
        return {event.text("id"): event for event in self.dossier.record.parts("events")}

    @cached_property
    def delegations(self) -> Mapping[str, str]:
        """Delegation id → id of the event that declares it."""
        found = {}
        for identifier, event in self.events.items():
            delegation = event.part("delegation")
            if delegation is not None:
                found[delegation.text("id")] = identifier
        return found

    def event_days(self, identifier: str) -> Days:
        """Days of an event of this source."""
        event = self.events.get(identifier)
        return days_of(event.part("date")) if event is not None else UNKNOWN_DAYS

    def days_of_source(self) -> Days:
        """Days between which the source appeared."""
        return days_of(self.dossier.source.part("published"))
