"""The documents are true: what exists is documented, what they show runs, what they link to is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from fastapi.routing import APIRoute

from kg.cli.main import app as cli
from kg.settings import Settings
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
KG = Path(sys.executable).with_name("kg")
WAIT = ["--retry", "60", "--retry-connrefused", "--retry-delay", "1", "--retry-max-time", "90"]

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_WORKSHOP = re.compile(
    r"/work/|/home/|/root/|/tmp/|\bhelpers?\b|\bissues? #?\d|orchestrat|scratch|"
    r"(?<!working )(?<!working-)\bsessions?\b",
    re.IGNORECASE,
)


def markdown_files() -> list[Path]:
    beginnings = (
        ROOT.glob("*.md"),
        *(ROOT.joinpath(name).rglob("*.md") for name in ("docs", "data", "ontology")),
    )
    return sorted(path for paths in beginnings for path in paths)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Shown:
    """One command of a console block: the line behind ``$``, the exit code it states, the output it shows."""

    file: str
    line: str
    code: int
    output: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return shlex.split(self.line, comments=True)

    @property
    def program(self) -> str:
        return next(word for word in self.words if "=" not in word)


def shown_commands() -> Iterator[Shown]:
    for path in markdown_files():
        for language, body in _FENCE.findall(path.read_text("utf-8")):
            if language != "console":
                continue
            for part in re.split(r"^ *\$ ", body, flags=re.MULTILINE)[1:]:
                line, *output = part.splitlines()
                stated = re.search(r"# exit code (\d+)$", line)
                kept = tuple(text.strip() for text in output if text.strip())
                yield Shown(name_of(path), line, int(stated[1]) if stated else 0, kept)


def run(words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=300, **options)


def commands_of(program: str) -> list[Any]:
    found = [shown for shown in shown_commands() if shown.program == program]
    return [pytest.param(shown, id=f"{shown.file}: {shown.line}") for shown in found]


# ---- Everything that exists is documented ----


def test_generated_parts_are_fresh() -> None:
    done = run([sys.executable, str(DOCS / "generate.py"), "--check"])
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
    sections = dict(re.findall(r"^### (.+)\n(.*?)(?=^### |\Z)", text, re.DOTALL | re.MULTILINE))
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


def test_every_route_is_in_the_reference(tmp_path: Path) -> None:
    text = (DOCS / "reference" / "http-api.md").read_text("utf-8")
    routes = [route for route in create_app(WebConfig(tmp_path)).routes if isinstance(route, APIRoute)]
    assert len(routes) > 2
    assert [route.path for route in routes if f"`{route.path}`" not in text] == []


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


# ---- What the documents show runs ----


@pytest.fixture(scope="module")
def place(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the documents suppose it: records, a snapshot in ``build``, texts where they are."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copytree(snapshot, folder / "build" / "snapshots" / snapshot.name)
    (folder / "build" / "current").symlink_to(Path("snapshots") / snapshot.name)
    if os.environ.get("KG_SOURCES"):
        (folder / "texts").symlink_to(Path(os.environ["KG_SOURCES"]).resolve())
    return folder


def environment(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return kept | {"KG_BUILD": str(place / "build"), "KG_DATA": str(place / "data"), "COLUMNS": "200"}


def prepare(shown: Shown, place: Path) -> tuple[list[str], dict[str, str]]:
    """The command as it can be started, with its variables."""
    if "texts" in shown.line and not (place / "texts").exists():
        pytest.skip("the sources are not here: KG_SOURCES names no folder")
    words, variables = shown.words, environment(place)
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        variables[name] = value
    return words, variables


def assert_shows(shown: Shown, printed: str) -> None:
    """Every line that the document shows is printed, in order; ``…`` alone stands for any lines."""
    lines = iter(line.strip() for line in printed.splitlines())
    for wanted in shown.output:
        assert wanted == "…" or wanted in lines, f"{wanted!r} is not printed there:\n{printed}"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class Service:
    """``kg serve`` in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def begin_service(place: Path, words: list[str], variables: dict[str, str]) -> Service:
    port = free_port()
    start = [str(KG), *words[1:], "--port", str(port)]
    return Service(port, subprocess.Popen(start, cwd=place, env=variables, stderr=subprocess.DEVNULL))


@pytest.fixture(scope="module")
def service(place: Path) -> Iterator[Service]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    running = begin_service(place, ["kg", "serve"], environment(place))
    try:
        yield running
    finally:
        running.stop()


_KG = commands_of("kg")
_SERVING = [param for param in _KG if " serve" in param.values[0].line]
_ASKING = [param for param in _KG if param not in _SERVING]


@pytest.mark.parametrize("shown", _ASKING)
def test_a_shown_command_runs(shown: Shown, place: Path) -> None:
    words, variables = prepare(shown, place)
    done = run([str(KG), *words[1:]], cwd=place, env=variables)
    assert done.returncode == shown.code, done.stdout + done.stderr
    assert_shows(shown, done.stdout)


@pytest.mark.parametrize("shown", _SERVING)
def test_a_shown_service_answers(shown: Shown, place: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    running = begin_service(place, *prepare(shown, place))
    try:
        url = f"http://127.0.0.1:{running.port}/readyz"
        done = run(["curl", "-s", "-f", *WAIT, url])
        assert done.returncode == 0, done.stderr
        assert '"status":"ok"' in done.stdout
    finally:
        running.stop()


@pytest.mark.parametrize("shown", commands_of("curl"))
def test_a_shown_request_is_answered(shown: Shown, service: Service) -> None:
    words = [word.replace("127.0.0.1:8000", f"127.0.0.1:{service.port}") for word in shown.words]
    done = run([*words, "--fail-with-body", *WAIT])
    assert done.returncode == shown.code, done.stdout + done.stderr
    assert done.stdout
    assert_shows(shown, done.stdout)


@pytest.mark.parametrize("shown", commands_of("make"))
def test_a_shown_target_is_in_the_makefile(shown: Shown) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert shown.words[1] in targets


def test_no_console_block_shows_another_program() -> None:
    assert {shown.program for shown in shown_commands()} <= {"kg", "curl", "make"}
    assert any("who-inspected-where" in shown.line for shown in shown_commands() if shown.file == "README.md")
