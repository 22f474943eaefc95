"""``kg ask``: table, JSON and CSV; exit codes of what cannot be asked."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.ask import read_params
from kg.errors import UsageError

CHAIR = "post=Chủ tịch UBND tỉnh Bình Minh"


def kg_ask(snapshot: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "ask", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [*command, "--snapshot", str(snapshot)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


def test_a_table_with_sources(small_snapshot: Path) -> None:
    done = kg_ask(small_snapshot, "holder-on", "--param", CHAIR, "--param", "date=2022-05-20")
    assert done.returncode == 0
    assert "Lê Thị Bình" in done.stdout
    assert "beta" in done.stdout


def test_json_and_csv_agree(small_snapshot: Path) -> None:
    as_json = json.loads(kg_ask(small_snapshot, "deadlines", "--format", "json", "--lang", "en").stdout)
    as_csv = list(csv.DictReader(io.StringIO(kg_ask(small_snapshot, "deadlines", "--format", "csv").stdout)))
    assert [row["due_before"] for row in as_json["rows"]] == [row["due_before"] for row in as_csv]
    assert as_json["data_version"] == "small-1"


def test_notices_go_to_stderr(small_snapshot: Path) -> None:
    done = kg_ask(small_snapshot, "unit-history", "-p", "unit=xã Đồi Gió", "--format", "csv")
    assert "huyện Núi Cao" in done.stderr
    assert done.stdout.startswith("unit,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("posts-without-holder", "-p", "organisation=Ủy ban nhân dân"), "org/bm/peoples-committee"),
        (("career", "-p", "person=Zzzz"), "Zzzz"),
        (("holder",), "holder-on"),
        (("events", "-p", "from=31/2/2022"), "31/2/2022"),
        (("events", "-p", "from"), "name=value"),
    ],
)
def test_exit_code_2_for_what_cannot_be_asked(
    small_snapshot: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = kg_ask(small_snapshot, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_exit_code_3_without_a_snapshot(tmp_path: Path) -> None:
    done = kg_ask(tmp_path, "events")
    assert done.returncode == 3
    assert "kg build" in done.stderr


def test_without_a_name_all_questions_are_listed(small_snapshot: Path) -> None:
    listed = kg_ask(small_snapshot).stdout
    assert "who-inspected-where" in listed
    assert "holder-on" in listed


def test_many_things_and_connections(small_snapshot: Path) -> None:
    subjects = ("-p", "subjects=tỉnh Bình Minh", "-p", "subjects=huyện Sông Xanh")
    compared = kg_ask(
        small_snapshot, "compare-indicator", "-p", "indicator=thu ngân sách", *subjects, "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(compared.stdout)))
    assert {(row["value"], row["note"]) for row in rows if row["measure"] == "ratio-to-plan"} == {
        ("25.5", "periods-differ"),
        ("40", "periods-differ"),
    }
    ends = ("-p", "from=Sở Mẫu", "-p", "to=tỉnh Bình Minh")
    connected = kg_ask(small_snapshot, "connection", *ends, "--lang", "en")
    assert connected.returncode == 0
    assert "serves" in connected.stdout
    (step,) = json.loads(kg_ask(small_snapshot, "connection", *ends, "--format", "json").stdout)["rows"]
    assert [source["version"].rpartition("/id/")[2] for source in step["sources"]] == [
        "org/bm/department-of-samples"
    ]
    none = kg_ask(small_snapshot, "connection", "-p", "from=Lê Thị Bình", *ends[2:], "-p", "max_length=1")
    assert (none.returncode, "tối đa 1 bước" in none.stderr) == (0, True)


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="twice"):
        read_params(["a=1", "a=2"])
