"""``kg ask``: a named question, its answer as a table, JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from kg.cli.load import remote_of
from kg.cli.output import progress, stdout, table_console, write_text
from kg.errors import InputError, UsageError
from kg.settings import load_settings
from kg.store import open_store, read_manifest
from kg.store.answer_formats import sources_in_words, to_csv, words_of
from kg.store.parameters import gather_given
from kg.store.question_files import find_question, read_questions
from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.store.search import SearchIndex
from kg.text.language import Language
from kg.views.questions import ask_any_question


class Form(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Tongue(StrEnum):
    """Language of labels, headings and notices."""

    VI = "vi"
    EN = "en"


def ask(
    name: Annotated[str, typer.Argument(help="Name of the question; none lists all.")] = "",
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; repeatable.")
    ] = None,
    lang: Annotated[Tongue, typer.Option("--lang", help="Language of labels.")] = Tongue.VI,
    form: Annotated[Form, typer.Option("--format", help="How to write the answer.")] = Form.TABLE,
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Folder of a snapshot; default: the current one.")
    ] = None,
) -> None:
    """Ask a named question of the current snapshot."""
    settings = load_settings()
    questions = read_questions(settings.home / "queries")
    language: Language = "en" if lang is Tongue.EN else "vi"
    if not name:
        _list(questions.values(), language)
        return
    question = find_question(questions, name)
    folder = snapshot if snapshot is not None else settings.snapshot
    if not (folder / "search.sqlite").exists():
        raise InputError(folder, "there is no snapshot here; make one with kg build")
    given = read_params(param or [], question.many)
    index, version = SearchIndex(folder / "search.sqlite"), read_manifest(folder).data_version
    with open_store(folder, isolated=False, remote=remote_of(settings)) as store:
        answer = store.run(
            ask_any_question(store.store, index, question, given, lang=language, data_version=version)
        )
    _write(answer, question, form, language)


def read_params(texts: Sequence[str], many: Collection[str] = ()) -> dict[str, str]:
    """Read ``name=value`` pairs.

    Args:
        texts: the pairs.
        many: names that may be given several times.

    Raises:
        UsageError: a text without ``=``, or another name given twice.

    >>> read_params(["place=huyện Bắc Sơn", "from=2022"])
    {'place': 'huyện Bắc Sơn', 'from': '2022'}
    """
    pairs = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--param {text!r} has no '='; write --param name=value")
        pairs.append((name.strip(), value))
    return gather_given(pairs, many)


def _list(questions: Iterable[Question], lang: Language) -> None:
    for question in questions:
        names = " ".join(f"{p.name}{'*' if p.required else ''}" for p in question.parameters)
        stdout().print(Text(f"{question.name}: {question.title.in_language(lang)} [{names}]"))


def _write(answer: Answer, question: Question, form: Form, lang: Language) -> None:
    if form is Form.JSON:
        write_text(json.dumps(answer.to_json(), ensure_ascii=False, indent=1) + "\n")
        return
    for notice in answer.notices:
        progress(notice)
    if form is Form.CSV:
        write_text(to_csv(answer))
        return
    table_console().print(_table(answer, question, lang))


def _table(answer: Answer, question: Question, lang: Language) -> Table:
    """Lay an answer out; every text is plain, so that no label can be read as markup."""
    columns = [column for column in (*answer.columns, *answer.extra) if column["kind"] != "sources"]
    caption = {"vi": "dòng", "en": "row(s)"}[lang]
    table = Table(title=Text(question.title.in_language(lang)), caption=Text(f"{len(answer.rows)} {caption}"))
    for column in columns:
        table.add_column(Text(column["label"]), overflow="fold")
    table.add_column(Text({"vi": "Nguồn", "en": "Sources"}[lang]), overflow="fold")
    for row in answer.rows:
        cells = [Text(words_of(row, column, lang)) for column in columns]
        table.add_row(*cells, Text(_sources(row, lang)))
    return table


def _sources(row: Mapping[str, Any], lang: Language) -> str:
    searched = row.get("searched")
    if searched is None:
        return sources_in_words(row["sources"])
    said = {"vi": "đã tìm trong {} nguồn: {}", "en": "searched {} sources: {}"}[lang]
    return said.format(len(searched["sources"]), ", ".join(searched["claims"]))
