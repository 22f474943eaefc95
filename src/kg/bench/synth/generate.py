"""Generate synthetic records: sources in the order of time, then the registries and the register needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kg.bench.synth import claims, events, papers
from kg.bench.synth.events import Event
from kg.bench.synth.registries import registries_of
from kg.bench.synth.source import Source
from kg.bench.synth.territory import FIRST_DAY, LAST_DAY
from kg.bench.synth.world import World
from kg.bench.synth.writing import RecordsWriter
from kg.records.dataset import Dataset

EVENTS_OF_A_PROVINCE = 150
"""A further province is spoken of for so many events."""
EVENTS_OF_A_SOURCE = 2.7
"""Events in a source, on average over all kinds of sources."""
_TITLES = {
    "report": "Tin hoạt động của lãnh đạo tỉnh",
    "review": "Điểm tin trong tuần",
    "session": "Tin kỳ họp hội đồng",
    "notice": "Thông báo kết luận cuộc làm việc",
}
_KINDS = ("report",) * 11 + ("review",) * 4 + ("session",) * 3 + ("notice",) * 2


@dataclass(frozen=True)
class Synthesised:
    """What was written: folder, number of sources and of events."""

    folder: Path
    sources: int
    events: int


def synthesise(reference: Dataset, count: int, seed: int, folder: Path) -> Synthesised:
    """Write synthetic records of `count` events into a folder, and their texts into ``texts/`` of it.

    Args:
        reference: records whose register and vocabularies (roles, topics, indicators, funding, units of
            measure) are used; its people, bodies and sources are not.
        count: number of events; everything else grows with it.
        seed: other seeds give other records.
        folder: is made; must be empty or absent.

    Raises:
        InputError: the folder is not empty or cannot be written; the reference records lack what is needed.
    """
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    world = World.begin(reference, chance, max(1, count // EVENTS_OF_A_PROVINCE))
    telling = Telling(world, count)
    with RecordsWriter(folder) as writer:
        made = 0
        for day in _days(count, chance):
            source = telling.source(day)
            if source is not None:
                writer.source(source.id, *source.finish())
                made += 1
            if telling.left == 0:
                break
        for name, entries in registries_of(world).items():
            writer.registry(name, entries)
        writer.register(reference.register, world.territory.written())
    return Synthesised(folder, made, telling.count)


def _days(count: int, chance: Random) -> list[date]:
    """Days of publication in order, about as many as are needed, and the last day for what is left then."""
    span, sources = (LAST_DAY - FIRST_DAY).days, round(count / EVENTS_OF_A_SOURCE) + 1
    days = sorted(FIRST_DAY + timedelta(days=chance.randrange(60, span)) for _ in range(sources))
    return days + [LAST_DAY] * (20 * count)


class Telling:
    """Tells sources until all events are told."""

    def __init__(self, world: World, count: int) -> None:
        self.world, self.left, self.count = world, count, 0
        self._number = 0
        self._recent: dict[str, Event] = {}

    def source(self, published: date) -> Source | None:
        """Tell one source; nothing where nobody held a post in the province that was drawn."""
        chance = self.world.chance
        province = self.world.territory.province_on(published, chance)
        kind = chance.choice(_KINDS)
        self._number += 1
        identifier = f"{province.unit}-{published}-{kind}-{self._number:05}"
        source_kind = "notice" if kind == "notice" else "news-article"
        source = Source(identifier, source_kind, self.world, province, published)
        source.begin(f"{_TITLES[kind]} số {self._number}")
        tell: dict[str, Callable[[Source], None]] = {
            "report": self._report,
            "review": self._review,
            "session": self._session,
            "notice": self._notice,
        }
        before = self.left
        tell[kind](source)
        return source if self.left < before else None

    def _told(self, event: Event | None) -> Event | None:
        if event is not None:
            self.left, self.count = self.left - 1, self.count + 1
        return event

    def _report(self, source: Source) -> None:
        """An inspection with stops, figures, findings, petitions and directives."""
        chance = self.world.chance
        event = self._told(events.tell_inspection(source, 1, self._day(source, 2)))
        if event is None:
            return
        for number in range(2, 2 + chance.choice((0, 0, 1, 2))):
            if self.left:
                self._told(events.tell_stop(source, number, event))
        body = self.world.bodies.of(event.place, "peoples-committee")
        for number in range(chance.choice((0, 0, 1))):
            claims.tell_figure(source, number, event)
        for number in range(chance.choice((0, 1))):
            claims.tell_finding(source, number, event, body)
        for number in range(chance.choice((0, 0, 1))):
            claims.tell_petition(source, number, event, event.place)
        for number in range(chance.choice((0, 1, 2))):
            claims.tell_directive(source, number, event)
        self._recent[source.province.unit] = event

    def _review(self, source: Source) -> None:
        """Many events in a sentence each, some told of before."""
        chance = self.world.chance
        for number in range(1, 1 + min(self.left, chance.randint(5, 14))):
            again = self._told_before(source)
            if again is not None and chance.random() < 0.05:
                self._told(events.tell_again(source, number, again))
                del self._recent[source.province.unit]
            else:
                self._told(events.tell_visit(source, number, self._day(source, 6)))

    def _told_before(self, source: Source) -> Event | None:
        """The last event of the province that was told in detail, if that is not long ago."""
        recent = self._recent.get(source.province.unit)
        return recent if recent is not None and source.published - recent.day < timedelta(days=60) else None

    def _session(self, source: Source) -> None:
        """A session of the council with its resolutions and projects, and a programme."""
        if self._told(papers.tell_session(source, 1, self._day(source, 1))) is not None:
            papers.tell_programme(source)

    def _notice(self, source: Source) -> None:
        """The conclusions of a working session, sent as a document."""
        event = self._told(events.tell_inspection(source, 1, self._day(source, 4)))
        if event is None:
            return
        for number in range(self.world.chance.randint(3, 7)):
            claims.tell_directive(source, number, event)
        papers.tell_notice_frame(
            source, self.world.document("notice", source.province, source.published), event
        )

    def _day(self, source: Source, most: int) -> date:
        """A day shortly before the publication on which the province stood."""
        day = events.days_before(source, most)
        return (
            day if self.world.territory.standing(source.province.unit, day) is not None else source.published
        )
