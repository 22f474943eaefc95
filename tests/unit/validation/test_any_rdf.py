"""``kg shacl`` below the command: RDF of all forms, both runners, one report in three forms."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse, serialize
from rdflib import RDF, SH, BNode, Graph

from kg.errors import InputError
from kg.validation import Runner
from kg.validation.any_rdf import Checked, check_files
from kg.validation.any_rdf_formats import SHOWN_OF_A_KIND, text_blocks, to_json, to_turtle

PREFIXES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
ex:Town a sh:NodeShape ; sh:targetClass ex:Place ;
    sh:property ex:Town-part ;
    sh:property [ sh:path [ sh:inversePath ex:part ] ; sh:minCount 1 ; sh:severity sh:Info ] .
ex:Town-part sh:path ex:part ; sh:nodeKind sh:IRI ; sh:minCount 1 ;
    sh:message "Name a part."@en, "Hãy nêu phần."@vi .
"""
DATA = """
ex:a a ex:Place ; ex:part ex:b, "01"^^xsd:integer, "phố"@vi .
ex:b a ex:Place .
_:c a ex:Place ; ex:part _:d .
_:d a ex:Place ; ex:part ex:a .
"""
FORMS = {
    "data.ttl": RdfFormat.TURTLE,
    "data.nt": RdfFormat.N_TRIPLES,
    "data.nq": RdfFormat.N_QUADS,
    "data.trig": RdfFormat.TRIG,
    "data.jsonld": RdfFormat.JSON_LD,
    "data.json": RdfFormat.JSON_LD,
    "data.rdf": RdfFormat.RDF_XML,
    "data.xml": RdfFormat.RDF_XML,
}
Key = tuple[str, ...]


@pytest.fixture(params=Runner)
def runner(request: pytest.FixtureRequest) -> Runner:
    found: Runner = request.param
    return found


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    return write(tmp_path / "shapes.ttl", SHAPES)


def write(file: Path, text: str) -> Path:
    file.write_text(PREFIXES + text, "utf-8")
    return file


def keys(checked: Checked) -> Counter[Key]:
    """What the results say, blank nodes without their labels."""

    def text(term: object) -> str:
        return "_:" if isinstance(term, BlankNode) else str(term)

    return Counter(
        (text(each.focus), text(each.shape), str(each.component), str(each.path), text(each.value))
        for each in checked.results
    )


def blocks(checked: Checked, language: str = "en", *, everything: bool = False) -> str:
    return "\n".join(block.plain for block in text_blocks(checked, language, everything=everything))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_rdf_gives_the_same(name: str, shapes: Path, runner: Runner, tmp_path: Path) -> None:
    turtle = write(tmp_path / "original.ttl", DATA)
    quads = parse(turtle.read_bytes(), RdfFormat.TURTLE)
    (tmp_path / name).write_bytes(serialize((quad.triple for quad in quads), format=FORMS[name]) or b"")
    found = keys(check_files([tmp_path / name], [shapes], runner))
    assert found == keys(check_files([turtle], [shapes], Runner.COMPILED))
    components = Counter(key[2].rpartition("#")[2].removesuffix("ConstraintComponent>") for key in found)
    assert components == {"NodeKind": 3, "MinCount": 2}


def test_what_conforms_has_no_result(shapes: Path, runner: Runner, tmp_path: Path) -> None:
    good = write(tmp_path / "good.ttl", "ex:a a ex:Place ; ex:part ex:b . ex:b a ex:Place ; ex:part ex:a .")
    checked = check_files([good], [shapes], runner)
    assert checked.conforms
    assert checked.has_targets
    assert blocks(checked) == "conforms: 4 statement(s), no result"
    assert json.loads(to_json(checked)) == {"conforms": True, "results": []}
    assert (None, SH.conforms, None) in Graph().parse(data=to_turtle(checked))


def test_files_together_are_one_graph_but_their_blank_nodes_differ(
    shapes: Path, runner: Runner, tmp_path: Path
) -> None:
    one = write(tmp_path / "one.ttl", "_:x a ex:Place .")
    two = write(tmp_path / "two.ttl", "_:x ex:part ex:b . ex:b ex:part _:x .")
    checked = check_files([one, two], [shapes], runner)
    assert {str(each.focus) for each in checked.results} == {"_:d1n1"}
    assert len(checked.results) == 2


def test_the_report_is_the_same_each_time(shapes: Path, runner: Runner, tmp_path: Path) -> None:
    data = write(tmp_path / "data.ttl", DATA)
    first, second = (to_turtle(check_files([data], [shapes], runner)) for _ in range(2))
    assert first == second


def test_turtle_is_a_report_with_all_that_shacl_asks_for(
    shapes: Path, runner: Runner, tmp_path: Path
) -> None:
    checked = check_files([write(tmp_path / "data.ttl", DATA)], [shapes], runner)
    report = Graph().parse(data=to_turtle(checked), format="turtle")
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    assert [str(value) for value in report.objects(node, SH.conforms)] == ["false"]
    results = list(report.objects(node, SH.result))
    assert len(results) == len(checked.results) == 5
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in report
        for term in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(list(report.objects(result, term))) == 1
        assert list(report.objects(result, SH.resultMessage))
        (path,) = report.objects(result, SH.resultPath)
        assert not isinstance(path, BNode) or list(report.objects(path, SH.inversePath))
    assert '"01"' in to_turtle(checked) or "sh:value 01 ;" in to_turtle(checked)


