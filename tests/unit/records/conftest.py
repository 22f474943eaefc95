"""A small data folder with one source, right in every way, for tests that spoil it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import Finding
from kg.records.check import check_records
from kg.records.dataset import Dossier, read_dossier
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS

TEXT = (
    "Tỉnh An bàn về du lịch\n"
    "Ngày 5/6/2020, tại thị xã Bình, UBND tỉnh An họp về du lịch và về đường. "
    "Ông Lê Văn Tám, Chủ tịch UBND tỉnh An, chủ trì.\n"
    "Doanh thu du lịch đạt 12 tỷ đồng, bằng 60 % kế hoạch. "
    "Ông Tám giao Sở Du lịch báo cáo trước ngày 1/7/2020; Sở Du lịch rà soát sớm.\n"
)

_DOSSIER = """source:
  id: an-2020-06-05-meeting
  file: meeting.txt
  kind: news-article
  language: vi
  sha256: {sha256}
  characters: {characters}
  title: {{stated: Tỉnh An bàn về du lịch, at: {title}}}
  published: {{latest: {{on: 2020-06-30}}, status: bounded}}
  curated: [{{by: tester, on: 2026-01-01, role: author}}]

people:
  - person: le-van-tam
    said: [{{stated: Lê Văn Tám, at: {tam}}}]
    titles:
      - post: an/peoples-committee/chair
        event: meeting
        said: [{{stated: Chủ tịch UBND tỉnh An, at: {chair}}}]

organisations:
  - {{org: an/peoples-committee, said: [{{stated: UBND tỉnh An, at: {committee}}}]}}
  - {{org: an/department-of-tourism, said: [{{stated: Sở Du lịch, at: {department}}}]}}

groups:
  - id: both
    described: {{vi: hai cơ quan, en: both bodies}}
    members: [an/peoples-committee, an/department-of-tourism]
    at: {department_first}

places:
  - {{unit: an.thi-xa.binh, said: [{{stated: thị xã Bình, at: {town}}}]}}

periods:
  - {{id: year, from: 2020-01-01, until: 2021-01-01}}

events:
  - id: meeting
    kind: regular-meeting
    title: {{vi: Cuộc họp của tỉnh An, en: Meeting of An}}
    happened: held
    date: {{on: 2020-06-05, status: stated, stated: Ngày 5/6/2020, at: {date}}}
    organiser: {{org: an/peoples-committee}}
    delegation: {{id: team, of: {{org: an/peoples-committee}}, at: {committee_first}}}
    place: {{unit: an.thi-xa.binh, at: {town}}}
    participants:
      - {{person: le-van-tam, role: chair, at: {tam}}}
    topics:
      - {{topic: tourism, at: {topic_tourism}}}
      - {{topic: roads, at: {topic_roads}}}
    at: {event}

figures:
  - id: revenue
    of: {{unit: an}}
    indicator: revenue
    period: year
    event: meeting
    at: {figure}
    values:
      - {{id: level, measure: level, value: 12000000000, in: VND, stated: 12 tỷ đồng, at: {level}}}
      - id: ratio
        measure: ratio-to-plan
        value: 60
        in: percent
        against: {{kind: plan, assigned-by: not-stated}}
        parts: [level]
        stated: 60 %
        at: {ratio}

directives:
  - id: report
    from: {{person: le-van-tam}}
    to: {{org: an/department-of-tourism}}
    kind: order
    event: meeting
    at: {order}
    tasks:
      - id: report
        summary: {{vi: nộp báo cáo, en: submit a report}}
        due: {{before: 2020-07-01, stated: trước ngày 1/7/2020, at: {due}}}
        at: {task_report}
      - {{id: review, part-of: report, summary: {{vi: xem lại, en: review}}, at: {task_review}}}
