"""Shapes that are ill-formed: both runners name file, line and what to do, for any RDF and for a build."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from kg.errors import InputError, ShapeError
from kg.validation import Runner, validate
from kg.validation.any_rdf import check_files

RUN = "from kg.cli.main import main; main()"
PREFIXES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
# ex:S sh:minCont sh:in sh:select ex:P: words of a comment are no terms
"""
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:description 'ex:S. sh:minCont'@en ;\n"
ANONYMOUS = "a node without a name in ex:S"
QUERY = f'{SHAPE}  sh:sparql [ sh:message "x" ;\n    sh:select """SELECT $this\n  WHERE {{ %s }}""" ] .'
BAD = {
    "syntax": (f"{SHAPE}  ; ;; sh:property [ .", r":6:\d+: is no Turtle; mend it: "),
    "misspelt": (
        f"{SHAPE}  sh:property [ sh:path ex:p ;\n    sh:minCont 1 ] .",
        f":7:5: {ANONYMOUS} sh:minCont: is no term of SHACL; did you mean sh:minCount?",
    ),
    "misspelt-at-a-named-shape": (
        f"{SHAPE}  sh:property ex:P .\nex:P sh:path ex:p ; sh:inn ( 1.5 ) .",
        ":7:21: ex:P sh:inn: is no term of SHACL; did you mean sh:in?",
    ),
    "unknown-class": (
        f'{SHAPE}  sh:sparql [ a sh:SPARQLConstrain ; sh:select "SELECT $this {{}}" ] .',
        f":6:17: {ANONYMOUS} sh:SPARQLConstrain: is no term of SHACL; did you mean sh:SPARQLConstraint?",
    ),
    "query": (
        QUERY % "$this ?p",
        f":8:3: {ANONYMOUS} sh:select: is no SPARQL; mend line 2 of the query: expected one of ",
    ),
    "prefix": (
        QUERY % "$this foo:p ?x",
        f":8:3: {ANONYMOUS} sh:select: uses the prefix foo:, which is not declared; declare it",
    ),
    "forbidden": (
        QUERY % "$this ?p ?x MINUS { $this ex:p 1 }",
        f":7:5: {ANONYMOUS} sh:select: uses MINUS, which SHACL forbids in constraints; write FILTER",
    ),
    "list": (
        f"{SHAPE}  sh:property ex:P .\nex:P sh:path ex:p ;\n  sh:in ex:L .\nex:L rdf:first 1 .",
        ":8:3: ex:P sh:in: takes a list: <https://example.org/L> is no well-formed list; write ( … )",
    ),
    "path": (
        f"{SHAPE}  sh:property [\n    sh:path ( ex:p ) ; sh:minCount 1 ] .",
        f":7:5: {ANONYMOUS} sh:path: a sequence or alternative path needs two members at least",
    ),
    "no-path": (
        f"{SHAPE}  sh:property [\n    sh:minCount 1 ] .",
        f":7:5: {ANONYMOUS} sh:minCount: has no meaning without sh:path; add the path, or drop it",
    ),
    "no-number": (
        f"{SHAPE}  sh:property [ sh:path ex:p ; sh:minCount 'one' ] .",
        f':6:32: {ANONYMOUS} sh:minCount: "one" is no xsd:integer; write a whole number',
    ),
}
"""Name → the text behind the prefixes, and what the error says after the file."""
BAD["property-shape-that-is-not-there"] = (
    f"{SHAPE}  sh:property ex:Gone .",
    ":6:15: ex:Gone sh:path: is missing; add the path of the property shape",
)
UNSUPPORTED = {
    "rule": (
        f"{SHAPE}  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object ex:b ] .",
        ":6:3: ex:S sh:rule: is not understood; drop it, or use the reference runner",
    ),
    "recursion": (f"{SHAPE}  sh:node ex:S .", ":5:1: ex:S: leads back to itself"),
}
"""The same for what only the compiled runner refuses."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "d.ttl"
    file.write_text("@prefix ex: <https://example.org/> . ex:a a ex:A .", "utf-8")
    return file


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a-good.ttl").write_text(f"{PREFIXES}ex:T a sh:NodeShape ; sh:targetClass ex:A .", "utf-8")
    file = folder / "bad.ttl"
    file.write_text(PREFIXES + text, "utf-8")
    return file


@pytest.mark.parametrize("runner", Runner)
@pytest.mark.parametrize("name", BAD)
def test_an_ill_formed_shape_is_named_with_its_place(
    name: str, runner: Runner, data: Path, tmp_path: Path
) -> None:
    text, says = BAD[name]
    file = write(tmp_path / "shapes", text)
    for check in (
        lambda: check_files([data], [tmp_path / "shapes"], runner),
        lambda: validate(b"", tmp_path / "shapes", runner),
    ):
        with pytest.raises(InputError) as caught:
            check()
        told = str(caught.value)
        if name == "syntax":
            assert told.startswith(f"{file}:6:")
            assert "is no Turtle; mend it: " in told
        else:
            assert told.startswith(f"{file}{says}")


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_only_the_compiled_runner_refuses_is_left_to_the_reference(
    name: str, data: Path, tmp_path: Path
) -> None:
    text, says = UNSUPPORTED[name]
    file = write(tmp_path / "shapes", text)
    with pytest.raises(ShapeError) as caught:
        check_files([data], [file])
    assert caught.value.unsupported
    assert str(caught.value).startswith(f"{file}{says}")
    with warnings.catch_warnings():  # pySHACL warns of recursion, and gives up at some depth
        warnings.simplefilter("ignore")
        assert check_files([data], [file], Runner.REFERENCE).conforms


def test_a_place_that_is_not_certain_is_that_of_the_shape(data: Path, tmp_path: Path) -> None:
    two = f"{SHAPE}  sh:property [ sh:path ex:p ; sh:minCont 1 ] ,\n    [ sh:path ex:q ; sh:minCont 1 ] ."
    file = write(tmp_path / "shapes", two)
    with pytest.raises(ShapeError) as caught:
        check_files([data], [file])
    assert str(caught.value).startswith(f"{file}:5:1: {ANONYMOUS} sh:minCont: ")


def test_a_query_that_fails_as_it_runs_is_named_with_its_place(data: Path, tmp_path: Path) -> None:
    file = write(
        tmp_path / "shapes",
        (QUERY % "$this a ?t BIND(true AS ?failure)").replace("T $this", "T $this ?failure"),
    )
    with pytest.raises(ShapeError, match="the query reports a failure") as caught:
        check_files([data], [file])
    assert str(caught.value).startswith(f"{file}:")


@pytest.mark.parametrize("command", ["shacl", "build"])
@pytest.mark.parametrize("runner", Runner)
def test_the_commands_exit_with_3(command: str, runner: Runner, data: Path, tmp_path: Path) -> None:
    text, says = BAD["list"]
    home = tmp_path / "home"
    home.mkdir()
    file = write(home / "shapes", text)
    root = Path(__file__).resolve().parents[3]
    for name in ("ontology", "queries", "data"):
        (home / name).symlink_to(root / name)
    words = [data, "--shapes", file] if command == "shacl" else ["--build", tmp_path / "build"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, command, *map(str, words), "--runner", runner.value],
        capture_output=True,
        encoding="utf-8",
        env={**environment, "KG_HOME": str(home)},
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert f"kg: {file}{says}" in done.stderr
    assert not (tmp_path / "build" / "current").exists()
