"""Bodies and their posts in a unit, and who held each post when: the truth that synthetic sources tell of.

A singular post has one holder after another, with gaps between some; in a gap the next holder may act in the
post, or run the body as a deputy in charge. Bodies end with their unit; districts ended on 2025-07-01.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from kg.bench.synth.names import PeopleNames
from kg.bench.synth.territory import FIRST_DAY, LAST_DAY, Territory, named, party_words
from kg.records.units import UnitVersion

ROLE_WORDS = {
    "chair": ("Chủ tịch", "Chair"),
    "vice-chair": ("Phó Chủ tịch", "Vice chair"),
    "secretary": ("Bí thư", "Secretary"),
    "deputy-secretary": ("Phó Bí thư", "Deputy secretary"),
    "head": ("Giám đốc", "Director"),
    "chief-of-office": ("Chánh Văn phòng", "Chief of office"),
    "deputy-chief-of-office": ("Phó Chánh Văn phòng", "Deputy chief of office"),
}
"""Role → its words in titles, in Vietnamese and English."""
_SINGULAR = {"chair", "secretary", "head", "chief-of-office"}
_POSTS = {
    "peoples-committee": ("chair", "vice-chair"),
    "peoples-council": ("chair", "vice-chair"),
    "party-committee": ("secretary", "deputy-secretary"),
    "office-of-peoples-committee": ("chief-of-office", "deputy-chief-of-office"),
}
_BRANCH = {"party-committee": "party", "peoples-council": "elected"}
DEPARTMENTS = (
    ("department-of-finance", "Sở Tài chính", "Department of Finance"),
    ("department-of-construction", "Sở Xây dựng", "Department of Construction"),
    ("department-of-health", "Sở Y tế", "Department of Health"),
    (
        "department-of-education-and-training",
        "Sở Giáo dục và Đào tạo",
        "Department of Education and Training",
    ),
    ("department-of-agriculture", "Sở Nông nghiệp", "Department of Agriculture"),
    ("department-of-home-affairs", "Sở Nội vụ", "Department of Home Affairs"),
    ("department-of-industry-and-trade", "Sở Công Thương", "Department of Industry and Trade"),
    ("inspectorate", "Thanh tra", "Inspectorate"),
)
_DEPARTMENTS = {slug: (vi, en) for slug, vi, en in DEPARTMENTS}


@dataclass(frozen=True)
class Tenure:
    """Who held a post in which capacity from one day to another (exclusive)."""

    person: str
    post: Post
    capacity: str
    begin: date
    end: date
    acting_for: str = ""
    spell: str = ""

    @property
    def title(self) -> str:
        """The title as texts write it."""
        if self.capacity == "acting":
            return f"Quyền {self.post.title}"
        if self.capacity == "deputy-in-charge":
            role, _, body = self.post.title.partition(self.post.role_words)
            return f"{role}{self.post.role_words} phụ trách{body}"
        return self.post.title


@dataclass(frozen=True)
class Post:
    """A post of a body: id, role, the words of the role and the whole title."""

    id: str
    role: str
    role_words: str
    title: str
    label_en: str
    singular: bool


@dataclass
class Body:
    """An organisation with its posts.

    Attributes:
        unit: id of the unit that it governs.
        name: as texts write it.
        posts: by role.
        tenures: by role, in no order; a deputy in charge is found under the role acted for.
    """

    id: str
    kind: str
    unit: str
    name: str
    label_en: str
    part_of: str = ""
    posts: dict[str, Post] = field(default_factory=dict)
    tenures: dict[str, list[Tenure]] = field(default_factory=dict)

    def holders(self, role: str, day: date) -> list[Tenure]:
        """Who held a post on a day."""
        return [tenure for tenure in self.tenures.get(role, ()) if tenure.begin <= day < tenure.end]


class Bodies:
    """Makes bodies where they are first spoken of, and keeps them with all people and careers."""

    def __init__(self, territory: Territory, chance: Random, names: PeopleNames) -> None:
        self._territory, self._chance, self._names = territory, chance, names
        self.all: dict[str, Body] = {}
        self.people: dict[str, tuple[str, list[str]]] = {}
        self.careers: dict[str, list[Tenure]] = {}
        self._free: dict[str, list[tuple[date, str]]] = {}

    def of(self, version: UnitVersion, kind: str) -> Body:
        """The body of a kind (``peoples-committee``, ``department-of-health``) in a unit."""
        identifier = f"{version.unit}/{kind}"
        if identifier not in self.all:
            self.all[identifier] = self._make(version, kind, identifier)
        return self.all[identifier]

    def _make(self, version: UnitVersion, kind: str, identifier: str) -> Body:
        unit, whole = self._territory.use(version.unit), named(version)
        organisation, name, english, part_of = kind, "", "", ""
        if kind == "party-committee":
            name, english = party_words(version), f"Party Committee of {version.name}"
        elif kind in {"peoples-committee", "peoples-council"}:
            short, words = {"peoples-committee": ("UBND", "People's Committee")}.get(
                kind, ("HĐND", "People's Council")
            )
            name, english = f"{short} {whole}", f"{words} of {version.name}"
        else:
            part_of = self.of(version, "peoples-committee").id
            organisation = "office" if kind.startswith("office") else "department"
            vi, en = _DEPARTMENTS.get(kind, ("Văn phòng UBND", "Office of the People's Committee"))
            name, english = f"{vi} {whole}", f"{en} of {version.name}"
        body = Body(identifier, organisation, unit, name, english, part_of)
        for role in _POSTS.get(kind, ("head",)):
            body.posts[role] = _post(body, role)
        self._fill(body, self._territory.province_of(version))
        return body

    def _fill(self, body: Body, province: str) -> None:
        start, end = self._territory.lifetime(body.unit)
        begin = max(start, FIRST_DAY - timedelta(days=self._chance.randrange(30, 900)))
        end = min(end, LAST_DAY + timedelta(days=400))
        for role, post in body.posts.items():
            if post.singular:
                self._succession(body, post, begin, end, province)
            else:
                for _ in range(self._chance.randint(1, 3)):
                    self._succession(body, post, begin, end, province)
            body.tenures.setdefault(role, [])

    def _succession(self, body: Body, post: Post, begin: date, end: date, province: str) -> None:
        """Fill a post from its first day to its last, with one holder after another."""
        day, former = begin, ""
        while day < end:
            person = self._next(province, day, post)
            gap = timedelta(days=self._chance.choice((0, 20, 60, 120, 240)))
            full_from = min(day + gap, end)
            if former and gap.days > 30 and post.singular:
                self._bridge(body, post, person, day, full_from)
            last = min(full_from + timedelta(days=self._chance.randrange(250, 1100)), end)
            if last > full_from:
                self._add(body, Tenure(person, post, "full", full_from, last))
                self._free.setdefault(province, []).append((last, person))
            day, former = last + timedelta(days=self._chance.choice((0, 0, 10))), person

    def _bridge(self, body: Body, post: Post, person: str, begin: date, end: date) -> None:
        """Let the next holder run the body before: acting in the post, or as a deputy in charge."""
        way = self._chance.random()
        deputy = body.posts.get("vice-chair")
        if way < 0.35:
            self._add(body, Tenure(person, post, "acting", begin, end))
        elif deputy is not None and body.kind == "peoples-committee":
            self._add(body, Tenure(person, deputy, "deputy-in-charge", begin, end, acting_for=post.id))

    def _add(self, body: Body, tenure: Tenure) -> None:
        role = tenure.acting_for.rpartition("/")[2] or tenure.post.role
        body.tenures.setdefault(role, []).append(tenure)
        self.careers.setdefault(tenure.person, []).append(tenure)

    def _next(self, province: str, day: date, post: Post) -> str:
        """Somebody of the province who is free and never held this post, or somebody new."""
        free = self._free.get(province, [])
        if free and self._chance.random() < 0.4:
            place = self._chance.randrange(len(free))
            left, person = free[place]
            held = {tenure.post.id for tenure in self.careers.get(person, ())}
            if left <= day and post.id not in held:
                free.pop(place)
                return person
        person, name, before = self._names.new()
        self.people[person] = (name, before)
        return person

    def titles(self, person: str, day: date) -> list[Tenure]:
        """What somebody held on a day."""
        return [tenure for tenure in self.careers.get(person, ()) if tenure.begin <= day < tenure.end]

    def name(self, person: str) -> str:
        """Name of an official."""
        return self.people[person][0]


def _post(body: Body, role: str) -> Post:
    words, english = ROLE_WORDS[role]
    if body.kind == "office":
        title = f"{words} {body.name.removeprefix('Văn phòng ')}"
    elif body.kind == "department" and body.name.startswith("Thanh tra"):
        words, title = "Chánh", f"Chánh {body.name}"
    else:
        title = f"{words} {body.name}"
    return Post(f"{body.id}/{role}", role, words, title, f"{english}, {body.label_en}", role in _SINGULAR)


def branch_of(body: Body) -> str:
    """The branch that the posts of a body belong to."""
    return _BRANCH.get(body.kind, "state")
