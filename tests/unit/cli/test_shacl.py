"""``kg shacl`` as a user types it: exit codes, and what goes where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "shapes" / "examples" / "labels"
SHAPES = ("--shapes", ROOT / "shapes" / "labels.ttl", "--shapes", ROOT / "shapes" / "common.ttl")


def shacl(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "shacl", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=120
    )


@pytest.mark.parametrize("runner", ["compiled", "reference"])
def test_what_conforms_is_0(runner: str) -> None:
    done = shacl(EXAMPLES / "valid-labelled.ttl", *SHAPES, "--runner", runner)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("conforms: ")


@pytest.mark.parametrize("runner", ["compiled", "reference"])
@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_what_does_not_conform_is_1_in_every_form(runner: str, form: str) -> None:
    bad = EXAMPLES / "invalid-labelled-label-missing.ttl"
    done = shacl(bad, *SHAPES, "--runner", runner, "--format", form)
    assert (done.returncode, done.stderr) == (1, "")
    if form == "text":
        assert "violation sh:MinCountConstraintComponent of kgsh:Labelled-label" in done.stdout
    elif form == "json":
        assert json.loads(done.stdout)["conforms"] is False
    else:
        assert len(Graph().parse(data=done.stdout, format="turtle"))


def test_messages_come_in_the_language_asked_for() -> None:
    bad = EXAMPLES / "invalid-labelled-label-missing.ttl"
    assert "hãy" in shacl(bad, *SHAPES, "--lang", "vi").stdout


def test_a_warning_does_not_conform_either(tmp_path: Path) -> None:
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:S> sh:targetNode <a:b> ; sh:nodeKind sh:Literal"
    (tmp_path / "s.ttl").write_text(f"{text} ; sh:severity sh:Warning .", "utf-8")
    (tmp_path / "d.nt").write_text("<a:b> <a:c> <a:d> .\n", "utf-8")
    assert shacl(tmp_path / "d.nt", "--shapes", tmp_path / "s.ttl").returncode == 1


@pytest.mark.parametrize(
    "words", [("d.ttl",), ("--shapes", "s.ttl"), ("d.ttl", "--shapes", "s.ttl", "--runner", "x")]
)
def test_a_wrong_command_is_2(words: tuple[str, ...]) -> None:
    done = shacl(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_what_cannot_be_read_is_3_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text("<a:b> <a:c>\n    ; .", "utf-8")
    done = shacl(tmp_path / "d.ttl", *SHAPES)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"kg: {tmp_path / 'd.ttl'}:2:5: is no Turtle; mend it: ")


def test_shapes_without_a_target_say_that_nothing_was_checked(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text("", "utf-8")
    done = shacl(EXAMPLES / "valid-labelled.ttl", "--shapes", tmp_path / "s.ttl")
    assert done.returncode == 0
    assert done.stderr == "no shape has a target, so nothing was checked; add sh:targetClass or the like\n"
