"""The build as a whole, on the real records."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from tests.records import copy_records

from kg.build import Inputs, build_snapshot
from kg.build.graphs import make_graphs, read_records
from kg.errors import UNREADABLE, FindingsError, Severity
from kg.store.history import History, VersionChange, read_history
from kg.validation.formats_json import finding_to_json

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_records(tmp_path / "data")


def lines_of(data: Path) -> list[str]:
    dataset, findings = read_records(data, None)
    return make_graphs(dataset, ROOT / "ontology", findings).lines


def test_two_builds_give_the_same_bytes(snapshot: Path, tmp_path: Path) -> None:
    again = build_snapshot(Inputs(ROOT, ROOT / "data", tmp_path)).folder
    assert (again / "graph.nq").read_bytes() == (snapshot / "graph.nq").read_bytes()
    assert (again / "findings.json").read_bytes() == (snapshot / "findings.json").read_bytes()
    assert (again / "manifest.json").read_bytes() == (snapshot / "manifest.json").read_bytes()
    assert (again / "changes.json").read_bytes() == (snapshot / "changes.json").read_bytes()


def test_each_statement_stands_in_exactly_one_graph(snapshot: Path) -> None:
    quads = (snapshot / "graph.nq").read_text("utf-8").splitlines()
    assert quads == sorted(quads)
    triples = Counter(quad.rsplit(" <", 1)[0] for quad in quads)
    assert max(triples.values()) == 1


def test_there_are_no_blank_nodes_and_no_clock(snapshot: Path) -> None:
    text = (snapshot / "graph.nq").read_text("utf-8")
    assert "\n_:" not in text
    assert " _:" not in text
    manifest = json.loads((snapshot / "manifest.json").read_text("utf-8"))
    assert set(manifest) == {"commit", "committed", "data_version", "graphs", "quads", "shapes", "sources"}


def test_removing_a_source_removes_exactly_its_graph(copy: Path) -> None:
    before = lines_of(copy)
    source = "lai-chau-2023-06-13-than-uyen"
    (copy / "sources" / f"{source}.yaml").unlink()
    after = lines_of(copy)
    gone = set(before) - set(after)
    assert not set(after) - set(before)
    graphs = {line.rsplit(" ", 2)[1] for line in gone}
    assert graphs == {
        f"<https://w3id.org/diaban/id/source/{source}>",
        "<https://w3id.org/diaban/id/graph/derived>",
    }
    assert not [line for line in after if f"id/source/{source}" in line]


def test_every_statement_of_a_record_leads_to_a_line_of_its_file() -> None:
    dataset, findings = read_records(ROOT / "data", None)
    origins = make_graphs(dataset, ROOT / "ontology", findings).origins
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "data").rglob("*")
        if path.suffix in {".yaml", ".csv"}
    }
    assert len(origins) > 10_000
    for origin in origins.values():
        assert 1 <= origin.position.line <= lengths[origin.position.file]


def test_a_violation_leaves_the_last_snapshot_untouched(copy: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    good = build_snapshot(Inputs(ROOT, copy, build)).folder
    before = (good / "graph.nq").read_bytes()
    path = copy / "sources" / "lang-son-2020-05-27-monthly-meeting.yaml"
    path.write_text(path.read_text("utf-8").replace("happened: held", "happened: perhaps"), "utf-8")
    with pytest.raises(FindingsError) as caught:
        build_snapshot(Inputs(ROOT, copy, build))
    (finding,) = (found for found in caught.value.findings if found.severity is Severity.VIOLATION)
    assert finding.field == "events[0].happened"
    assert "did you mean" not in finding.message
    assert "held, planned, requested, cancelled" in finding.message
    assert (build / "current").resolve() == good.resolve()
    assert (good / "graph.nq").read_bytes() == before
    assert [path.name for path in (build / "snapshots").iterdir()] == [good.name]


def test_a_file_that_is_not_utf8_is_named(copy: Path, tmp_path: Path) -> None:
    (copy / "registry" / "people.yaml").write_bytes(b"people: \xff\n")
    with pytest.raises(FindingsError) as caught:
        build_snapshot(Inputs(ROOT, copy, tmp_path / "build"))
    first = next(finding for finding in caught.value.findings if finding.rule == UNREADABLE)
    assert (str(first.position), first.value) == ("data/registry/people.yaml:1:9", "0xFF")
    assert not (tmp_path / "build" / "current").exists()


def test_the_same_graph_is_not_validated_twice(snapshot: Path) -> None:
    before = (snapshot / "findings.json").read_bytes()
    again = build_snapshot(Inputs(ROOT, ROOT / "data", snapshot.parents[1]))
    assert not again.validated
    assert again.folder == snapshot
    assert (snapshot / "findings.json").read_bytes() == before
    assert [finding_to_json(finding) for finding in again.findings] == json.loads(before)
    assert again.findings


def test_findings_that_are_kept_move_with_their_lines(few_snapshot: Path, copy: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    (build / "snapshots").mkdir(parents=True)
    shutil.copytree(few_snapshot, build / "snapshots" / few_snapshot.name)
    (build / "current").symlink_to(Path("snapshots") / few_snapshot.name)
    for path in (copy / "sources").glob("*.yaml"):
        path.write_text(f"# checked again\n{path.read_text('utf-8')}", "utf-8")
    built = build_snapshot(Inputs(ROOT, copy, build))
    before = json.loads((few_snapshot / "findings.json").read_text("utf-8"))
    assert not built.validated
    assert [item.position.line for item in built.findings] == [item["line"] + 1 for item in before]
    assert [item.field for item in built.findings] == [item["field"] for item in before]


def test_a_build_tells_what_it_changed_and_a_rebuild_is_the_same_folder(copy: Path, tmp_path: Path) -> None:
    inputs = Inputs(ROOT, copy, tmp_path / "build")
    first = build_snapshot(inputs)
    assert read_history(first.folder) == History()
    source = copy / "sources" / "lai-chau-2023-06-13-than-uyen.yaml"
    text = source.read_text("utf-8")
    source.unlink()
    second = build_snapshot(inputs)
    (step,) = told(second.folder)
    assert (step.before.data_version, step.after.data_version) == (first.data_version, second.data_version)
    assert step.sources == {"new": 0, "gone": 1, "changed": 0}
    assert step.removed - step.added == first.quads - second.quads
    stamp = (second.folder / "changes.json").stat()
    assert build_snapshot(inputs).folder == second.folder
    assert (second.folder / "changes.json").stat() == stamp
    # Going back is a step too. The graph is that of the first build, the history is not.
    source.write_text(text, "utf-8")
    third = build_snapshot(inputs)
    assert third.data_version == first.data_version
    assert (third.folder / "graph.nq").read_bytes() == (first.folder / "graph.nq").read_bytes()
    assert [item.sources for item in told(third.folder)] == [
        {"new": 1, "gone": 0, "changed": 0},
        step.sources,
    ]
    assert told(third.folder)[1] == step
    assert build_snapshot(inputs).folder == third.folder


def test_a_history_that_cannot_be_read_is_a_warning(copy: Path, tmp_path: Path) -> None:
    inputs = Inputs(ROOT, copy, tmp_path / "build")
    first = build_snapshot(inputs).folder
    (first / "changes.json").write_text("{", "utf-8")
    lines: list[str] = []
    second = build_snapshot(inputs, lines.append).folder
    (warning,) = [line for line in lines if line.startswith("warning: ")]
    assert str(first / "changes.json") in warning
    assert read_history(second) == History(lost=True)
    assert build_snapshot(inputs).folder == second


def told(folder: Path) -> tuple[VersionChange, ...]:
    history = read_history(folder)
    assert history is not None
    return history.changes
