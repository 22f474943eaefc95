"""The curator's commands, run as commands: what they print, write and exit with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.records import copy_records

ROOT = Path(__file__).resolve().parents[3]
SOURCE = "lang-son-2020-05-27-monthly-meeting"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_records(tmp_path / "data")


def kg(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment | variables, check=False, timeout=120
    )


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_passes_on_the_records(data: Path) -> None:
    done = kg("check", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "0 violation(s)" in done.stderr


def test_check_tells_all_faults_of_all_files_and_exits_1(data: Path) -> None:
    first = data / "sources" / f"{SOURCE}.yaml"
    spoil(first, "kind: news-article", "kind: novel")
    spoil(data / "registry" / "people.yaml", "name:", "nmae:")
    done = kg("check", "--data", data)
    assert done.returncode == 1
    assert f"data/sources/{SOURCE}.yaml:4:9: violation schema source.kind" in done.stderr
    assert "data/registry/people.yaml:2:" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_writes_json(data: Path) -> None:
    spoil(data / "sources" / f"{SOURCE}.yaml", "kind: news-article", "kind: novel")
    done = kg("check", "--data", data, "--format", "json")
    assert done.returncode == 1
    [found] = [row for row in json.loads(done.stdout)["findings"] if row["severity"] == "violation"]
    place = (found["file"], found["line"], found["column"])
    assert place == (f"data/sources/{SOURCE}.yaml", 4, 9)
    assert (found["rule"], found["severity"], found["value"]) == ("schema", "violation", "novel")
    assert found["message"]["en"]
    assert found["message"]["vi"]


def test_what_is_not_utf8_or_not_there_exits_3(data: Path) -> None:
    bad = data / "sources" / f"{SOURCE}.yaml"
    bad.write_bytes(b"source: \xff\n")
    for words in (["check", "--data", data], ["fmt", bad], ["check", "--data", data / "nowhere"]):
        done = kg(*words)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr


def test_a_file_that_is_not_utf8_hides_nothing(data: Path) -> None:
    bad = data / "sources" / f"{SOURCE}.yaml"
    right = bad.read_bytes()
    bad.write_bytes(right.replace(b"kind:", b"kind: \xff", 1))
    spoil(data / "registry" / "roles.yaml", "{id: ", "{nonsense: x, id: ")
    done = kg("check", "--data", data, "--format", "json")
    assert done.returncode == 3, done.stderr
    found = {(item["rule"], item["file"]): item for item in json.loads(done.stdout)["findings"]}
    unreadable = found["unreadable", f"data/sources/{SOURCE}.yaml"]
    lines = right.split(b"\n")
    line = next(number for number, text in enumerate(lines, 1) if b"kind:" in text)
    assert (unreadable["line"], unreadable["value"]) == (line, "0xFF")
    assert unreadable["column"] == lines[line - 1].index(b"kind:") + len("kind: ") + 1
    assert ("schema", "data/registry/roles.yaml") in found
    assert not [item for item in found.values() if item["rule"] == "reference"]


def test_fmt_writes_the_canonical_form_once(data: Path) -> None:
    path = data / "registry" / "roles.yaml"
    right = path.read_bytes()
    spoil(path, "{id: ", "{'id':    ")
    wrong = path.read_bytes()
    looked = kg("fmt", "--check", path)
    assert (looked.returncode, path.read_bytes()) == (1, wrong)
    assert str(path) in looked.stdout
    assert (kg("fmt", path).returncode, path.read_bytes()) == (0, right)
    assert kg("fmt", "--check", "--data", data).stdout == ""


def test_fmt_formats_the_others_when_one_cannot_be_read_as_yaml(data: Path) -> None:
    roles, people = data / "registry" / "roles.yaml", data / "registry" / "people.yaml"
    right = roles.read_bytes()
    spoil(roles, "{id: ", "{'id':    ")
    people.write_text("people: [{id: a\n", encoding="utf-8")
    done = kg("fmt", "--data", data)
    assert done.returncode == 1
    assert "data/registry/people.yaml:" in done.stderr
    assert roles.read_bytes() == right
    assert people.read_text(encoding="utf-8") == "people: [{id: a\n"


def test_fmt_refuses_what_is_no_record_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_text("a: 1\n")
    done = kg("fmt", path)
    assert done.returncode == 2
    assert "is no record file" in done.stderr


def test_new_source_begins_a_dossier_and_never_overwrites(data: Path, tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text("Ngày 5/6, tỉnh họp.\n", encoding="utf-8")
    words = ["new", "source", text, "--id", "an-nd-story", "--data", data]
    done = kg(*words)
    path = data / "sources" / "an-nd-story.yaml"
    assert (done.returncode, done.stdout.startswith(str(path))) == (0, True), done.stderr
    before = path.read_bytes()
    again = kg(*words)
    assert (again.returncode, path.read_bytes()) == (2, before)
    assert "exists already" in again.stderr
    assert kg("check", path, "--data", data).returncode == 1


def test_locate_prints_passages(data: Path, tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text("Tỉnh An họp.\nTỉnh  An bàn.\n", encoding="utf-8")
    done = kg("locate", "Tỉnh An", "--source", text)
    assert done.stdout.splitlines() == [
        "[0, 7]  1:1  …⟦Tỉnh An⟧ họp. Tỉnh An bàn. …",
        "[13, 21]  2:1  …Tỉnh An họp. ⟦Tỉnh An⟧ bàn. …",
        "at: [[0, 7], [13, 21]]",
    ]
    nothing = kg("locate", "Tỉnh Bình", "--source", text)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "does not stand" in nothing.stderr


def test_an_unknown_source_is_told_with_the_nearest(data: Path) -> None:
    done = kg("audit", SOURCE.replace("monthly", "monthy"), "--data", data)
    assert done.returncode == 2
    assert SOURCE in done.stderr
    needs_text = kg("audit", SOURCE, "--data", data)
    assert needs_text.returncode == 2
    assert "KG_SOURCES" in needs_text.stderr


def test_audit_and_coverage_need_the_text_and_tell_all(sources: Path, data: Path) -> None:
    listed = kg("audit", SOURCE, "--data", data, KG_SOURCES=str(sources))
    assert listed.returncode == 0, listed.stderr
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert len(rows) > 138
    starts = [int(row[0].partition("-")[0]) for row in rows]
    assert starts == sorted(starts)
    assert any(row[1] == "«Hồ Tiến Thiệu»" and row[2].startswith("people[0]") for row in rows)
    counted = kg("coverage", "--data", data, "--sources", sources)
    assert counted.returncode == 0, counted.stderr
    assert sum(" sentences have a claim" in line for line in counted.stdout.splitlines()) >= 5


def test_schema_writes_one_file_for_dossiers_and_each_registry(tmp_path: Path) -> None:
    done = kg("schema", "--output", tmp_path / "schema")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "schema").glob("*.json"))) == 14
    assert json.loads((tmp_path / "schema" / "dossier.json").read_text("utf-8"))["title"] == "dossier"
