"""``kg diff`` on the real records: one dossier changes in a repository of its own; the command tells what."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.records import copy_records

ROOT = Path(__file__).resolve().parents[2]
KG = Path(sys.executable).with_name("kg")
MEETING = "data/sources/lang-son-2020-05-27-monthly-meeting.yaml"
SOURCE = "https://w3id.org/diaban/id/source/lang-son-2020-05-27-monthly-meeting"
VICE_CHAIR = "https://w3id.org/diaban/id/org/lang-son/peoples-committee/post/vice-chair"
CHAIR = "https://w3id.org/diaban/id/org/lang-son/peoples-committee/post/chair"
OLD, NEW = (
    "on: 2020-05-27, status: stated, stated: Ngày 27/5/2020",
    "on: 2020-05-28, status: stated, stated: Ngày 28/5/2020",
)


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real records, then the same with the day of one meeting exchanged for the next day."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    copy_records(folder / "data")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    path = folder / MEETING
    text = path.read_text("utf-8")
    assert text.count(OLD) == 1
    path.write_text(text.replace(OLD, NEW), "utf-8")
    git(folder, "commit", "-q", "-a", "-m", "second")
    return folder


def kg(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    done = subprocess.run(
        [KG, "diff", *arguments],
        cwd=folder,
        env=inherited | {"KG_DATA": "data"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def told(repository: Path) -> dict[str, Any]:
    done = kg(repository, "HEAD~1", "HEAD", "--format", "json", "--lang", "en")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_changed_statements_stand_below_their_record_and_entity(told: dict[str, Any]) -> None:
    assert [(record["record"], record["kind"]) for record in told["records"]] == [
        (SOURCE, "source"),
        ("https://w3id.org/diaban/id/graph/derived", "derived"),
    ]
    entities = {entity["entity"]: entity for record in told["records"] for entity in record["entities"]}
    meeting = entities[f"{SOURCE}/event/monthly-meeting"]
    assert len(meeting["removed"]) == len(meeting["added"]) == 3
    assert all("2020-05-27" in line or "27/5/2020" in line for line in meeting["removed"])
    assert all("2020-05-28" in line or "28/5/2020" in line for line in meeting["added"])
    assert [line for line in entities[VICE_CHAIR]["added"] if "/tenure/ho-tien-thieu/" in line]
    lines = [line for entity in entities.values() for line in (*entity["removed"], *entity["added"])]
    assert len(lines) == told["removed"] + told["added"]
    assert all(any(day in line for day in ("2020-05-2", "/5/2020")) for line in lines)


def test_the_questions_whose_answers_change_are_those_of_the_meeting(told: dict[str, Any]) -> None:
    assert {item["question"] for item in told["questions"]} == {
        "career",
        "dates-of-source",
        "events",
        "holder-on",
        "holders",
    }
    assert told["asked"] > 50
    events = next(item for item in told["questions"] if item["question"] == "events")
    assert [row["date"] for row in events["gone"]] == ["2020-05-27"]
    assert [row["date"] for row in events["new"]] == ["2020-05-28"]
    assert events["parameters"] == {}
    assert {source["source"] for row in events["new"] for source in row["sources"]} == {SOURCE}


def test_the_holder_moves_with_the_day_and_the_acting_post_too(told: dict[str, Any]) -> None:
    asked = {
        (item["parameters"]["post"], item["parameters"]["date"]): item
        for item in told["questions"]
        if item["question"] == "holder-on" and "post" in item["parameters"]
    }
    first = asked[VICE_CHAIR, "2020-05-27"]
    assert [row["certainty"] for row in first["gone"]] == ["certain"]
    assert "certain" not in [row["certainty"] for row in first["new"]]
    assert [row["certainty"] for row in asked[CHAIR, "2020-05-28"]["new"]] == ["certain"]


def test_a_person_reads_the_same_in_both_languages_and_the_exit_code_is_that_of_git(repository: Path) -> None:
    done = kg(repository, "HEAD~1", "HEAD", "--exit-code", code=1)
    assert "khẳng định thêm" in done.stdout
    assert "Ngày 28/5/2020" in done.stdout
    english = kg(repository, "HEAD", "HEAD~1", "--lang", "en", "--no-questions")
    assert "earliest start: 27 May 2020" in english.stdout
    assert "Answers" not in english.stdout
    same = kg(repository, "HEAD", "HEAD", "--exit-code", "--lang", "en")
    assert "The graphs are equal." in same.stdout


def test_what_cannot_be_compared_says_why(repository: Path) -> None:
    assert "no git revision" in kg(repository, "HEAD", "nowhere", code=2).stderr
    assert "no previous snapshot; make one with kg build" in kg(repository, code=3).stderr
    assert "holds no manifest.json" in kg(repository, "HEAD", "data", code=3).stderr
