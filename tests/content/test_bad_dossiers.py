"""Dossiers that are too big, too wrong, too deep: read within a bounded time and memory, and told readably.

The system holds the command to its bounds: seconds of processor time, and bytes of address space. The numbers
are far above what it needs and far below what it would take without its own limits.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS, BYTES = 120, 3 * 1024**3
MANY = 10_000
SOURCE = (
    "source: {id: big, file: big.txt, kind: news-article, language: vi, sha256: x, characters: 10,"
    " title: {stated: x, at: [0, 1]}, published: {latest: {on: 2020-06-30}, status: bounded},"
    " curated: [{by: tester, on: 2026-01-01, role: author}]}\n"
)
BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
CASES = {
    "10 MB": (SOURCE + "# a comment of some length, again and again\n" * 230_000, "10.1 million characters"),
    "10 MB in one scalar": (f"source: {'x' * 10_000_000}\n", "10.0 million characters"),
    "deep blocks": ("".join(f"{' ' * depth}a:\n" for depth in range(3000)), "nested deeper than 50 levels"),
    "deep brackets": (f"a: {'[' * 900}{']' * 900}\n", "nested deeper than 50 levels"),
    "deeper brackets": (f"a: {'{b: ' * 100_000}\n", "nested deeper than 50 levels"),
    "bomb": (BOMB, "anchors and aliases are not allowed; write it out"),
}
WRONG = SOURCE + "people:\n" + "".join(f"  - {{person: nobody-{number}}}\n" for number in range(MANY))


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def check(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    run = "from kg.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", run, "check", "--data", str(data), *words],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        preexec_fn=bounded,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("name", CASES)
def test_a_bad_dossier_is_told_in_a_few_lines(name: str, data: Path) -> None:
    text, says = CASES[name]
    (data / "sources" / "big.yaml").write_text(text, "utf-8")
    done = check(data)
    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("data/sources/big.yaml:")]
    assert any(says in line for line in told)
    assert len(done.stderr.splitlines()) < 150
    assert max(map(len, done.stderr.splitlines())) < 1000


def test_ten_thousand_errors_stay_readable_and_json_has_them_all(data: Path) -> None:
    (data / "sources" / "big.yaml").write_text(WRONG, "utf-8")
    text = check(data)
    assert text.returncode == 1, text.stderr[-2000:]
    assert len(text.stderr.splitlines()) < 200
    assert (
        f"and {MANY - 20:_} more of this kind: violation reference; --all shows them".replace("_", " ")
        in text.stderr
    )
    found = json.loads(check(data, "--format", "json").stdout)["findings"]
    rules = Counter(row["rule"] for row in found if row["file"] == "data/sources/big.yaml")
    assert rules["reference"] == MANY
    everything = check(data, "--all").stderr
    assert sum("there is no person 'nobody-" in line for line in everything.splitlines()) == MANY
