"""Write a comparison as Markdown for a pull request: a short summary, the tables behind folds.

Names come from records and may be hostile: every text is written so that it stands for itself (CommonMark
0.31 §2.5: a character reference is never structure), and so that a code host makes no mention, reference or
link of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from kg.build.diff import words
from kg.build.diff.answers import AnswerChange
from kg.build.diff.comparison import SHOWN_ENTITIES, SHOWN_STATEMENTS, Comparison
from kg.build.diff.grouping import EntityChange, RecordChange
from kg.build.diff.words import Teller, plain
from kg.store.answer_formats import sources_in_words, words_of
from kg.text.language import Language

SHOWN_ROWS: Final = 50
"""Rows of one answer that are written; a comment of a code host has an end."""
_ACTIVE: Final = re.compile(r"[\\`*_{}\[\]<>#!|~@&$^]")
"""What has a meaning inside a line (CommonMark 0.31 §6, GitHub-flavoured Markdown §6, formulas)."""
_LINKED: Final = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//|[\w+-]+:)|(?<=[wW]{3})(?=\.)")
"""Where a code host would see a mention, a reference, an address or a picture in the text itself."""
_BREAK: Final = "\u200b"


def to_markdown(found: Comparison, lang: Language) -> str:
    """Write a comparison as GitHub-flavoured Markdown, ending with an end of line."""
    teller = Teller(lang, found.names)
    return "\n".join(_lines(found, teller)) + "\n"


def _lines(found: Comparison, teller: Teller) -> Iterator[str]:
    yield f"### {escape(teller.side(found.before))} → {escape(teller.side(found.after))}"
    yield ""
    yield " ".join(map(escape, teller.summary(found)))
    for remark in teller.remarks(found):
        yield ""
        yield f"> {escape(remark)}"
    for change in found.answers:
        yield ""
        yield from _fold(_headline(change, teller), _answer(change, teller))
    for record in found.records:
        yield ""
        title = f"{escape(teller.record(record))} (+{record.added} −{record.removed})"
        yield from _fold(title, _record(record, teller))


def _fold(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _headline(change: AnswerChange, teller: Teller) -> str:
    counts = {"−": len(change.gone), "+": len(change.new), "~": len(change.evidence)}
    told = " ".join(f"{sign}{count}" for sign, count in counts.items() if count)
    title = teller.question(change.question, change.shown)
    return f"{escape(title)} <code>{change.question.name}</code> ({told})"


def _answer(change: AnswerChange, teller: Teller) -> Iterator[str]:
    heads = [
        teller.say(words.CHANGE),
        *(column["label"] for column in change.columns),
        teller.say(words.SOURCES),
    ]
    rows = [
        [f"{sign} {teller.say(meant)}", *_cells(row, change.columns, teller.lang)]
        for sign, meant, row in islice(words.rows_of(change), SHOWN_ROWS)
    ]
    yield from _table(heads, rows)
    left = len(change.gone) + len(change.new) + len(change.evidence) - len(rows)
    if left:
        yield ""
        yield escape(teller.say(words.MORE_ROWS, count=left))
    if change.cut:
        yield ""
        yield escape(teller.say(words.CUT))


def _cells(row: Mapping[str, Any], columns: Sequence[Mapping[str, str]], lang: Language) -> list[str]:
    cells = [plain(words_of(row, column, lang)) for column in columns]
    return [*cells, plain(sources_in_words(row["sources"]))]


def _record(record: RecordChange, teller: Teller) -> Iterator[str]:
    heads = [teller.say(item) for item in (words.CHANGE, words.ABOUT, words.PROPERTY, words.VALUE)]
    rows = [row for entity in record.entities[:SHOWN_ENTITIES] for row in _entity(entity, teller)]
    yield from _table(heads, rows)
    left = len(record.entities) - SHOWN_ENTITIES
    if left > 0:
        yield ""
        yield escape(teller.say(words.MORE_ENTITIES, count=left))


def _entity(entity: EntityChange, teller: Teller) -> Iterator[list[str]]:
    label = teller.label(entity.iri)
    for sign, statements in (("−", entity.removed), ("+", entity.added)):
        for statement in statements[:SHOWN_STATEMENTS]:
            inside = teller.place(statement, entity.iri)
            about = f"{label} › {inside}" if inside else label
            yield [sign, about, teller.label(statement.predicate), teller.value(statement.object)]
        left = len(statements) - SHOWN_STATEMENTS
        if left > 0:
            yield [sign, label, "", teller.say(words.MORE_STATEMENTS, count=left)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(escape, heads))} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(escape, row))} |"


def escape(text: str) -> str:
    """Spell a text so that inside a line Markdown, HTML and a code host take it as it is.

    >>> escape("a|b <i>"), escape("@all").replace(_BREAK, "·")
    ('a&#124;b &#60;i&#62;', '&#64;·all')
    """
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", _LINKED.sub(_BREAK, text))
