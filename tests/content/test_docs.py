"""What exists is documented, and what the documents link to and quote is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from starlette.routing import Mount, Route

from kg.cli.main import app as cli
from kg.settings import Settings
from kg.web.app import ROUTERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_WORKSHOP = re.compile(
    r"/work/|/home/|/root/|/tmp/|\bhelpers?\b|\bissues? #?\d|orchestrat|scratch", re.IGNORECASE
)


def markdown_files() -> list[Path]:
    beginnings = (
        ROOT.glob("*.md"),
        *(ROOT.joinpath(name).rglob("*.md") for name in ("docs", "data", "ontology")),
    )
    return sorted(path for paths in beginnings for path in paths)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks_of(wanted: str) -> list[tuple[Path, str]]:
    """All fenced blocks in one language."""
    found = ((path, _FENCE.findall(path.read_text("utf-8"))) for path in markdown_files())
    return [(path, body) for path, blocks in found for language, body in blocks if language == wanted]


# ---- Everything that exists is documented ----


def test_generated_parts_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, f"run python docs/generate.py\n{done.stdout}{done.stderr}"


def functions_of(app: typer.Typer, name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for command in app.registered_commands:
        assert command.callback is not None
        yield f"{name} {command.name or command.callback.__name__}", command.callback
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from functions_of(group.typer_instance, f"{name} {group.name}")


def test_every_command_and_option_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    sections = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^### |\Z)", text, re.DOTALL | re.MULTILINE))
    found = dict(functions_of(cli, "kg"))
    assert sorted(sections) == sorted(found)
    for name, function in found.items():
        hints = get_type_hints(function, include_extras=True).values()
        described = [item for hint in hints for item in get_args(hint)[1:]]
        # Inside Annotated, the first spelling of an option stands where its default would.
        words = [word for item in described for word in (item.default, *(item.param_decls or ()))]
        options = [word for word in words if isinstance(word, str) and word.startswith("-")]
        assert [word for word in options if f"`{word}`" not in sections[name]] == []


def test_every_setting_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "settings.md").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"`KG_{name.upper()}`" not in text] == []


def test_every_route_is_in_the_reference() -> None:
    text = (DOCS / "reference" / "http-api.md").read_text("utf-8")
    routes = [route for router in ROUTERS for route in router.routes]
    paths = [route.path for route in routes if isinstance(route, Route | Mount)]
    assert len(paths) == len(routes) > 2
    assert [path for path in paths if f"`{path}`" not in text] == []


def test_every_question_is_in_the_guide() -> None:
    text = (DOCS / "how-to" / "ask-questions.md").read_text("utf-8")
    names = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    assert names
    assert [name for name in names if f"### {name}\n" not in text] == []


def test_every_decision_is_in_their_index() -> None:
    index = (DOCS / "decisions" / "0000-index.md").read_text("utf-8")
    records = sorted(path.name for path in (DOCS / "decisions").glob("*.md") if path.name != "0000-index.md")
    assert records
    assert [name for name in records if f"({name})" not in index] == []


# ---- What the documents say of themselves ----


def anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
    return kept.strip().replace(" ", "-")


@pytest.mark.parametrize("path", markdown_files(), ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    text = _FENCE.sub("", path.read_text("utf-8"))
    broken = []
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, fragment = target.partition("#")
        linked = (path.parent / place).resolve() if place else path
        if not linked.exists():
            broken.append(target)
        elif fragment and linked.suffix == ".md":
            headings = _HEADING.findall(_FENCE.sub("", linked.read_text("utf-8")))
            broken += [target] if fragment not in map(anchor, headings) else []
    assert broken == []


@pytest.mark.parametrize("path", [*markdown_files(), DOCS / "picture.svg"], ids=name_of)
def test_no_word_of_the_workshop(path: Path) -> None:
    assert _WORKSHOP.findall(path.read_text("utf-8")) == []


def test_the_picture_can_be_read_aloud() -> None:
    text = (DOCS / "picture.svg").read_text("utf-8")
    assert 'role="img"' in text
    assert re.search(r"<title id=\"title\">\w", text)
    assert re.search(r"<desc id=\"text\">\w", text)


def test_quoted_records_are_in_the_data() -> None:
    quoted = [body for path, body in blocks_of("yaml") if path.parent.name == "tutorial"]
    data = [path.read_text("utf-8") for path in (ROOT / "data" / "sources").glob("*.yaml")]
    assert quoted
    assert [body for body in quoted if not any(body in text for text in data)] == []