def test_json_spells_terms_as_sparql_does(shapes: Path, runner: Runner, tmp_path: Path) -> None:
    checked = check_files([write(tmp_path / "data.ttl", DATA)], [shapes], runner)
    found = json.loads(to_json(checked))
    assert found["conforms"] is False
    values = [row["value"] for row in found["results"] if row["value"]]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert {"type": "literal", "value": "01", "datatype": f"{xsd}integer"} in values
    assert {"type": "literal", "value": "phố", "xml:lang": "vi"} in values
    row = next(row for row in found["results"] if row["focusNode"]["value"] == "https://example.org/b")
    assert row["resultPath"] == "<https://example.org/part>"
    assert row["sourceShape"] == {"type": "uri", "value": "https://example.org/Town-part"}
    assert row["resultSeverity"]["value"] == str(SH.Violation)
    assert {"type": "literal", "value": "Name a part.", "xml:lang": "en"} in row["resultMessage"]
    assert row["value"] is None
    assert row["sourceConstraint"] is None


def test_text_groups_results_and_names_the_line_of_the_shape(shapes: Path, tmp_path: Path) -> None:
    checked = check_files([write(tmp_path / "data.ttl", DATA)], [shapes])
    lines = blocks(checked, "vi").splitlines()
    at = lines.index(f"violation sh:NodeKindConstraintComponent of ex:Town-part  {shapes}:8:1")
    assert lines[at + 1] == "  Hãy nêu phần."
    assert '    ex:a  ex:part  [found: "phố"@vi]' in lines[at + 2 : at + 5]
    anonymous = f"info sh:MinCountConstraintComponent of a shape without a name in ex:Town  {shapes}:5:1"
    at = lines.index(anonymous)
    assert lines[at + 2] == "    _:d1n1  ^ex:part"
    assert lines[-1] == "does not conform: 9 statement(s), 5 result(s) of 3 constraint(s)"


def test_text_counts_what_would_be_too_much(shapes: Path, tmp_path: Path) -> None:
    many = "\n".join(f"ex:a{number} a ex:Place ." for number in range(1000))
    checked = check_files([write(tmp_path / "data.ttl", many)], [shapes])
    text = blocks(checked)
    assert len(text.splitlines()) == 2 * (SHOWN_OF_A_KIND + 3) + 1
    assert text.count("and 990 more of this kind; --all shows them") == 2
    assert len(blocks(checked, everything=True).splitlines()) == 2 * 1002 + 1
    assert len(json.loads(to_json(checked))["results"]) == 2000


def test_what_a_terminal_would_obey_is_not_printed(shapes: Path, tmp_path: Path) -> None:
    checked = check_files([write(tmp_path / "d.ttl", 'ex:a a ex:Place ; ex:part "\\u001B[2J" .')], [shapes])
    assert "\x1b" not in blocks(checked)
    assert '"\\u001B[2J"' in blocks(checked)


def test_shapes_may_lie_in_a_folder(runner: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "shapes"
    folder.mkdir()
    write(folder / "a.ttl", SHAPES)
    write(folder / "b.ttl", "ex:Other sh:targetClass ex:Place ; sh:nodeKind sh:BlankNode .")
    checked = check_files([write(tmp_path / "d.ttl", "ex:a a ex:Place ; ex:part ex:a .")], [folder], runner)
    assert [str(each.shape) for each in checked.results] == ["<https://example.org/Other>"]


@pytest.mark.parametrize("text", ["", "ex:Shape a sh:NodeShape ; sh:nodeKind sh:IRI ."])
def test_shapes_without_a_target_are_noticed(text: str, runner: Runner, tmp_path: Path) -> None:
    shapes, data = write(tmp_path / "s.ttl", text), write(tmp_path / "d.ttl", DATA)
    assert not check_files([data], [shapes], runner).has_targets


def test_a_class_that_is_a_shape_is_its_own_target(runner: Runner, tmp_path: Path) -> None:
    rdfs = "<http://www.w3.org/2000/01/rdf-schema#Class>"
    shapes = write(tmp_path / "s.ttl", f"ex:Place a {rdfs}, sh:NodeShape ; sh:nodeKind sh:BlankNode .")
    checked = check_files([write(tmp_path / "d.ttl", DATA)], [shapes], runner)
    assert checked.has_targets
    assert len(checked.results) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("d.ttl", "<a:b> <a:c> \n  người .", r"d\.ttl:2:3: is no Turtle; mend it: "),
        ("d.nt", "<a:b> <a:c> .", r"d\.nt:1:\d+: is no N-Triples; mend it: "),
        ("d.jsonld", '{"@id": }', r"d\.jsonld:1:9: is no JSON-LD; mend it: "),
        (
            "d.jsonld",
            '{"@context": "http://127.0.0.1:9/c"}',
            r"d\.jsonld: names a context .* nothing is fetched",
        ),
        ("d.rdf", "<rdf></rdf>", r"d\.rdf: is no RDF/XML; mend it: "),
        ("d.txt", "", r"d\.txt: the ending '\.txt' names no RDF format; use one of \.ttl, "),
        ("d.ttl", b"\xff", r"d\.ttl:1:1: is no Turtle"),
        ("d.ttl", None, r"d\.ttl: cannot be read: No such file or directory; check the name"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_place(
    name: str, content: str | bytes | None, says: str, shapes: Path, runner: Runner, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError, match=says):
        check_files([file], [shapes], runner)
