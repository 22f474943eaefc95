"""``kg diff``: what changed between two graphs, and which answers change with it."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from typing import Annotated

import typer

from kg.build.diff import Bounds, Comparison, Places, compare, open_side
from kg.build.diff.formats_json import to_json
from kg.build.diff.formats_markdown import to_markdown
from kg.cli.ask import Tongue
from kg.cli.diff_text import print_comparison
from kg.cli.graph_commands import BuildOption, DataOption
from kg.cli.output import EXIT_VIOLATIONS, progress, write_text
from kg.settings import load_settings
from kg.store.question_files import read_questions
from kg.text.language import Language


class Form(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


_SIDE = "A link (current, previous), a folder, a data version, or a git revision."


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=_SIDE)] = "previous",
    after: Annotated[str, typer.Argument(metavar="B", help=_SIDE)] = "current",
    form: Annotated[Form, typer.Option("--format", help="How to write the comparison.")] = Form.TEXT,
    lang: Annotated[Tongue, typer.Option("--lang", help="Language of words and labels.")] = Tongue.VI,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the graphs differ, as git diff does.")
    ] = False,
    questions: Annotated[
        bool, typer.Option("--questions/--no-questions", help="Whether to ask the questions of both graphs.")
    ] = True,
    things: Annotated[
        int, typer.Option("--things", min=0, max=1000, help="Touched things that one parameter is asked for.")
    ] = 25,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0, help="After so long no further question is asked.")
    ] = 60.0,
    data: DataOption = None,
    build_folder: BuildOption = None,
) -> None:
    """Compare two graphs: statements added and removed, and questions whose answers change."""
    settings = load_settings()
    home, records = settings.home, data if data is not None else settings.data_folder
    build = build_folder if build_folder is not None else settings.build
    places = Places(build, records, home / "ontology")
    language: Language = "en" if lang is Tongue.EN else "vi"
    bounds = Bounds(things, settings.timeout, seconds, questions)
    with ExitStack() as sides:
        one, other = (sides.enter_context(open_side(name, places)) for name in (before, after))
        found = compare(one, other, read_questions(home / "queries").values(), bounds, language, progress)
        _write(found, form, language)
    if exit_code and found.records:
        raise typer.Exit(EXIT_VIOLATIONS)


def _write(found: Comparison, form: Form, lang: Language) -> None:
    if form is Form.JSON:
        write_text(to_json(found, lang))
    elif form is Form.MARKDOWN:
        write_text(to_markdown(found, lang))
    else:
        print_comparison(found, lang)
