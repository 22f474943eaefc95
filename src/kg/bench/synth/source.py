"""One synthetic source: its text and its dossier while both are written."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kg.bench.synth.bodies import Body, Tenure
from kg.bench.synth.prose import Prose, Span, spans_of, written_day
from kg.bench.synth.territory import named
from kg.bench.synth.world import Document, World
from kg.records.units import UnitVersion

Fields = dict[str, Any]
"""A mapping of a dossier."""

SECTIONS_OF_NAMES = {
    "person": "people",
    "org": "organisations",
    "unit": "places",
    "site": "places",
    "document": "documents",
    "programme": "programmes",
    "project": "projects",
}
"""Kind of thing named → the section that holds its forms."""


@dataclass
class Source:
    """A source that tells of what happened in a province around a day.

    Attributes:
        sections: section → items, in the order in which they are told.
        sightings: titles seen: (person, event) → titles with their places.
    """

    id: str
    kind: str
    world: World
    province: UnitVersion
    published: date
    prose: Prose = field(default_factory=Prose)
    sections: dict[str, list[Fields]] = field(default_factory=lambda: defaultdict(list))
    sightings: dict[tuple[str, str], dict[Tenure, list[Span]]] = field(default_factory=dict)
    is_document: Document | None = None
    _head: Fields = field(default_factory=dict)
    _within: dict[tuple[str, str], Fields] = field(default_factory=dict)
    _uses: dict[tuple[str, str], Fields] = field(default_factory=dict)

    def begin(self, title: str) -> None:
        """Write the heading and the line with the day of publication."""
        self._head["title"] = {"stated": title, "at": self.prose.line(title)}
        day = written_day(self.published)
        self.prose.write("Đăng ngày ")
        span = self.prose.line(day)
        self._head["published"] = {"on": self.published, "status": "stated", "stated": day, "at": span}

    def unit(self, version: UnitVersion) -> Span:
        """Write the name of a unit."""
        return self.prose.name("unit", self.world.territory.use(version.unit), named(version))

    def body(self, body: Body) -> Span:
        """Write the name of a body."""
        return self.prose.name("org", body.id, body.name)

    def document(self, document: Document) -> Span:
        """Write the name of a document."""
        return self.prose.name("document", document.id, document.name)

    def official(self, tenure: Tenure, event: str, day: date) -> Span:
        """Write somebody's name and title, as seen at an event; give the place of both together."""
        name = self.prose.name("person", tenure.person, self.world.bodies.name(tenure.person))
        seen = self.sightings.setdefault((tenure.person, event), {})
        others = [other for other in self.world.bodies.titles(tenure.person, day) if other != tenure]
        end = name
        for title in [tenure, *others[:1]]:
            self.prose.write(", ")
            end = self.prose.write(title.title)
            seen.setdefault(title, []).append(end)
        return [name[0], end[1]]

    def within(self, kind: str, identifier: str, unit: UnitVersion, at: Span) -> None:
        """Say in which unit the source puts a site or a unit."""
        self._within[kind, identifier] = {"unit": self.world.territory.use(unit.unit), "at": at}

    def use(self, kind: str, identifier: str, **fields: Any) -> Fields:
        """Give the entry of the section on documents, programmes or projects, made where it is new."""
        key = (kind, identifier)
        if key not in self._uses:
            self._uses[key] = {kind: identifier}
        self._uses[key].update(fields)
        return self._uses[key]

    def is_used(self, kind: str, identifier: str) -> bool:
        """Whether `use` has made an entry."""
        return (kind, identifier) in self._uses

    def finish(self) -> tuple[Fields, str]:
        """Give the dossier and the text."""
        for kind, identifier in self._within:
            self.prose.sayings.setdefault((kind, identifier), {})
        for kind, identifier in self.prose.sayings:
            item = self._uses.get((kind, identifier), {kind: identifier})
            if said := self.prose.said(kind, identifier):
                item["said"] = said
            if (kind, identifier) in self._within:
                item["within"] = self._within[kind, identifier]
            if kind == "person":
                item["titles"] = list(self._titles(identifier))
            self.sections[SECTIONS_OF_NAMES[kind]].append(item)
        text = self.prose.text
        head: Fields = {
            "id": self.id,
            "file": f"{self.id}.txt",
            "kind": self.kind,
            "language": "vi",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "characters": len(text),
            **self._head,
            "curated": [{"by": "kg-synth", "on": self.published + timedelta(days=1), "role": "author"}],
        }
        if self.is_document is not None:
            head["document"] = self.is_document.id
        return {"source": head, **self.sections}, text

    def _titles(self, person: str) -> list[Fields]:
        found = []
        for (who, event), titles in self.sightings.items():
            for tenure, places in titles.items() if who == person else ():
                item: Fields = {"post": tenure.post.id, "event": event}
                if tenure.capacity != "full":
                    item["capacity"] = tenure.capacity
                if tenure.acting_for:
                    item["acting-for"] = tenure.acting_for
                item["said"] = [{"stated": tenure.title, "at": spans_of(places)}]
                found.append(item)
        return found
