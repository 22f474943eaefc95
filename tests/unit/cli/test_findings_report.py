"""The forms of findings, through the commands: what goes where, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import SH, Graph
from tests.records import copy_records

ROOT = Path(__file__).resolve().parents[3]
DOSSIER = "data/sources/lang-son-2020-05-27-monthly-meeting.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the records with one kind of source that does not exist."""
    copy_records(tmp_path / "data")
    path = tmp_path / DOSSIER
    path.write_text(path.read_text("utf-8").replace("kind: news-article", "kind: novel", 1), "utf-8")
    return tmp_path / "data"


def kg(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=120
    )


def test_text_goes_to_stderr_with_the_source_line(data: Path) -> None:
    done = kg("check", "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    at = done.stderr.splitlines().index("  4 │   kind: novel")
    head, mark = done.stderr.splitlines()[at - 1], done.stderr.splitlines()[at + 1]
    assert head.startswith(f"{DOSSIER}:4:9: violation schema source.kind: expected one of")
    assert mark == "    │         ^^^^^"
    assert "help: docs/how-to/read-findings.md#" in done.stderr


def test_messages_come_in_the_language_asked_for(data: Path) -> None:
    assert "cần một trong" in kg("check", "--data", data, "--lang", "vi").stderr
    assert "cần một trong" in kg("check", "--data", data, "--lang", "vi", "--format", "github").stdout


@pytest.mark.parametrize("command", ["check", "build"])
def test_json_goes_to_stdout(data: Path, tmp_path: Path, command: str) -> None:
    extra = ["--build", tmp_path / "build"] if command == "build" else []
    done = kg(command, "--data", data, "--format", "json", *extra)
    assert done.returncode == 1
    (found,) = [row for row in json.loads(done.stdout)["findings"] if row["severity"] == "violation"]
    assert (found["file"], found["line"], found["value"]) == (DOSSIER, 4, "novel")
    assert "novel" not in done.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_sarif_names_the_place(data: Path, tmp_path: Path, command: str) -> None:
    extra = ["--build", tmp_path / "build"] if command == "build" else []
    (run,) = json.loads(kg(command, "--data", data, "--format", "sarif", *extra).stdout)["runs"]
    (result,) = [each for each in run["results"] if each["level"] == "error"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == DOSSIER
    assert place["region"] == {"startLine": 4, "startColumn": 9}


def test_github_commands_and_turtle(data: Path) -> None:
    commands = kg("check", "--data", data, "--format", "github").stdout.splitlines()
    errors = [line.partition(",title=")[0] for line in commands if line.startswith("::error ")]
    assert errors == [f"::error file={DOSSIER},line=4,col=9"]
    report = Graph().parse(data=kg("check", "--data", data, "--format", "turtle").stdout, format="turtle")
    assert len(list(report.subjects(SH.resultSeverity, SH.Violation))) == 1


def test_records_without_findings_are_an_empty_report(data: Path) -> None:
    shutil.rmtree(data / "sources")
    done = kg("check", "--data", data, "--format", "sarif")
    assert (done.returncode, json.loads(done.stdout)["runs"][0]["results"]) == (0, [])


def test_an_unknown_form_is_told_with_the_known_ones(data: Path) -> None:
    done = kg("check", "--data", data, "--format", "xml")
    assert done.returncode == 2
    assert "sarif" in done.stderr
