"""Show a comparison in a terminal: statements below their record and entity, answers as tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.build.diff import Comparison, words
from kg.build.diff.answers import AnswerChange
from kg.build.diff.comparison import SHOWN_ENTITIES, SHOWN_STATEMENTS
from kg.build.diff.grouping import EntityChange, RecordChange
from kg.build.diff.words import Teller, plain
from kg.cli.output import table_console
from kg.store.answer_formats import sources_in_words, words_of
from kg.text.language import Language
from kg.views.names import shorten

SHOWN_ROWS: Final = 100
"""Rows of one answer that are shown."""
_STYLES: Final = {"−": "red", "+": "green", "~": "yellow"}


def print_comparison(found: Comparison, lang: Language) -> None:
    """Show a comparison on standard output.

    Args:
        found: the comparison.
        lang: of words and labels.
    """
    console, teller = table_console(), Teller(lang, found.names)
    _line(console, Text(f"{teller.side(found.before)} → {teller.side(found.after)}", "bold"))
    for record in found.records:
        for line in _record(record, teller):
            _line(console, line)
    for change in found.answers:
        console.print()
        console.print(_answer(change, teller))
    console.print()
    for sentence in (*teller.summary(found), *teller.remarks(found)):
        _line(console, Text(sentence))


def _line(console: Console, line: Text) -> None:
    """Print a line that the console leaves as it is, so that it can be searched and cut by programs."""
    console.print(line, soft_wrap=True)


def _record(record: RecordChange, teller: Teller) -> Iterator[Text]:
    yield Text.assemble("\n", (teller.record(record), "bold"), f"  +{record.added} −{record.removed}")
    for entity in record.entities[:SHOWN_ENTITIES]:
        yield Text(f"  {teller.label(entity.iri)}", "bold").append(
            f"  {plain(shorten(entity.iri))}", "not bold dim"
        )
        yield from _entity(entity, teller)
    left = len(record.entities) - SHOWN_ENTITIES
    if left > 0:
        yield Text(f"  {teller.say(words.MORE_ENTITIES, count=left)}", "dim")


def _entity(entity: EntityChange, teller: Teller) -> Iterator[Text]:
    for sign, statements in (("−", entity.removed), ("+", entity.added)):
        for statement in statements[:SHOWN_STATEMENTS]:
            inside = teller.place(statement, entity.iri)
            value = f"{teller.label(statement.predicate)}: {teller.value(statement.object)}"
            yield Text.assemble(
                (f"    {sign} ", _STYLES[sign]),
                (f"[{inside}] " if inside else "", "dim"),
                (value, _STYLES[sign]),
            )
        left = len(statements) - SHOWN_STATEMENTS
        if left > 0:
            yield Text(f"    {sign} {teller.say(words.MORE_STATEMENTS, count=left)}", "dim")


def _answer(change: AnswerChange, teller: Teller) -> Table:
    """Lay out the rows that differ; every text is plain, so that no label can be read as markup."""
    total = len(change.gone) + len(change.new) + len(change.evidence)
    notes = [teller.say(words.MORE_ROWS, count=total - SHOWN_ROWS)] if total > SHOWN_ROWS else []
    notes += [teller.say(words.CUT)] if change.cut else []
    title = Text.assemble(
        teller.question(change.question, change.shown), (f" · {change.question.name}", "dim")
    )
    table = Table(title=title, title_justify="left")
    table.caption = Text("; ".join(notes)) if notes else None
    for head in ("", *(column["label"] for column in change.columns), teller.say(words.SOURCES)):
        table.add_column(Text(head), overflow="fold")
    for sign, meant, row in islice(words.rows_of(change), SHOWN_ROWS):
        cells = [Text(plain(words_of(row, column, teller.lang))) for column in change.columns]
        cells.append(Text(plain(sources_in_words(row["sources"]))))
        table.add_row(Text(f"{sign} {teller.say(meant)}"), *cells, style=_STYLES[sign])
    return table
