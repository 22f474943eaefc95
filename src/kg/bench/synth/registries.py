"""The registries of the synthetic records: vocabularies as they are, everything else as it was made up."""

from __future__ import annotations

from kg.bench.synth.bodies import Body, branch_of
from kg.bench.synth.source import Fields
from kg.bench.synth.world import World
from kg.records.fields import Kind
from kg.records.model import Label, Record

_VOCABULARIES = ("roles", "topics", "indicators", "funding", "measure-units")


def registries_of(world: World) -> dict[str, list[Fields]]:
    """Registry name → entries, sorted by id."""
    found: dict[str, list[Fields]] = {
        name: [_fields_of(item) for item in world.reference.registries[name]] for name in _VOCABULARIES
    }
    bodies = world.bodies
    found["people"] = [_person(who, name, before) for who, (name, before) in bodies.people.items()]
    found["organisations"] = [_organisation(body) for body in bodies.all.values()]
    found["posts"] = [post for body in bodies.all.values() for post in _posts(body)]
    for name, entries in world.entries.items():
        found[name] = list(entries.values())
    return {
        name: sorted(entries, key=lambda entry: entry["id"]) for name, entries in found.items() if entries
    }


def _fields_of(record: Record) -> Fields:
    """The fields of a registry entry as they were read: no entry of a vocabulary holds a nested record."""
    found: Fields = {}
    for row in record.type.fields:
        value = record.values.get(row.key)
        if isinstance(value, Label):
            found[row.key] = value._asdict()
        elif value is not None and row.kind is not Kind.PART:
            found[row.key] = list(value) if isinstance(value, tuple) else value
    return found


def _person(identifier: str, name: str, before: list[str]) -> Fields:
    entry: Fields = {"id": identifier, "name": name}
    if before:
        entry["distinct-from"] = before
    return entry


def _organisation(body: Body) -> Fields:
    kind = body.kind
    entry: Fields = {"id": body.id, "kind": kind, "jurisdiction": body.unit}
    if body.part_of:
        entry["part-of"] = body.part_of
    return {**entry, "label": {"vi": body.name, "en": body.label_en}}


def _posts(body: Body) -> list[Fields]:
    return [
        {
            "id": post.id,
            "org": body.id,
            "role": post.role,
            "branch": branch_of(body),
            "singular": post.singular,
            "label": {"vi": post.title, "en": post.label_en},
        }
        for post in body.posts.values()
    ]
