"""The history that a build writes: what it tells, what it carries over, what it does with what is broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build.diff.tally import count_changes
from kg.build.history import MOST_CHANGES, MOST_SOURCES, MOST_THINGS, write_history
from kg.build.snapshot import version_of_file
from kg.errors import InputError
from kg.rdf import iri as iris
from kg.store.history import FILE, History, VersionChange, read_history
from kg.store.search import SearchIndex
from kg.store.search_file import write_search_index
from kg.vocab import DATA, KG

SnapshotWriter = Callable[[Path, str, list[str]], Path]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
HOSTILE = '<script>alert(1)</script>\\u202E\\n\\"><img src=x onerror=alert(1)>'


def thing(path: str, kind: str, label: str, graph: str) -> list[str]:
    return [
        f"<{DATA}{path}> <{RDF}type> <{KG[kind]}> <{graph}> .",
        f'<{DATA}{path}> <{RDFS}label> "{label}"@vi <{graph}> .',
    ]


def source(name: str, *people: str) -> list[str]:
    iri = iris.source(name)
    lines = [
        f"<{iri}> <{RDF}type> <{KG.SourceDocument}> <{iri}> .",
        f'<{iri}> <http://purl.org/dc/terms/title> "Tin {name}"@vi <{iri}> .',
    ]
    for number, person in enumerate(people):
        claim = f"{iri}/attestation/{number}"
        lines.append(f"<{claim}> <urn:about> <{DATA}person/{person}> <{iri}> .")
    return lines


ANH = thing("person/anh", "Official", "Anh", iris.GRAPH_REGISTRY)
BINH = thing("person/binh", "Official", "Bình", iris.GRAPH_REGISTRY)
FIRST = [*ANH, *BINH, *source("a", "anh"), *source("b", "anh", "binh")]
SECOND = [*ANH, *source("a", "anh", "anh"), *source("c", "anh")]


@pytest.fixture
def make(tmp_path: Path, write_snapshot: SnapshotWriter) -> Callable[[str, list[str]], Path]:
    """Writes a snapshot with its search index and true data version."""

    def write(name: str, lines: list[str]) -> Path:
        folder = write_snapshot(tmp_path / name, "", lines)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        manifest |= {"data_version": version_of_file(folder / "graph.nq"), "commit": f"of-{name}"}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        write_search_index(folder / "graph.nq", folder / "search.sqlite")
        return folder

    return write


Make = Callable[[str, list[str]], Path]


def written(folder: Path, before: Path | None, told: list[str] | None = None) -> History:
    warnings: list[str] = []
    write_history(folder, before, warnings.append)
    assert told is not None or warnings == []
    if told is not None:
        told.extend(warnings)
    found = read_history(folder)
    assert found is not None
    return found


def outline(change: VersionChange) -> dict[str, tuple[str, int, int, list[tuple[str, str, int, int]]]]:
    return {
        iris.local(row.record.iri): (
            row.record.state,
            row.record.added,
            row.record.removed,
            [(iris.local(item.iri), item.state, item.added, item.removed) for item in row.things],
        )
        for row in change.records
    }


def test_a_step_tells_sources_registries_things_and_counts(make: Make) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    written(one, None)
    (change,) = written(two, one).changes
    assert outline(change) == {
        "source/a": ("changed", 1, 0, [("person/anh", "changed", 1, 0)]),
        "source/b": ("gone", 0, 4, [("person/anh", "changed", 0, 1), ("person/binh", "gone", 0, 1)]),
        "source/c": ("new", 3, 0, [("person/anh", "changed", 1, 0)]),
        "graph/registry": ("changed", 0, 2, [("person/binh", "gone", 0, 2)]),
    }
    assert (change.added, change.removed) == (4, 6)
    assert change.sources == {"new": 1, "gone": 1, "changed": 1}
    assert (change.before.commit, change.after.commit) == ("of-one", "of-two")
    gone = next(row.record for row in change.records if row.record.state == "gone")
    assert (gone.kind, gone.labels) == ("source", {"vi": "Tin b"})


def test_the_first_snapshot_has_an_empty_history(make: Make) -> None:
    assert written(make("one", FIRST), None) == History()


def test_a_snapshot_made_before_there_were_histories_is_compared(make: Make) -> None:
    found = written(make("two", SECOND), make("one", FIRST))
    assert (len(found.changes), found.lost) == (1, False)


def test_the_same_data_version_carries_the_same_bytes_over(make: Make) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    written(one, None)
    written(two, one)
    again = make("again", SECOND)
    written(again, two)
    assert (again / FILE).read_bytes() == (two / FILE).read_bytes()


def test_the_same_step_from_the_same_snapshot_gives_the_same_bytes(make: Make) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    written(two, one)
    first = (two / FILE).read_bytes()
    written(two, one)
    assert (two / FILE).read_bytes() == first


def test_going_back_and_forth_gives_each_step_a_name_of_its_own_and_old_ones_are_dropped(make: Make) -> None:
    folders = [make("even", FIRST), make("odd", SECOND)]
    written(folders[0], None)
    for number in range(MOST_CHANGES + 3):
        found = written(folders[(number + 1) % 2], folders[number % 2])
    assert (len(found.changes), found.dropped) == (MOST_CHANGES, 3)
    assert len({change.id for change in found.changes}) == MOST_CHANGES
    assert found.find(found.changes[7].id) == found.changes[7]
    assert [change.after for change in found.changes[1:]] == [change.before for change in found.changes[:-1]]


def test_long_lists_are_cut_and_the_rest_is_counted(make: Make) -> None:
    people = [f"p{number:03}" for number in range(MOST_THINGS + 4)]
    many = [
        line for name in people for line in thing(f"person/{name}", "Official", name, iris.GRAPH_REGISTRY)
    ]
    many += [line for number in range(MOST_SOURCES + 7) for line in source(f"s{number:03}")]
    many += source("zz", *people)
    (change,) = written(make("two", many), make("one", ANH)).changes
    sources = [row for row in change.records if row.record.kind == "source"]
    assert (len(sources), change.more) == (MOST_SOURCES, 8)
    assert change.sources["new"] == MOST_SOURCES + 8
    # The one that changed most is listed though it is the last by name.
    assert (sources[-1].record.labels, len(sources[-1].things), sources[-1].more) == (
        {"vi": "Tin zz"},
        MOST_THINGS,
        4,
    )


def test_labels_are_short_lines_without_controls(make: Make) -> None:
    lines = [*thing("person/x", "Official", HOSTILE, iris.GRAPH_REGISTRY)]
    lines += thing("person/y", "Official", "Đ" * 10_000, iris.GRAPH_REGISTRY)
    (change,) = written(make("two", lines), make("one", ANH)).changes
    labels = {item.iri: item.labels["vi"] for row in change.records for item in row.things if item.labels}
    assert labels[f"{DATA}person/x"] == '<script>alert(1)</script> "><img src=x onerror=alert(1)>'
    assert len(labels[f"{DATA}person/y"]) == 300


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"changes": [{}], "dropped": 0, "lost": false}',
        '{"changes": [], "dropped": -1, "lost": false}',
        '{"changes": [], "dropped": 0, "lost": "no"}',
        '{"changes": 3, "dropped": 0, "lost": false}',
        "\udcff",
    ],
)
def test_a_history_that_cannot_be_read_is_told_and_lost_but_the_step_is_there(
    make: Make, content: str
) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    (one / FILE).write_text(content, "utf-8", errors="surrogateescape")
    with pytest.raises(InputError, match=r"changes\.json: is no history"):
        read_history(one)
    told: list[str] = []
    found = written(two, one, told)
    assert (len(found.changes), found.lost) == (1, True)
    assert len(told) == 1
    assert "is lost" in told[0]
    assert "changes.json" in told[0]


def test_each_value_of_a_history_is_checked(make: Make) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    written(two, one)
    good = json.loads((two / FILE).read_text("utf-8"))

    def spoil(value: object) -> list[object]:
        """All trees that differ from one in one leaf of another type."""
        if isinstance(value, dict):
            return [{**value, key: bad} for key, item in value.items() for bad in spoil(item)]
        if isinstance(value, list):
            heads = [
                [*value[:at], bad, *value[at + 1 :]] for at, item in enumerate(value) for bad in spoil(item)
            ]
            return [*heads]
        return [None]

    spoiled = spoil(good)
    assert len(spoiled) > 50
    for content in spoiled:
        (two / FILE).write_text(json.dumps(content), "utf-8")
        with pytest.raises(InputError):
            read_history(two)


def test_a_history_of_another_version_is_not_believed(make: Make) -> None:
    one, two, three = make("one", FIRST), make("two", SECOND), make("three", ANH)
    written(two, one)
    shutil.copy(two / FILE, three / FILE)
    told: list[str] = []
    assert written(make("four", BINH), three, told).lost
    assert "ends with another data version" in told[0]


@pytest.mark.parametrize("damage", ["cut", "gone", "no index", "no manifest"])
def test_a_damaged_snapshot_before_is_told_and_stops_nothing(make: Make, damage: str) -> None:
    zero, one, two = make("zero", ANH), make("one", FIRST), make("two", SECOND)
    written(one, zero)
    if damage == "cut":
        lines = (one / "graph.nq").read_bytes().splitlines(keepends=True)
        (one / "graph.nq").write_bytes(b"".join(lines[:-1]))
    else:
        (one / {"gone": "graph.nq", "no index": "search.sqlite"}.get(damage, "manifest.json")).unlink()
    told: list[str] = []
    found = written(two, one, told)
    assert len(told) == 1
    if damage == "no manifest":
        assert found == History(lost=True)
    else:
        assert [change.compared for change in found.changes] == [False, True]
        assert found.changes[0].records == ()


@pytest.mark.parametrize("line", [b"\xff <urn:p> <urn:o> <urn:g> .\n", b"zz\n", b"<urn:s> <urn:p> .\n"])
def test_a_snapshot_before_that_holds_no_statements_is_told_though_its_digest_fits(
    make: Make, line: bytes
) -> None:
    one, two = make("one", FIRST), make("two", SECOND)
    (one / "graph.nq").write_bytes(line)
    manifest = json.loads((one / "manifest.json").read_text("utf-8"))
    manifest["data_version"] = version_of_file(one / "graph.nq")
    (one / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    told: list[str] = []
    assert [change.compared for change in written(two, one, told).changes] == [False]
    assert "no statement" in told[0]


SUBJECTS = st.sampled_from(["person/anh", "person/binh", "source/a", "source/a/attestation/1", "other/x"])
LINES = st.builds(
    "<{0}{1}> <urn:p{2}> <{0}{3}> <{4}> .\n".format,
    st.just(str(DATA)),
    SUBJECTS,
    st.integers(0, 2),
    SUBJECTS,
    st.sampled_from([iris.GRAPH_REGISTRY, iris.source("a")]),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(common=st.sets(LINES), old=st.sets(LINES), new=st.sets(LINES), batch=st.integers(1, 4))
def test_counts_are_those_of_the_differences_of_the_sets(
    tmp_path: Path,
    few_index: SearchIndex,
    monkeypatch: pytest.MonkeyPatch,
    common: set[str],
    old: set[str],
    new: set[str],
    batch: int,
) -> None:
    monkeypatch.setattr("kg.build.diff.tally._BATCH", batch)
    one, other = common | old, common | new
    for name, lines in (("a", one), ("b", other)):
        (tmp_path / name).write_text("".join(sorted(lines)), "utf-8")
    found = count_changes(tmp_path / "a", tmp_path / "b", [few_index])
    added, removed = other - one, one - other
    for graph in (iris.GRAPH_REGISTRY, iris.source("a")):
        counts = [sum(f"<{graph}> .\n" in line for line in lines) for lines in (added, removed)]
        assert [found[graph].added, found[graph].removed] == counts if any(counts) else graph not in found
        for person in ("anh", "binh"):
            iri = f"{DATA}person/{person}"
            touched = [
                sum(f"<{iri}>" in line and f"<{graph}> .\n" in line for line in lines)
                for lines in (added, removed)
            ]
            count = found[graph].things.get(iri) if graph in found else None
            assert ([count.added, count.removed] if count else [0, 0]) == touched


@pytest.fixture(scope="module")
def few_index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder = tmp_path_factory.mktemp("index")
    lines = [*ANH, *BINH, *source("a")]
    (folder / "graph.nq").write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    return SearchIndex(folder / "search.sqlite")