"""

_REGISTRY = {
    "people": "people:\n  - {id: le-van-tam, name: Lê Văn Tám}\n",
    "organisations": (
        "organisations:\n"
        "  - {id: an/peoples-committee, kind: peoples-committee, jurisdiction: an,\n"
        "     label: {vi: UBND tỉnh An, en: People's Committee of An}}\n"
        "  - {id: an/department-of-tourism, kind: department, part-of: an/peoples-committee,\n"
        "     label: {vi: Sở Du lịch An, en: Department of Tourism of An}}\n"
    ),
    "roles": "roles:\n  - {id: chair, label: {vi: Chủ tịch, en: chair}}\n",
    "posts": (
        "posts:\n  - {id: an/peoples-committee/chair, org: an/peoples-committee, role: chair,\n"
        "     branch: state, singular: true, label: {vi: Chủ tịch UBND tỉnh An, en: Chair of An}}\n"
    ),
    "topics": (
        "topics:\n  - {id: tourism, label: {vi: du lịch, en: tourism}}\n"
        "  - {id: roads, label: {vi: đường, en: roads}}\n"
    ),
    "indicators": "indicators:\n  - {id: revenue, in: VND, label: {vi: doanh thu, en: revenue}}\n",
    "measure-units": (
        "measure-units:\n  - {id: VND, label: {vi: đồng, en: đồng}}\n"
        "  - {id: percent, label: {vi: phần trăm, en: percent}}\n"
    ),
}

_REGISTER = {
    "units": (UNIT_COLUMNS, ["vn,root", "an,named", "an.thi-xa.binh,named"]),
    "versions": (
        VERSION_COLUMNS,
        [
            "vn,1,,0,quốc gia,Việt Nam,,,,,2019-10-25,,,,,,",
            "an,1,20,1,tỉnh,An,,vn,1,,2019-10-25,,,,,,",
            "an.thi-xa.binh,1,185,2,thị xã,Bình,,an,1,,2019-10-25,,,,,,",
        ],
    ),
    "changes": (CHANGE_COLUMNS, list[str]()),
    "change-parts": (PART_COLUMNS, list[str]()),
}


def span(words: str, nth: int = 0) -> list[int]:
    """Passage of the n-th occurrence of words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def whole(first: str, last: str) -> list[int]:
    """Passage from the first words to the end of the last."""
    start = TEXT.index(first)
    return [start, TEXT.index(last, start) + len(last)]


def right_dossier() -> str:
    """The dossier of the small source, without a fault."""
    return _DOSSIER.format(
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        characters=len(TEXT),
        title=span("Tỉnh An bàn về du lịch"),
        tam=span("Lê Văn Tám"),
        chair=span("Chủ tịch UBND tỉnh An"),
        committee=[span("UBND tỉnh An", nth) for nth in range(2)],
        committee_first=span("UBND tỉnh An"),
        department=[span("Sở Du lịch"), span("Sở Du lịch", 1)],
        department_first=span("Sở Du lịch"),
        town=span("thị xã Bình"),
        date=span("Ngày 5/6/2020"),
        topic_tourism=span("du lịch", 1),
        topic_roads=span("đường"),
        event=whole("Ngày 5/6", "về đường."),
        figure=whole("Doanh thu", "kế hoạch"),
        level=span("12 tỷ đồng"),
        ratio=span("60 %"),
        order=whole("Ông Tám giao", "Sở Du lịch"),
        due=span("trước ngày 1/7/2020"),
        task_report=whole("báo cáo", "1/7/2020"),
        task_review=span("rà soát sớm"),
    )


@dataclass
class SmallData:
    """The folder: ``data`` with the records, ``sources`` with the text."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sources(self) -> Path:
        return self.root / "texts"

    @property
    def file(self) -> Path:
        return self.data / "sources" / "meeting.yaml"

    def write(self) -> None:
        for folder in ("sources", "registry", "register"):
            (self.data / folder).mkdir(parents=True)
        self.sources.mkdir()
        (self.sources / "meeting.txt").write_bytes(TEXT.encode())
        self.file.write_text(right_dossier(), encoding="utf-8")
        for name, text in _REGISTRY.items():
            (self.data / "registry" / f"{name}.yaml").write_text(text, encoding="utf-8")
        for name, (columns, rows) in _REGISTER.items():
            lines = [",".join(columns), *rows]
            (self.data / "register" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def spoil(self, old: str, new: str, name: str = "sources/meeting") -> int:
        """Replace words that stand once in a file; give the line in which they stand."""
        path = self.data / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def findings(self, *, with_text: bool = True) -> list[Finding]:
        return list(check_records(self.data, self.sources if with_text else None).findings)

    def dossier(self) -> Dossier:
        dossier = read_dossier(self.file, [], root=self.root)
        assert dossier is not None
        return dossier


@pytest.fixture
def small(tmp_path: Path) -> SmallData:
    folder = SmallData(tmp_path)
    folder.write()
    return folder
