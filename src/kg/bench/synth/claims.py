"""Tell of what follows from an event: figures, findings, directives with deadlines, petitions and answers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from kg.bench.synth.bodies import DEPARTMENTS, Body
from kg.bench.synth.events import Event
from kg.bench.synth.prose import Span, written_day
from kg.bench.synth.source import Fields, Source
from kg.records.units import UnitVersion

_TASKS = (
    ("rà soát hồ sơ", "review the files"),
    ("báo cáo tiến độ", "report on the progress"),
    ("giải phóng mặt bằng", "clear the site"),
    ("bố trí kinh phí", "provide the funds"),
    ("hoàn thiện thủ tục", "complete the procedures"),
    ("kiểm tra hiện trường", "check on site"),
    ("công khai kết quả", "publish the results"),
    ("tập huấn cán bộ", "train the staff"),
)
_OBJECTS = (
    ("các công trình chậm tiến độ", "of delayed works"),
    ("các hộ dân tái định cư", "of resettled households"),
    ("nguồn vốn được giao", "of assigned funds"),
    ("các mô hình sản xuất", "of production models"),
    ("công tác tiếp dân", "of the reception of citizens"),
)
_FINDINGS = (
    ("result", "hoàn thành sớm kế hoạch", "finished the plan early"),
    ("limitation", "giải ngân còn chậm", "slow to spend its funds"),
    ("difficulty", "thiếu cán bộ chuyên môn", "lacks skilled staff"),
    ("assessment", "chỉ đạo sát sao", "directs closely"),
)
_OUTCOMES = (
    ("accepted", "đồng ý"),
    ("conditional", "đồng ý có điều kiện"),
    ("delegated", "giao sở xem xét"),
    ("in-progress", "đang xem xét"),
    ("submission-required", "đề nghị lập tờ trình"),
)
_UNITS_OF_FIGURES = ("VND", "hectare", "household", "cooperative", "person", "tree")
_QUARTERS = ("I", "II", "III", "IV")


def tell_figure(source: Source, number: int, event: Event) -> None:
    """Tell of an indicator in the quarter before: its level and its share of the plan, perhaps with parts."""
    world, prose = source.world, source.prose
    indicators = [
        item for item in world.reference.registries["indicators"] if item.text("in") in _UNITS_OF_FIGURES
    ]
    if not indicators:
        return
    indicator = world.chance.choice(indicators)
    label, unit = indicator.label("label"), indicator.text("in")
    begin, end = _quarter_before(event.day)
    period = f"quý {_QUARTERS[begin.month // 3]}/{begin.year}"
    money = unit == "VND"
    key = (source.province.unit, indicator.text("id"), period)
    plan = world.figure(*key[:2], f"plan {begin.year}", 500, 90_000)
    level = world.figure(*key, plan // 5, plan // 3)
    first = world.figure(f"{key[0]} part", key[1], period, level // 4, level // 2)
    share = (Decimal(100 * level) / plan).quantize(Decimal("0.1"))
    with prose.sentence() as sentence:
        prose.write(f"Báo cáo nêu {label.vi if label else ''} ")
        when = prose.write(period)
        prose.write(" đạt ")
        level_at, level_words = _amount(source, level, money=money)
        prose.write(", bằng ")
        share_words = f"{str(share).replace('.', ',')}%"
        share_at = prose.write(share_words)
        prose.write(" kế hoạch")
        parts = []
        if world.chance.random() < 0.3:
            prose.write(", gồm ")
            one = _amount(source, first, money=money)
            prose.write(" và ")
            parts = [one, _amount(source, level - first, money=money)]
    scale = 1_000_000 if money else 1
    council = world.bodies.of(source.province, "peoples-council")
    values: list[Fields] = [
        {
            "id": "level",
            "measure": "level",
            "value": level * scale,
            "in": unit,
            "stated": level_words,
            "at": level_at,
        },
        {
            "id": "share",
            "measure": "ratio-to-plan",
            "value": share,
            "in": "percent",
            "against": {"kind": "plan", "assigned-by": {"org": council.id}},
            "numerator": level * scale,
            "denominator": plan * scale,
            "stated": share_words,
            "at": share_at,
        },
    ]
    for letter, value, (at, words) in zip("ab", (first, level - first), parts, strict=False):
        scope = {"vi": f"nguồn thứ {letter}", "en": f"source {letter}"}
        values.append(
            {
                "id": letter,
                "measure": "level",
                "value": value * scale,
                "in": unit,
                "scope": scope,
                "stated": words,
                "at": at,
            }
        )
    if parts:
        values[0] |= {"parts": ["a", "b"], "complete": True}
    source.sections["figures"].append(
        {
            "id": f"f{number}",
            "of": {"unit": world.territory.use(source.province.unit)},
            "indicator": indicator.text("id"),
            "period": {"from": begin, "until": end, "stated": period, "at": when},
            "event": event.id,
            "at": sentence.at,
            "values": values,
        }
    )


def _amount(source: Source, value: int, *, money: bool) -> tuple[Span, str]:
    """Write a number: millions of đồng as such, other things counted."""
    words = f"{value:,}".replace(",", ".") + (" triệu đồng" if money else "")
    return source.prose.write(words), words


def _quarter_before(day: date) -> tuple[date, date]:
    end = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    begin = (end - timedelta(days=1)).replace(day=1)
    return begin.replace(month=begin.month - 2), end


def tell_finding(source: Source, number: int, event: Event, body: Body) -> None:
    """Tell how a body does."""
    kind, vi, en = source.world.chance.choice(_FINDINGS)
    with source.prose.sentence() as sentence:
        prose = source.prose
        prose.write("Nhận xét về ")
        source.body(body)
        prose.write(f": {vi}")
    source.sections["findings"].append(
        {
            "id": f"n{number}",
            "kind": kind,
            "of": [{"org": body.id}],
            "event": event.id,
            "according-to": {"person": event.leader.person},
            "topic": [source.world.topic()],
            "summary": {"vi": vi, "en": en},
            "at": sentence.at,
        }
    )


def tell_directive(source: Source, number: int, event: Event) -> None:
    """Tell whom the leader told to do what until when."""
    world, prose, chance = source.world, source.prose, source.world.chance
    group: Fields = {"id": f"d{number}", "from": {"person": event.leader.person}, "event": event.id}
    task, thing = chance.choice(_TASKS), chance.choice(_OBJECTS)
    item: Fields = {"id": "t1", "summary": {"vi": f"{task[0]} {thing[0]}", "en": f"{task[1]} {thing[1]}"}}
    due = event.day + timedelta(days=chance.randint(7, 120))
    with prose.sentence() as sentence:
        prose.name("person", event.leader.person, world.bodies.name(event.leader.person))
        order = chance.random() < 0.7
        prose.write(" yêu cầu " if order else " đề nghị ")
        group["to"] = [_addressee(source, event, number)]
        prose.write(" ")
        start = prose.write(f"{task[0]} {thing[0]}")[0]
        if chance.random() < 0.7:
            prose.write(" ")
            words = f"trước ngày {written_day(due)}"
            item["due"] = {"before": due, "stated": words, "at": prose.write(words)}
        end = prose.write("")[1]
    group |= {"kind": "order" if order else "recommendation", "at": sentence.at, "tasks": [item]}
    item["at"] = [start, end]
    if chance.random() < 0.4:
        item["topic"] = [world.topic()]
    if chance.random() < 0.2:
        item["urgency"] = chance.choice(("soon", "urgent", "immediate"))
    source.sections["directives"].append(group)


def _addressee(source: Source, event: Event, number: int) -> Fields:
    """Name a department, the body of the place, or the districts of the province in general."""
    world, chance = source.world, source.world.chance
    way = chance.random()
    if way < 0.1:
        words = "các địa phương"
        at = source.prose.write(words)
        described = {"vi": "các địa phương trong tỉnh", "en": "the localities of the province"}
        source.sections["groups"].append(
            {
                "id": f"g{number}",
                "described": described,
                "kinds": ["unit"],
                "of-unit": world.territory.use(source.province.unit),
                "members": ["unknown"],
                "said": [{"stated": words, "at": at}],
            }
        )
        return {"group": f"g{number}"}
    place = event.place if way < 0.5 else source.province
    kind = chance.choice(DEPARTMENTS)[0] if place.level == 1 else "peoples-committee"
    body = world.bodies.of(place, kind)
    source.body(body)
    return {"org": body.id}


def tell_petition(source: Source, number: int, event: Event, place: UnitVersion) -> None:
    """Tell what the body of a place asked for, and mostly what it was answered."""
    world, prose, chance = source.world, source.prose, source.world.chance
    body = world.bodies.of(place, "peoples-committee")
    task, thing = chance.choice(_TASKS), chance.choice(_OBJECTS)
    with prose.sentence() as sentence:
        source.body(body)
        prose.write(f" kiến nghị {task[0]} {thing[0]}")
    source.sections["petitions"].append(
        {
            "id": f"p{number}",
            "from": {"org": body.id},
            "event": event.id,
            "asks": {"vi": f"{task[0]} {thing[0]}", "en": f"{task[1]} {thing[1]}"},
            "topic": [world.topic()],
            "place": [{"unit": world.territory.use(place.unit)}],
            "at": sentence.at,
        }
    )
    if chance.random() < 0.2:
        return
    outcome, words = chance.choice(_OUTCOMES)
    with prose.sentence() as answer:
        prose.write("Về kiến nghị này, ")
        prose.name("person", event.leader.person, world.bodies.name(event.leader.person))
        prose.write(" ")
        verb = prose.write(words)
    source.sections["responses"].append(
        {
            "id": f"r{number}",
            "by": {"person": event.leader.person},
            "petition": [f"p{number}"],
            "outcome": outcome,
            "coverage": "itemised",
            "verb": {"stated": words, "at": verb},
            "event": event.id,
            "at": answer.at,
        }
    )
