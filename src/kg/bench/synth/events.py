"""Tell of events: who did what where on which day, with delegations, sub-visits and second reports."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from kg.bench.synth.bodies import DEPARTMENTS, Tenure
from kg.bench.synth.prose import Sentence, Span, written_day
from kg.bench.synth.source import Fields, Source
from kg.bench.synth.territory import named
from kg.bench.synth.world import World
from kg.records.units import UnitVersion

KINDS = (
    ("inspection", "kiểm tra", "Kiểm tra", "Inspection"),
    ("working-session", "làm việc", "Làm việc", "Working session"),
    ("site-visit", "thăm cơ sở", "Thăm cơ sở", "Visit"),
    ("survey", "khảo sát thực địa", "Khảo sát", "Survey"),
    ("exercise", "dự diễn tập", "Diễn tập", "Exercise"),
    ("event", "dự ngày hội", "Ngày hội", "Festival"),
)
"""Kind, words in a sentence, words of a title in both languages."""
_LEADERS = (
    ("peoples-committee", "vice-chair", 7),
    ("peoples-committee", "chair", 5),
    ("party-committee", "secretary", 3),
    ("party-committee", "deputy-secretary", 2),
    ("department", "head", 3),
)
_SEATS = tuple((kind, role) for kind, role, weight in _LEADERS for _ in range(weight))


@dataclass(frozen=True)
class Event:
    """What others of a source refer to: the event's id, day, leader and place."""

    source: str
    id: str
    kind: int
    day: date
    leader: Tenure
    place: UnitVersion


def leader_on(world: World, province: UnitVersion, day: date, until: date | None = None) -> Tenure | None:
    """Somebody who leads events of a province and surely holds one post on a day (and until another)."""
    for _ in range(6):
        kind, role = world.chance.choice(_SEATS)
        if kind == "department":
            kind = world.chance.choice(DEPARTMENTS)[0]
        held = world.bodies.of(province, kind).holders(role, day)
        if held:
            tenure = world.chance.choice(held)
            if until is None or until < tenure.end:
                return tenure
    return None


def tell_visit(source: Source, number: int, day: date) -> Event | None:
    """Tell of an inspection, a visit or the like, in one sentence; nothing where nobody could lead it."""
    world, prose, chance = source.world, source.prose, source.world.chance
    month_end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    bounded = month_end < source.published and chance.random() < 0.5
    first, last = (day.replace(day=1), month_end) if bounded else (day, day)
    leader = leader_on(world, source.province, first, last)
    place = world.territory.inside(source.province.unit, first, chance) or source.province
    if leader is None or world.territory.standing(place.unit, last) != place:
        return None
    kind = chance.randrange(len(KINDS))
    event = Event(source.id, f"e{number}", kind, day, leader, place)
    with prose.sentence() as sentence:
        stated = f"Tháng {day.month}/{day.year}" if bounded else f"Ngày {written_day(day)}"
        when = prose.write(stated)
        prose.write(", ")
        who = source.official(leader, event.id, first)
        prose.write(f" {KINDS[kind][1]} tại ")
        where = source.unit(place)
    if bounded:
        dated: Fields = {"earliest": first, "latest": last, "status": "bounded", "stated": stated, "at": when}
    else:
        dated = {"on": day, "status": "stated", "stated": stated, "at": when}
    _note(source, event, dated, sentence, who, where)
    return event


def tell_inspection(source: Source, number: int, day: date) -> Event | None:
    """Tell of an inspection: a delegation, companions, a host, a topic, perhaps an inferred year."""
    world, prose, chance = source.world, source.prose, source.world.chance
    leader = leader_on(world, source.province, day)
    place = world.territory.inside(source.province.unit, day, chance, level=2) or world.territory.inside(
        source.province.unit, day, chance
    )
    if leader is None or place is None:
        return None
    event = Event(source.id, f"e{number}", 0, day, leader, place)
    year_left_out, topic = chance.random() < 0.2, world.topic()
    with prose.sentence() as sentence:
        stated = f"Ngày {day.day}/{day.month}" if year_left_out else f"Ngày {written_day(day)}"
        when = prose.write(stated)
        prose.write(", ")
        team = prose.write("đoàn công tác")
        prose.write(" do ")
        who = source.official(leader, event.id, day)
        prose.write(" dẫn đầu đã ")
        about = prose.write("kiểm tra việc thực hiện nhiệm vụ")
        prose.write(" ")
        year = prose.write(f"năm {day.year}")
        prose.write(" tại ")
        where = source.unit(place)
    source.sections["periods"].append(_whole_year(day.year, year))
    dated: Fields = {"on": day, "status": "stated", "stated": stated, "at": when}
    if year_left_out:
        because = {
            "vi": "nhiệm vụ được kiểm tra là của năm này",
            "en": "the tasks inspected are of this year",
        }
        dated["status"] = "year-inferred"
        dated["year"] = {"value": day.year, "status": "inferred", "evidence": year, "because": because}
    item = _note(source, event, dated, sentence, who, where)
    item["delegation"] = {"id": f"team-{number}", "said": [{"stated": "đoàn công tác", "at": team}]}
    item["topics"] = [{"topic": topic, "at": about}]
    _tell_companions(source, event, item)
    return event


