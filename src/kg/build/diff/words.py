"""Say a comparison in words, in Vietnamese and English: what all written forms share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rdflib import XSD

from kg.build.diff.answers import AnswerChange, NotCompared
from kg.build.diff.comparison import Comparison
from kg.build.diff.grouping import RecordChange
from kg.build.diff.sides import Side
from kg.build.diff.statements import Statement
from kg.build.diff.touched import MOST_CLAIMS
from kg.store.question_types import Question, Words
from kg.store.solutions import Term
from kg.text.dates import format_date
from kg.text.language import Language
from kg.views.names import Name, shorten

_LONGEST: Final = 300
"""Characters of one text that is shown to people; a label can have thousands."""
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
"""Controls, ends of lines and marks of direction (UAX #9): they would rearrange what stands around them."""

KINDS: Final[Mapping[str, Words]] = {
    "source": Words("nguồn", "source"),
    "registry": Words("danh mục", "registry"),
    "register": Words("sổ đăng ký đơn vị hành chính", "register of administrative units"),
    "derived": Words("suy ra", "derived"),
    "ontology": Words("bộ từ vựng", "ontology"),
    "graph": Words("đồ thị", "graph"),
}
EQUAL: Final = Words("Hai đồ thị như nhau.", "The graphs are equal.")
STATEMENTS: Final = Words(
    "{added} khẳng định thêm, {removed} khẳng định bớt, trong {records} bản ghi.",
    "{added} statement(s) added, {removed} removed, in {records} record(s).",
)
ANSWERS: Final = Words(
    "Câu trả lời thay đổi: {changed} trong {asked} câu đã hỏi.",
    "Answers that change: {changed} of {asked} asked.",
)
SAME_ANSWERS: Final = Words(
    "Không câu trả lời nào thay đổi ({asked} câu đã hỏi).", "No answer changes ({asked} asked)."
)
GONE: Final = Words("mất", "gone")
NEW: Final = Words("mới", "new")
EVIDENCE: Final = Words("nguồn khác", "other sources")
SOURCES: Final = Words("Nguồn", "Sources")
CHANGE: Final = Words("Thay đổi", "Change")
ABOUT: Final = Words("Về", "About")
PROPERTY: Final = Words("Thuộc tính", "Property")
VALUE: Final = Words("Giá trị", "Value")
MORE_STATEMENTS: Final = Words("và {count} khẳng định nữa", "and {count} more statement(s)")
MORE_ENTITIES: Final = Words("và {count} mục nữa", "and {count} more thing(s)")
MORE_ROWS: Final = Words("và {count} dòng nữa", "and {count} more row(s)")
CUT: Final = Words(
    "câu trả lời quá dài: chỉ so sánh phần đầu", "the answer is too long: only its beginning is compared"
)
FAILED: Final = Words("Không so sánh được", "Not compared")
LEFT_OUT: Final = Words(
    "{question}: không hỏi cho {count} mục khác ở tham số {parameter} (xem --things)",
    "{question}: not asked for {count} more thing(s) as {parameter} (see --things)",
)
UNASKED: Final = Words(
    "{count} câu nữa không được hỏi vì hết thời gian hoặc đã bỏ sau một lần quá hạn (xem --seconds).",
    "{count} more were not asked: the time was up, or a limit was reached before (see --seconds).",
)
NOT_FOLLOWED: Final = Words(
    f"Hơn {MOST_CLAIMS} dữ kiện thay đổi: chỉ hỏi cho những gì được nêu trực tiếp trong đó.",
    f"More than {MOST_CLAIMS} claims change: questions were asked only for what the statements name.",
)


@dataclass(frozen=True)
class Teller:
    """Puts the parts of a comparison into words of one language; every text is one line without controls.

    Attributes:
        lang: the language.
        names: of things, by IRI.
    """

    lang: Language
    names: Mapping[str, Name]

    def say(self, words: Words, **values: object) -> str:
        """Give words of ours with values put in."""
        return words.in_language(self.lang).format(**values)

    def label(self, iri: str) -> str:
        """Name a thing; by the end of its IRI where it has no name."""
        name = self.names.get(iri)
        return plain(name.label(self.lang).value if name is not None else shorten(iri))

    def side(self, side: Side) -> str:
        """Name a side: as the user did, with its commit and data version."""
        commit = f" {side.commit[:12]}" if side.commit else ""
        return f"{plain(side.name)}{commit} ({side.manifest.data_version})"

    def record(self, record: RecordChange) -> str:
        """Name a record: a source by its title, the others by their kind."""
        kind = self.say(KINDS[record.kind])
        return f"{kind}: {self.label(record.iri)}" if record.kind in {"source", "graph"} else kind

    def place(self, statement: Statement, entity: str) -> str:
        """Tell where a statement stands inside its entity; empty where it is about the entity itself."""
        inside = statement.subject.removeprefix(entity)
        return plain(inside.lstrip("/") if inside != statement.subject else shorten(statement.subject))

    def value(self, term: Term) -> str:
        """Give a value as people read it: labels of things, days as they are written, texts in quotes."""
        if term.is_iri:
            return self.label(term.value)
        if term.datatype == str(XSD.date):
            return self._day(term.value)
        return plain(f"“{term.value}”@{term.lang}") if term.lang else plain(term.value)

    def _day(self, text: str) -> str:
        try:
            return format_date(date.fromisoformat(text), self.lang)
        except ValueError:
            return plain(text)

    def question(self, question: Question, shown: Mapping[str, str]) -> str:
        """Name a question with what it was asked for."""
        labels = {item.name: item.label.in_language(self.lang) for item in question.parameters}
        given = "; ".join(f"{labels[name]}: {plain(value)}" for name, value in shown.items())
        title = question.title.in_language(self.lang)
        return f"{title} ({given})" if given else title

    def summary(self, found: Comparison) -> list[str]:
        """Give the whole in a few sentences."""
        if not found.records:
            return [self.say(EQUAL)]
        told = [
            self.say(STATEMENTS, added=found.added, removed=found.removed, records=len(found.records)),
        ]
        if found.answers:
            told.append(self.say(ANSWERS, changed=len(found.answers), asked=found.asked))
        elif found.asked:
            told.append(self.say(SAME_ANSWERS, asked=found.asked))
        return told

    def remarks(self, found: Comparison) -> list[str]:
        """Give what the reader should know of the bounds of the comparison."""
        told = [] if found.followed else [self.say(NOT_FOLLOWED)]
        told += [f"{self.say(FAILED)}: {self._failed(item)}" for item in found.failed]
        told += [self.say(UNASKED, count=found.unasked)] if found.unasked else []
        for (question, parameter), count in sorted(found.left_out.items()):
            told.append(self.say(LEFT_OUT, question=question, parameter=parameter, count=count))
        return told

    def _failed(self, item: NotCompared) -> str:
        given = ", ".join(f"{name}={shorten(value)}" for name, value in item.given.items())
        return plain(f"{item.question.name} {given}: {item.reason}")


def rows_of(change: AnswerChange) -> Iterable[tuple[str, Words, Mapping[str, Any]]]:
    """Yield the rows of a change with a sign and what it means."""
    yield from (("−", GONE, row) for row in change.gone)
    yield from (("+", NEW, row) for row in change.new)
    yield from (("~", EVIDENCE, row) for row in change.evidence)


def plain(text: str) -> str:
    """Make one short line of a text, without what a terminal or a page would obey.

    >>> plain("a" + chr(10) + "b" + chr(0x202E) + "c")
    'a b c'
    """
    line = _UNSEEN.sub(" ", text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
