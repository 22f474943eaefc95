"""Check that every id in the records names something, and names one thing only.

Ids of registries, register and other dossiers are global; ids of a dossier's events, groups, periods,
petitions, delegations, tasks and values are local (rules R4 and R5 of the record format). The other rules
between fields stand in `kg.records.rules`; `check_references` runs both.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import Finding, Position
from kg.records.dataset import EVENT_OF_OTHER, EVENT_PART, Dataset, Dossier
from kg.records.fields import Field, Kind
from kg.records.model import Record
from kg.records.redirects import check_redirects
from kg.records.report import report
from kg.records.rules import check_rules

_SECTIONS_WITH_IDS = (
    "groups",
    "periods",
    "events",
    "findings",
    "figures",
    "directives",
    "petitions",
    "responses",
)
_ENTITY_SECTIONS = {
    "people": ("person",),
    "posts": ("post",),
    "organisations": ("org",),
    "places": ("unit", "site"),
    "documents": ("document",),
    "projects": ("project",),
}
_GROUP_MEMBERS = ("unit", "org", "person")
_COUNTED = (*_GROUP_MEMBERS, "post", "site", "topic", "document", "programme", "project", "group", "event")
_MOST_HINTS = 100


def check_references(dataset: Dataset) -> list[Finding]:
    """Find what dangles, what is named twice, and what breaks a rule between fields; sorted."""
    findings = [*check_dossiers(dataset, dataset.dossiers), *check_shared(dataset)]
    return sorted(findings, key=lambda finding: finding.sort_key)


def check_dossiers(dataset: Dataset, dossiers: Iterable[Dossier]) -> list[Finding]:
    """Find what is wrong with the references and between the fields of some dossiers of a dataset."""
    findings: list[Finding] = []
    world = _World.of(dataset)
    for dossier in dossiers:
        findings.extend(_Scope(world, _local_ids(dossier), dossier.id).check(dossier.record))
        findings.extend(_twice_in_dossier(dossier))
        findings.extend(check_rules(dossier.record))
    return findings


def check_shared(dataset: Dataset) -> list[Finding]:
    """Find what is wrong with the references and between the fields of the registries."""
    findings: list[Finding] = []
    world = _World.of(dataset)
    for items in dataset.registries.values():
        for item in items:
            findings.extend(_Scope(world, {}, "").check(item))
            findings.extend(check_rules(item))
    findings.extend(check_redirects(dataset.moves, world.ids))
    return findings


def events_named_by(record: Record) -> Iterator[str]:
    """Yield the events of other sources that a record names."""
    for inner in record.walk():
        for row in inner.type.fields:
            if row.kind is Kind.REF and row.target == "event":
                yield from (name for name in inner.texts(row.key) if EVENT_PART in name)


@dataclass(frozen=True)
class _World:
    """All global ids by kind, and the events of all dossiers as ``{source}/event/{id}``; kinds not read."""

    ids: Mapping[str, Collection[str]]
    events: frozenset[str]
    unread: frozenset[str]
    unfounded: set[tuple[str, str]] = field(default_factory=set)
    nearest: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def near(self, kind: str, identifier: str, known: Collection[str]) -> list[str]:
        """The known id most like one that dangles; for so many different ones only, as the search is slow."""
        key = (kind, identifier)
        if key not in self.nearest and len(self.nearest) < _MOST_HINTS:
            self.nearest[key] = difflib.get_close_matches(identifier, list(known), n=1)
        return self.nearest.get(key, [])

    @classmethod
    def of(cls, dataset: Dataset) -> _World:
        ids: dict[str, Collection[str]] = dict(dataset.ids)
        ids["unit"] = dataset.register.unit_ids
        ids["version"] = dataset.register.version_ids
        events = (event for dossier in dataset.dossiers for event in dossier.events)
        return cls(ids, frozenset(events), dataset.unread)


@dataclass(frozen=True)
class _Scope:
    """What ids may be used at one place: the world's, the dossier's and those of siblings."""

    world: _World
    local: Mapping[str, Collection[str]]
    source: str

    def check(self, record: Record) -> Iterator[Finding]:
        """Yield the dangling ids of a record and of all that it holds."""
        for row in record.type.fields:
            if row.kind is Kind.REF:
                for index, identifier in enumerate(record.texts(row.key)):
                    if identifier not in row.also:
                        yield from self._reference(record, row, index, identifier)
            elif row.kind is Kind.PART:
                inner_scope = self._inside(record, row.key)
                for inner in record.parts(row.key):
                    yield from inner_scope.check(inner)
        if record.type.name == "group":
            yield from self._members(record, _GROUP_MEMBERS)
        elif record.type.name == "count":
            yield from self._members(record, _COUNTED)
        elif record.type.name == "value":
            for index, sibling in enumerate(record.texts("parts")):
                yield from self._known(record, "parts", index, sibling, "value", self.local.get("value", ()))

    def _inside(self, record: Record, key: str) -> _Scope:
        sibling = {"tasks": "task", "values": "value"}.get(key)
        if sibling is None:
            return self
        ids = [item.text("id") for item in record.parts(key)]
        return _Scope(self.world, {**self.local, sibling: ids}, self.source)

    def _reference(self, record: Record, row: Field, index: int, identifier: str) -> Iterator[Finding]:
        if row.target == "event" and (row.key == "same-as" or EVENT_PART in identifier):
            others = [event for event in self.world.events if not event.startswith(f"{self.source}/")]
            yield from self._known(record, row.key, index, identifier, EVENT_OF_OTHER, others)
            return
        known = self.local.get(row.target, self.world.ids.get(row.target, ()))
        yield from self._known(record, row.key, index, identifier, row.target, known)

    def _members(self, record: Record, kinds: tuple[str, ...]) -> Iterator[Finding]:
        members = record.texts("members")
        known = [name for kind in kinds for name in self.local.get(kind, self.world.ids.get(kind, ()))]
        for index, member in enumerate(members if members != ("unknown",) else ()):
            yield from self._known(record, "members", index, member, " or ".join(kinds), known)

    def _known(
        self, record: Record, key: str, index: int, identifier: str, kind: str, known: Collection[str]
    ) -> Iterator[Finding]:
        if identifier in known or not self.world.unread.isdisjoint(kind.split(" or ")):
            return
        place = (record.position.file, kind)
        if not known and place in self.world.unfounded:
            return  # a registry that could not be read is reported once a file, not once a reference
        if not known:
            self.world.unfounded.add(place)
        row = record.type.by_key[key]
        near = self.world.near(kind, identifier, known)
        hint = f"did you mean {near[0]!r}?" if near else "add it, or mend the id"
        hint_vi = f"có phải {near[0]!r} không?" if near else "hãy thêm vào, hoặc sửa mã"
        yield report(
            record,
            key,
            "reference",
            f"there is no {kind} {identifier!r}; {hint}",
            f"không có {row.vi} {identifier!r}; {hint_vi}",
            index=index if len(record.texts(key)) > 1 else None,
            value=identifier,
        )


def _local_ids(dossier: Dossier) -> dict[str, Collection[str]]:
    record = dossier.record
    events = record.parts("events")
    delegations = [event.part("delegation") for event in events]
    return {
        "event": [event.text("id") for event in events],
        "group": [group.text("id") for group in record.parts("groups")],
        "period": [period.text("id") for period in record.parts("periods")],
        "petition": [petition.text("id") for petition in record.parts("petitions")],
        "delegation": [delegation.text("id") for delegation in delegations if delegation is not None],
    }


def _twice_in_dossier(dossier: Dossier) -> Iterator[Finding]:
    record = dossier.record
    for section in _SECTIONS_WITH_IDS:
        yield from _twice(record.parts(section), ("id",))
    for section, keys in _ENTITY_SECTIONS.items():
        yield from _twice(record.parts(section), keys)
    yield from _twice(record.parts("programmes"), ("programme",), "role")
    delegations = (event.part("delegation") for event in record.parts("events"))
    yield from _twice(tuple(item for item in delegations if item is not None), ("id",))
    for group in record.parts("directives"):
        yield from _twice(group.parts("tasks"), ("id",))
    for figure in record.parts("figures"):
        yield from _twice(figure.parts("values"), ("id",))


def _twice(items: tuple[Record, ...], keys: tuple[str, ...], beside: str = "") -> Iterator[Finding]:
    """Find items with the same value under one of `keys`; `beside` may tell them apart."""
    first: dict[tuple[str, ...], Position] = {}
    for item in items:
        key = next((key for key in keys if key in item), "")
        name = (key, item.text(key), *sorted(item.texts(beside)))
        if not name[1]:
            continue
        if name in first:
            todo, todo_vi = (
                ("choose another", "hãy chọn mã khác") if key == "id" else ("join them", "hãy gộp")
            )
            yield report(
                item,
                key,
                "duplicate",
                f"{name[1]!r} stands already at {first[name]}; {todo}",
                f"{name[1]!r} đã có ở {first[name]}; {todo_vi}",
                value=name[1],
            )
        first.setdefault(name, item.at(key))
