"""Fixtures for all tests."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from tests.virtuoso import Virtuoso, run_virtuoso

SnapshotWriter = Callable[[Path, str, list[str]], Path]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPES = ("integer", "date", "string", "boolean", "double", "dateTime")
_VALUES = {"date": "2020-01-05", "boolean": "true", "double": "NaN", "dateTime": "2020-01-01T00:00:00"}


def _write(folder: Path, version: str, quads: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    graphs = sorted({quad.rsplit("<", 1)[1].removesuffix("> .") for quad in quads})
    manifest = {"data_version": version, "graphs": graphs, "quads": len(quads)}
    (folder / "graph.nq").write_text("".join(f"{quad}\n" for quad in sorted(quads)), "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


@pytest.fixture(scope="session")
def write_snapshot() -> SnapshotWriter:
    """Writes N-Quads lines as a snapshot folder: (folder, data version, lines) → folder."""
    return _write


@pytest.fixture(scope="session")
def sample_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """6 000 quads in the graphs …/g0, g1, g2: per thing a label, a neighbour, a value of mixed type.

    Things are <https://example.org/id/0> to 1999; ``next`` leads from n to 7 n modulo 2000.
    """
    return write_sample(tmp_path_factory.mktemp("sample") / "snapshot")


def write_sample(folder: Path) -> Path:
    """Write what ``sample_snapshot`` gives into a folder."""
    base, chance = "https://example.org/", random.Random(1)  # noqa: S311 - reproducible, not secret
    quads = []
    for number in range(2000):
        graph, thing = f"<{base}g{number % 3}>", f"<{base}id/{number}>"
        kind = chance.choice(_TYPES)
        value = f'"{_VALUES.get(kind, str(number))}"^^<{_XSD}{kind}>'
        value = chance.choice([value, thing, f'"{number}"@vi'])
        quads.append(f'{thing} <{_LABEL}> "thứ {number}"@vi {graph} .')
        quads.append(f"{thing} <{base}ns#next> <{base}id/{number * 7 % 2000}> {graph} .")
        quads.append(f"{thing} <{base}ns#value> {value} {graph} .")
    return _write(folder, "sample-1", quads)


ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where ``KG_TEST_REQUIRE`` names what its reason names."""
    report = yield
    required = [word for word in os.environ.get("KG_TEST_REQUIRE", "").lower().split(",") if word]
    reason = str(call.excinfo.value).lower() if call.excinfo is not None else ""
    if report.skipped and any(word in reason for word in required):
        report.outcome = "failed"
        report.longrepr = f"skipped though KG_TEST_REQUIRE asks for it: {reason}"
    return report


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the source texts, named by ``KG_SOURCES``."""
    folder = os.environ.get("KG_SOURCES", "")
    if not folder:
        pytest.skip("the sources are not here: KG_SOURCES names no folder")
    return Path(folder)


def _make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """Make something for all processes of a session in a folder of its own: the first that needs it does."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, made = base / name, base / f"{name}.path"
    with FileLock(base / f"{name}.lock"):
        if not made.exists():
            folder.mkdir(exist_ok=True)
            made.write_text(str(make(folder)), "utf-8")
    return Path(made.read_text("utf-8"))


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the real records, built and validated once a session; only to be read."""
    from kg.build import Inputs, build_snapshot

    def build(folder: Path) -> Path:
        return build_snapshot(Inputs(ROOT, ROOT / "data", folder)).folder

    return _make_once(tmp_path_factory, "real", build)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A real Virtuoso 7 without data."""
    with run_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def filled_virtuoso(virtuoso: Virtuoso, few_snapshot: Path) -> Virtuoso:
    """The same, filled with the real records and the units that they name."""
    import asyncio

    from kg.store.remote.loading import Target, load

    asyncio.run(load(few_snapshot, Target(virtuoso.access), lambda _line: None))
    return virtuoso


@pytest.fixture(scope="session")
def few_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the real records and the units that they name, for what takes long; only to be read."""
    from tests.records import copy_records

    from kg.build import Inputs, build_snapshot

    def build(folder: Path) -> Path:
        return build_snapshot(Inputs(ROOT, copy_records(folder / "data"), folder / "build")).folder

    return _make_once(tmp_path_factory, "few", build)


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented records of ``tests/fixtures/small`` as a snapshot; they break no rule of records."""
    from kg.build.graphs import make_graphs, read_records
    from kg.store.search_file import write_search_index

    dataset, findings = read_records(ROOT / "tests" / "fixtures" / "small", None)
    graphs = make_graphs(dataset, ROOT / "ontology", findings)
    assert findings == []
    folder = tmp_path_factory.mktemp("small")
    (folder / "graph.nq").write_text("".join(graphs.lines), "utf-8")
    manifest = {"data_version": "small-1", "graphs": graphs.names, "quads": len(graphs.lines)}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    return folder
