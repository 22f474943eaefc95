"""The made-up world: territory, bodies, programmes, documents, projects and figures, growing in time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from kg.bench.synth.bodies import ROLE_WORDS, Bodies, Body
from kg.bench.synth.names import PROGRAMME_SUBJECTS, SITE_KINDS, WORKS, PeopleNames, place_name
from kg.bench.synth.territory import Territory, named
from kg.errors import InputError
from kg.records.dataset import Dataset
from kg.records.units import UnitVersion
from kg.text.canonical import match_key, slug

DOCUMENT_KINDS = {
    "resolution": ("Nghị quyết", "Resolution", "NQ-HĐND", "peoples-council"),
    "decision": ("Quyết định", "Decision", "QĐ-UBND", "peoples-committee"),
    "plan": ("Kế hoạch", "Plan", "KH-UBND", "peoples-committee"),
    "notice": ("Thông báo", "Notice", "TB-UBND", "peoples-committee"),
}
"""Type of document → its word in Vietnamese and English, its sign, the kind of body that issues it."""


@dataclass(frozen=True)
class Document:
    """A made-up document: what the registry says, and its name as texts write it."""

    id: str
    kind: str
    issuer: Body
    number: int
    day: date
    name: str
    label_en: str
    subject: tuple[str, str]


@dataclass
class Project:
    """A made-up project with the money that was approved for it, in đồng."""

    id: str
    name: str
    label_en: str
    place: UnitVersion
    amount: int
    document: Document | None = None


@dataclass
class World:
    """What sources may speak of; everything is made where it is first needed, in the order of time.

    Attributes:
        reference: the records whose register and vocabularies are used.
        chance: decides everything.
        entries: registry name → entries, for what is neither body nor person.
    """

    reference: Dataset
    chance: Random
    territory: Territory
    bodies: Bodies
    documents: dict[str, list[Document]] = field(default_factory=dict)
    entries: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    figures: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _projects: int = 0

    @classmethod
    def begin(cls, reference: Dataset, chance: Random, provinces: int) -> World:
        """Begin a world over the register and vocabularies of some records.

        Raises:
            InputError: the records lack a role, topic or unit of measure that is needed, or any province.
        """
        _require(reference)
        territory = Territory(reference.register, chance, provinces)
        taken = {match_key(person.text("name")) for person in reference.registries["people"]}
        return cls(reference, chance, territory, Bodies(territory, chance, PeopleNames(chance, taken)))

    def entry(self, registry: str, identifier: str, **fields: object) -> str:
        """Note an entry of a registry once; give its id."""
        self.entries.setdefault(registry, {}).setdefault(identifier, {"id": identifier, **fields})
        return identifier

    def document(self, kind: str, version: UnitVersion, day: date) -> Document:
        """Issue a document of a unit on a day; numbers go up within issuer, type and year."""
        words, english, sign, issuing = DOCUMENT_KINDS[kind]
        issuer = self.bodies.of(version, issuing)
        before = self.documents.setdefault(f"{issuer.id}/{kind}", [])
        same_year = [document.number for document in before if document.day.year == day.year]
        number = max(same_year, default=0) + 1
        subject = self.chance.choice(PROGRAMME_SUBJECTS)
        name = f"{words} số {number}/{day.year}/{sign}"
        label_en = f"{english} {number}/{day.year} of {version.name} on {subject[1]}"
        identifier = f"{version.unit}/{kind}-{number}-{day.year}"
        self.entry(
            "documents",
            identifier,
            type=kind,
            issuer=issuer.id,
            number=str(number),
            date=day,
            label={"vi": f"{name} của {issuer.name} về {subject[0]}", "en": label_en},
            **{"number-status": "stated"},
        )
        made = Document(identifier, kind, issuer, number, day, name, label_en, subject)
        before.append(made)
        return made

    def earlier(self, document: Document) -> Document | None:
        """An earlier document of the same issuer and type, mostly one of the latest, so that chains grow."""
        before = self.documents[f"{document.issuer.id}/{document.kind}"][:-1]
        before = [other for other in before if other.day < document.day]
        return before[-1 - int(len(before) * self.chance.random() ** 3)] if before else None

    def programme(self, version: UnitVersion) -> tuple[str, str]:
        """A programme of a province: id and name."""
        vi, en = self.chance.choice(PROGRAMME_SUBJECTS)
        name = f"Chương trình {vi} {named(version)}"
        identifier = f"{version.unit}/{slug(en)}"
        label = {"vi": name, "en": f"Programme for {en} of {version.name}"}
        place = self.territory.use(version.unit)
        return self.entry("programmes", identifier, kind="programme", place=place, label=label), name

    def site(self, version: UnitVersion) -> tuple[str, str]:
        """A site in a unit: id and name; some are spoken of again."""
        kind, vi, en = self.chance.choice(SITE_KINDS)
        own = place_name(self.chance)
        identifier = f"{version.unit}/{kind}-{slug(own)}"
        label = {"vi": f"{vi} {own}", "en": f"{own} {en}"}
        return self.entry("sites", identifier, kind=kind, label=label), f"{vi} {own}"

    def project(self, version: UnitVersion) -> Project:
        """A project in a unit."""
        self._projects += 1
        vi, en = self.chance.choice(WORKS)
        own = place_name(self.chance)
        name, english = f"{vi} {own} {named(version)}", f"{own} {en} in {version.name}"
        amount = self.chance.randint(5, 900) * 100_000_000
        identifier = f"{version.unit}/{slug(en)}-{self._projects}"
        self.entry("projects", identifier, label={"vi": name, "en": english})
        return Project(identifier, name, english, version, amount)

    def figure(self, subject: str, indicator: str, period: str, low: int, high: int) -> int:
        """What an indicator was for a subject in a period: the same whoever tells of it."""
        key = (subject, indicator, period)
        if key not in self.figures:
            self.figures[key] = self.chance.randint(low, high)
        return self.figures[key]

    def topic(self) -> str:
        """A topic of the reference records, the first ones more often."""
        topics = self.reference.registries["topics"]
        return topics[int(len(topics) * self.chance.random() ** 2)].text("id")


def _require(reference: Dataset) -> None:
    """Refuse records whose vocabularies the synthetic ones could not use."""
    for registry, needed in {"roles": set(ROLE_WORDS), "measure-units": {"VND", "percent"}}.items():
        missing = needed - {item.text("id") for item in reference.registries[registry]}
        if missing:
            told = ", ".join(sorted(missing))
            raise InputError(
                f"registry/{registry}.yaml", f"lacks {told}; add it, or name other records with --data"
            )
    if not reference.registries["topics"]:
        raise InputError("registry/topics.yaml", "has no topic; add one, or name other records with --data")
