from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.validation import Runner, validate
from kg.validation.reference import load_quads

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
"""
SHAPE = """
ex:Shape a sh:NodeShape ; sh:targetClass ex:Animal ; sh:property ex:Shape-name .
ex:Shape-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:message "Thiếu."@vi, "Missing."@en .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
QUADS = (
    f"<https://example.org/Dog> {SUBCLASS} <https://example.org/Animal> <https://example.org/o> .\n",
    f"<https://example.org/Cat> {SUBCLASS} <https://example.org/Animal> <https://example.org/o> .\n",
    f"<https://example.org/rex> {TYPE} <https://example.org/Dog> <https://example.org/g> .\n",
    f"<https://example.org/tom> {TYPE} <https://example.org/Cat> <https://example.org/h> .\n",
    '<https://example.org/tom> <https://example.org/name> "Tom"@en <https://example.org/h> .\n',
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with shapes/."""
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "animal.ttl").write_text(PREFIXES + SHAPE, "utf-8")
    return tmp_path


@pytest.fixture(params=Runner)
def runner(request: pytest.FixtureRequest) -> Runner:
    found: Runner = request.param
    return found


def add_shape(home: Path, text: str, name: str = "more.ttl") -> None:
    (home / "shapes" / name).write_text(PREFIXES + text, "utf-8")


def focus_of(home: Path, runner: Runner) -> list[str]:
    report = validate("".join(QUADS).encode(), home / "shapes", runner)
    return [result.focus.removeprefix("https://example.org/") for result in report.results]


def test_targets_follow_the_class_hierarchy_of_the_data(home: Path, runner: Runner) -> None:
    assert focus_of(home, runner) == ["rex"]


def test_shapes_about_shapes_and_examples_are_not_run_on_data(home: Path, runner: Runner) -> None:
    more = SHAPE.replace("ex:Shape", "ex:Meta").replace("ex:name", "ex:other")
    add_shape(home, more, "meta.ttl")
    (home / "shapes" / "examples").mkdir()
    (home / "shapes" / "examples" / "bad.ttl").write_text(PREFIXES + more, "utf-8")
    assert focus_of(home, runner) == ["rex"]


def test_pyshacl_is_started_only_when_it_is_asked_for(home: Path, runner: Runner) -> None:
    (home / "graph.nq").write_text("".join(QUADS), "utf-8")
    program = (
        "import sys; from pathlib import Path; from kg.validation import Runner, validate;"
        "home = Path(sys.argv[1]);"
        "report = validate((home / 'graph.nq').read_bytes(), home / 'shapes', Runner(sys.argv[2]));"
        "print(len(report.results), 'pyshacl' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(home), runner.value]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["1", str(runner is Runner.REFERENCE)]


def test_imports_are_never_fetched(home: Path, runner: Runner) -> None:
    add_shape(home, "<https://example.org/shapes> owl:imports <http://127.0.0.1:9/nothing.ttl> .")
    assert focus_of(home, runner) == ["rex"]


def test_a_folder_without_turtle_is_named(tmp_path: Path, runner: Runner) -> None:
    with pytest.raises(InputError, match=r"holds no \*\.ttl; name the folder that holds the shapes"):
        validate(b"", tmp_path, runner)


def test_what_is_no_n_quad_is_an_input_error(home: Path, runner: Runner) -> None:
    with pytest.raises(InputError, match="N-Quads"):
        validate(b"no quad\n", home / "shapes", runner)


def test_blank_nodes_are_no_data_of_the_reference() -> None:
    with pytest.raises(InputError, match="blank nodes"):
        load_quads(f"_:b {TYPE} <https://example.org/Dog> .\n".encode())


def test_terms_keep_language_and_datatype() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    lines = [
        '<https://example.org/a> <https://example.org/p> "Hòa An"@vi .\n',
        f'<https://example.org/a> <https://example.org/p> "1.50"^^<{xsd}decimal> .\n',
        '<https://example.org/a> <https://example.org/p> "x" .\n',
    ]
    assert sorted(term.n3() for term in load_quads("".join(lines).encode()).objects()) == [
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"Hòa An"@vi',
        '"x"',
    ]