def _whole_year(year: int, at: Span) -> Fields:
    said = [{"stated": f"năm {year}", "at": at}]
    return {"id": f"year-{year}", "from": date(year, 1, 1), "until": date(year + 1, 1, 1), "said": said}


def _tell_companions(source: Source, event: Event, item: Fields) -> None:
    """Tell who came along, and who received the delegation."""
    world, prose, chance = source.world, source.prose, source.world.chance
    for _ in range(chance.randint(0, 2)):
        companion = leader_on(world, source.province, event.day)
        if companion is None or (companion.person, event.id) in source.sightings:
            continue
        with prose.sentence():
            prose.write("Cùng đi có ")
            who = source.official(companion, event.id, event.day)
        item["participants"].append({"person": companion.person, "role": ["member"], "at": who})
    host = world.bodies.of(event.place, "peoples-committee")
    with prose.sentence() as sentence:
        prose.write("Tiếp đoàn có lãnh đạo ")
        source.body(host)
    item["host"] = {"org": host.id, "at": sentence.at}


def _note(source: Source, event: Event, dated: Fields, sentence: Sentence, who: Span, where: Span) -> Fields:
    """Record an event with its leader and place."""
    kind, _, vi, en = KINDS[event.kind]
    item: Fields = {
        "id": event.id,
        "kind": kind,
        "title": {"vi": f"{vi} tại {named(event.place)}", "en": f"{en} in {event.place.name}"},
        "happened": "held",
        "date": dated,
        "place": [{"unit": event.place.unit, "visited": True, "at": where}],
        "participants": [{"person": event.leader.person, "role": ["leader"], "at": who}],
        "at": sentence.at,
    }
    source.sections["events"].append(item)
    return item


def tell_stop(source: Source, number: int, parent: Event) -> Event | None:
    """Tell of a visit to a site that is part of an inspection of a district."""
    world, prose = source.world, source.prose
    commune = world.territory.under(parent.place, parent.day, world.chance)
    if commune is None:
        return None
    site, site_name = world.site(commune)
    event = Event(source.id, f"e{number}", 2, parent.day, parent.leader, commune)
    with prose.sentence() as sentence:
        prose.write("Đoàn đã thăm ")
        where = prose.name("site", site, site_name)
        prose.write(" ở ")
        unit = source.unit(commune)
    source.within("site", site, commune, [where[0], unit[1]])
    because = {"vi": "là một phần của cuộc kiểm tra", "en": "it is a part of the inspection"}
    source.sections["events"].append(
        {
            "id": event.id,
            "kind": "site-visit",
            "title": {"vi": f"Thăm {site_name}", "en": f"Visit in {commune.name}"},
            "happened": "held",
            "date": {
                "on": parent.day,
                "status": "stated",
                "certainty": "inferred",
                "evidence": sentence.at,
                "because": because,
            },
            "part-of": parent.id,
            "delegation-of": parent.id,
            "place": [{"unit": commune.unit, "at": unit}, {"site": site, "visited": True, "at": where}],
            "participants": [
                {
                    "person": parent.leader.person,
                    "role": ["leader"],
                    "status": "inferred",
                    "evidence": sentence.at,
                    "because": {"vi": "dẫn đầu đoàn", "en": "leads the delegation"},
                }
            ],
            "at": sentence.at,
        }
    )
    return event


def tell_again(source: Source, number: int, other: Event) -> Event:
    """Tell of an event that another source told of before."""
    prose = source.prose
    event = Event(source.id, f"e{number}", other.kind, other.day, other.leader, other.place)
    with prose.sentence() as sentence:
        stated = f"Ngày {written_day(other.day)}"
        when = prose.write(stated)
        prose.write(", ")
        who = source.official(other.leader, event.id, other.day)
        prose.write(f" đã {KINDS[other.kind][1]} tại ")
        where = source.unit(other.place)
    dated: Fields = {"on": other.day, "status": "stated", "stated": stated, "at": when}
    item = _note(source, event, dated, sentence, who, where)
    item["same-as"] = f"{other.source}/event/{other.id}"
    return event


def days_before(source: Source, most: int) -> date:
    """A day shortly before the publication."""
    return source.published - timedelta(days=source.world.chance.randint(0, most))
