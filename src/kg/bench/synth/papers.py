"""Tell of documents and projects: amendments in chains, projects under documents with sums, notices."""

from __future__ import annotations

from datetime import date

from kg.bench.synth.bodies import DEPARTMENTS
from kg.bench.synth.events import Event, leader_on
from kg.bench.synth.prose import Span, written_day
from kg.bench.synth.source import Fields, Source
from kg.bench.synth.world import Document

_RELATIONS = (
    ("amends", "sửa đổi"),
    ("amends", "sửa đổi"),
    ("supplements", "bổ sung"),
    ("repeals", "bãi bỏ"),
)


def tell_session(source: Source, number: int, day: date) -> Event | None:
    """Tell of a session that passes resolutions, some amending earlier ones, and projects under them."""
    world, prose, chance = source.world, source.prose, source.world.chance
    leader = leader_on(world, source.province, day)
    if leader is None:
        return None
    event = Event(source.id, f"e{number}", 0, day, leader, source.province)
    council = world.bodies.of(source.province, "peoples-council")
    count = chance.randint(1, 3)
    with prose.sentence() as sentence:
        when = prose.write(f"Ngày {written_day(day)}")
        prose.write(", ")
        source.body(council)
        prose.write(" họp; dự có ")
        who = source.official(leader, event.id, day)
    with prose.sentence():
        prose.write("Kỳ họp thông qua ")
        counted = prose.write(f"{count} nghị quyết")
    item: Fields = {
        "id": event.id,
        "kind": "regular-meeting",
        "title": {"vi": f"Kỳ họp {council.name}", "en": f"Session of the {council.label_en}"},
        "happened": "held",
        "date": {"on": day, "status": "stated", "stated": f"Ngày {written_day(day)}", "at": when},
        "organiser": {"org": council.id},
        "place": [{"not-stated": True}],
        "participants": [{"person": leader.person, "role": ["speaker"], "at": who}],
        "at": sentence.at,
    }
    source.sections["events"].append(item)
    passed = [
        tell_document(source, world.document("resolution", source.province, day), event) for _ in range(count)
    ]
    item["counts"] = [
        {
            "of": {"vi": "nghị quyết được thông qua", "en": "resolutions passed"},
            "value": count,
            "complete": True,
            "members": [document.id for document in passed],
            "stated": f"{count} nghị quyết",
            "at": counted,
        }
    ]
    for document in passed:
        for _ in range(chance.randint(0, 3)):
            tell_project(source, document, event)
    return event


def tell_document(source: Source, document: Document, event: Event) -> Document:
    """Tell of a document that was issued, and which earlier one it changes."""
    world, prose, chance = source.world, source.prose, source.world.chance
    earlier = world.earlier(document) if chance.random() < 0.75 else None
    relation, words = chance.choice(_RELATIONS)
    with prose.sentence() as sentence:
        source.document(document)
        prose.write(" ")
        stated = f"ngày {written_day(document.day)}"
        when = prose.write(stated)
        prose.write(f" về {document.subject[0]}")
        if earlier is not None:
            prose.write(f" {words} ")
            source.document(earlier)
            prose.write(" ")
            before = f"ngày {written_day(earlier.day)}"
            earlier_when = prose.write(before)
    dated: Fields = {"on": document.day, "status": "stated", "stated": stated, "at": when}
    use = source.use("document", document.id, status="issued", on=dated, event=event.id, at=sentence.at)
    if earlier is not None:
        use["relations"] = [{"relation": relation, "document": earlier.id, "at": sentence.at}]
        if not source.is_used("document", earlier.id):
            on: Fields = {"on": earlier.day, "status": "stated", "stated": before, "at": earlier_when}
            source.use("document", earlier.id, status="issued", on=on, at=sentence.at)
    return document


def tell_project(source: Source, document: Document, event: Event) -> None:
    """Tell of a project that a document approves, with its sum and its place."""
    world, prose, chance = source.world, source.prose, source.world.chance
    place = world.territory.inside(source.province.unit, source.published, chance)
    if place is None:
        return
    project = world.project(place)
    status, words = chance.choice(
        (("approved", "được duyệt"), ("funded", "được cấp vốn"), ("under-way", "đang làm"))
    )
    with prose.sentence() as sentence:
        prose.write("Dự án ")
        prose.name("project", project.id, project.name)
        prose.write(f" {words} với ")
        sum_words = f"{project.amount // 1_000_000:,}".replace(",", ".") + " triệu đồng"
        sum_at = prose.write(sum_words)
        prose.write(" theo ")
        source.document(document)
    amount = {
        "value": project.amount,
        "in": "VND",
        "amount-kind": chance.choice(("approved", "disbursed")),
        "stated": sum_words,
        "at": sum_at,
    }
    source.use(
        "project",
        project.id,
        status=status,
        event=event.id,
        place=[{"unit": world.territory.use(place.unit), "relation": "at"}],
        under=[document.id],
        amount=[amount],
        at=sentence.at,
    )


def tell_programme(source: Source) -> None:
    """Tell that a programme of the province was spoken of."""
    identifier, name = source.world.programme(source.province)
    if source.is_used("programme", identifier):
        return
    with source.prose.sentence() as sentence:
        source.prose.write("Nội dung thảo luận gồm ")
        source.prose.name("programme", identifier, name)
    source.use("programme", identifier, role=["topic"], at=sentence.at)


def tell_notice_frame(source: Source, document: Document, event: Event) -> None:
    """Tell that the source is a notice of an event's conclusions: its number, who gets it, who signed."""
    world, prose, chance = source.world, source.prose, source.world.chance
    source.is_document = document
    with prose.sentence() as sentence:
        prose.write("Kết luận được gửi theo ")
        source.document(document)
        prose.write(" ")
        stated = f"ngày {written_day(document.day)}"
        when = prose.write(stated)
    recipients: list[Fields] = []
    with prose.sentence():
        prose.write("Nơi nhận: ")
        for kind in chance.sample([slug for slug, _, _ in DEPARTMENTS], 3):
            body = world.bodies.of(source.province, kind)
            prose.write("; " if recipients else "")
            recipients.append({"org": body.id, "at": source.body(body)})
    dated = {"on": document.day, "status": "stated", "stated": stated, "at": when}
    use = source.use("document", document.id, status="issued", on=dated, event=event.id, at=sentence.at)
    use["recipients"] = recipients
    committee = world.bodies.of(source.province, "peoples-committee")
    deputies = committee.holders("vice-chair", document.day)
    if deputies:
        signed: Span = prose.write("KT. CHỦ TỊCH")
        prose.write(" ")
        signer = deputies[0]
        prose.name("person", signer.person, world.bodies.name(signer.person))
        prose.write("\n")
        use["signature"] = [
            {
                "signer": signer.person,
                "post": signer.post.id,
                "formula": "kt",
                "signed-for": committee.posts["chair"].id,
                "stated": "KT. CHỦ TỊCH",
                "at": signed,
            }
        ]
