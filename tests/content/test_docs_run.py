"""What the documents show runs: every command, request and query of their fenced blocks."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
KG = Path(sys.executable).with_name("kg")
WAIT = ["--retry", "240", "--retry-connrefused", "--retry-delay", "1", "--retry-max-time", "240"]

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


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
    for path, body in blocks_of("console"):
        for part in re.split(r"^ *\$ ", body, flags=re.MULTILINE)[1:]:
            line, *output = part.splitlines()
            stated = re.search(r"# exit code (\d+)$", line)
            kept = tuple(text.strip() for text in output if text.strip())
            yield Shown(name_of(path), line, int(stated[1]) if stated else 0, kept)


def run(words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=300, **options)


def blocks_of(wanted: str) -> list[tuple[Path, str]]:
    """All fenced blocks in one language."""
    found = ((path, _FENCE.findall(path.read_text("utf-8"))) for path in markdown_files())
    return [(path, body) for path, blocks in found for language, body in blocks if language == wanted]


def commands_of(program: str) -> list[Any]:
    found = [shown for shown in shown_commands() if shown.program == program]
    return [pytest.param(shown, id=f"{shown.file}: {shown.line}") for shown in found]


@pytest.fixture(scope="module")
def place(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the documents suppose it: records, shapes, a snapshot in ``build``, texts if here."""
    folder = tmp_path_factory.mktemp("place")
    for name in ("data", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(snapshot, folder / "build" / "snapshots" / snapshot.name)
    for link in ("current", "previous"):
        (folder / "build" / link).symlink_to(Path("snapshots") / snapshot.name)
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


_QUERIES = [pytest.param(body, id=name_of(path)) for path, body in blocks_of("sparql") if "SELECT" in body]


@pytest.mark.parametrize("query", _QUERIES)
def test_a_shown_query_has_rows(query: str, service: Service) -> None:
    address = f"http://127.0.0.1:{service.port}/sparql"
    done = run(
        [
            "curl",
            "-s",
            "--fail-with-body",
            *WAIT,
            "-H",
            "Accept: text/csv",
            "-d",
            f"query={quote(query)}",
            address,
        ]
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) > 1


@pytest.mark.parametrize("shown", commands_of("make"))
def test_a_shown_target_is_in_the_makefile(shown: Shown) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert shown.words[1] in targets


def test_no_console_block_shows_another_program() -> None:
    assert {shown.program for shown in shown_commands()} <= {"kg", "curl", "make"}
    assert any("who-inspected-where" in shown.line for shown in shown_commands() if shown.file == "README.md")
