"""Every example of the shapes says what it expects; every constraint has an example that breaks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from tests.validation.hierarchy import class_hierarchy

from kg.validation.reference import run
from kg.validation.report import Result
from kg.validation.shapes import COMMON, META, load_shapes, read_turtle, shape_files
from kg.vocab import KG, PREFIXES, SCHEMES, SHAPES, term_of
from kg.vocab.kinds import EVENT_CLASSES, MEMBER_KINDS, ORGANISATION_CLASSES, PROGRAMME_CLASSES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "shapes"
EXAMPLES = FOLDER / "examples"
EXAMPLE_BASE = "https://w3id.org/diaban/id/example/"

Expected = tuple[str, str, str, str]
"""Severity, shape, component and focus node of one result."""

COMPONENTS: dict[URIRef, URIRef] = {
    SH["class"]: SH.ClassConstraintComponent,
    SH.closed: SH.ClosedConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.languageIn: SH.LanguageInConstraintComponent,
    SH.lessThan: SH.LessThanConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.maxLength: SH.MaxLengthConstraintComponent,
    SH.minCount: SH.MinCountConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.node: SH.NodeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.sparql: SH.SPARQLConstraintComponent,
    SH.uniqueLang: SH.UniqueLangConstraintComponent,
}
"""Parameters that our shapes use → the component that a result names (SHACL §4)."""

NO_PARAMETERS: set[URIRef] = {
    SH.ignoredProperties,
    SH.message,
    SH.name,
    SH.path,
    SH.property,
    SH.severity,
    SH.target,
    SH.targetClass,
    SH.targetSubjectsOf,
}
"""Predicates of shapes that constrain nothing by themselves."""


@cache
def hierarchy() -> Graph:
    return class_hierarchy(ROOT / "ontology")


@cache
def shapes_of(folder: str) -> Graph:
    graph = read_turtle(FOLDER / f"{folder}.ttl")
    return graph if folder == Path(META).stem else read_turtle(FOLDER / COMMON, graph)


@cache
def rule_of(name: str) -> Graph:
    """The shapes of one rule (``x2``): queries of the others would be parsed again for each example."""
    graph = Graph()
    for triple in shapes_of("rules"):
        local = str(triple[0]).removeprefix(str(SHAPES)).lower()
        if triple[1] != SH.target or local == name or local.startswith(f"{name}-"):
            graph.add(triple)
    return graph


@cache
def all_shapes() -> Graph:
    return load_shapes(FOLDER)


def examples(pattern: str) -> list[Path]:
    return sorted(EXAMPLES.glob(f"*/{pattern}.ttl"))


def expand(word: str) -> str:
    if word.startswith("<"):
        return word.strip("<>")
    prefix, _, local = word.partition(":")
    return (EXAMPLE_BASE if prefix == "ex" else PREFIXES[prefix]) + local


def expected_of(file: Path) -> Counter[Expected]:
    """Read the lines ``# expect: severity shape component focus`` of an example."""
    lines = re.findall(r"^# expect: (\S+) (\S+) (\S+) (\S+)$", file.read_text("utf-8"), re.MULTILINE)
    return Counter((expand(a), expand(b), expand(c), expand(d)) for a, b, c, d in lines)


def found_in(file: Path) -> list[Result]:
    data = read_turtle(file)
    for triple in hierarchy():
        data.add(triple)
    rule = re.match(r"(?:in)?valid-(x\d+)", file.stem) if file.parent.name == "rules" else None
    shapes = rule_of(rule[1]) if rule else shapes_of(file.parent.name)
    return list(run(data, shapes, origin=file).results)


def key_of(result: Result) -> Expected:
    severity = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}[result.severity]
    return (str(severity), result.shape, result.component, result.focus)


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", examples("valid*"), ids=name_of)
def test_a_good_example_gives_no_result(file: Path) -> None:
    assert [(key_of(result), result.path, result.value) for result in found_in(file)] == []


@pytest.mark.parametrize("file", examples("invalid-*"), ids=name_of)
def test_a_bad_example_gives_exactly_what_it_states(file: Path) -> None:
    expected = expected_of(file)
    assert expected, "the file states no result; add a line '# expect: …'"
    found = found_in(file)
    assert Counter(map(key_of, found)) == expected
    for result in found:
        assert result.message, "an English message is missing"
        assert result.message_vi, "a Vietnamese message is missing"
        assert not re.search(r"\{[?$]", result.message + result.message_vi), "a value was not put in"


def reporting_shapes(shapes: Graph) -> Iterator[Node]:
    """Shapes whose results stand in a report: those with a target, and the property shapes below them."""
    targets = (SH.target, SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    waiting = {shape for predicate in targets for shape in shapes.subjects(predicate)}
    seen: set[Node] = set()
    while waiting:
        shape = waiting.pop()
        if shape not in seen:
            seen.add(shape)
            waiting.update(shapes.objects(shape, SH.property))
            yield shape


def constraints(shapes: Graph) -> Iterator[tuple[str, str]]:
    for shape in reporting_shapes(shapes):
        for predicate in shapes.predicates(shape):
            if isinstance(predicate, URIRef) and predicate in COMPONENTS:
                yield str(shape), str(COMPONENTS[predicate])


@pytest.mark.parametrize("file", [*shape_files(FOLDER), FOLDER / META], ids=lambda file: file.stem)
def test_every_constraint_has_a_bad_example_and_its_shape_a_good_one(file: Path) -> None:
    wanted = set(constraints(read_turtle(file)))
    folder = EXAMPLES / file.stem
    broken = {(shape, part) for bad in folder.glob("invalid-*.ttl") for _, shape, part, _ in expected_of(bad)}
    assert wanted - broken == set(), "constraints without a bad example"
    if wanted:
        assert list(folder.glob("valid*.ttl")), "there is no good example"


def test_examples_stand_in_a_folder_of_a_shape_file() -> None:
    files = {file.stem for file in (*shape_files(FOLDER), FOLDER / META)}
    assert {folder.name for folder in EXAMPLES.iterdir()} <= files


def test_every_predicate_of_a_shape_is_known() -> None:
    shapes = all_shapes()
    named = {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind)}
    used = {predicate for shape in named for predicate in shapes.predicates(shape)} - {RDF.type}
    assert used <= {*COMPONENTS, *NO_PARAMETERS}


@pytest.mark.parametrize("file", [*shape_files(FOLDER), FOLDER / META], ids=lambda file: file.stem)
def test_the_shapes_about_shapes_pass(file: Path) -> None:
    shapes = read_turtle(file)
    results = run(shapes, shapes_of(Path(META).stem), origin=file).results
    assert [(key_of(result), result.message) for result in results] == []


def lists_of_values(shapes: Graph) -> Iterator[tuple[Node, list[Node]]]:
    for shape, head in shapes.subject_objects(SH["in"]):
        yield shape, list(Collection(shapes, head))


def test_lists_of_values_are_the_schemes_of_the_code() -> None:
    schemes = {frozenset(term_of(name, value) for value in values) for name, values in SCHEMES.items()}
    bounds = frozenset({KG.earliestStart, KG.latestStart, KG.earliestEnd, KG.latestEnd})
    kinds = frozenset(Literal(kind) for kind in MEMBER_KINDS)
    for shape, values in lists_of_values(all_shapes()):
        assert frozenset(values) in {*schemes, bounds, kinds}, shape


def ancestors(cls: Node) -> set[Node]:
    return {found for found in hierarchy().transitive_objects(cls, RDFS.subClassOf) if found is not None}


def classes_of_the_code() -> Iterable[str]:
    return sorted(name for name in KG.__annotations__ if name[0].isupper())


@pytest.mark.parametrize("name", classes_of_the_code())
def test_every_class_has_a_shape(name: str) -> None:
    shapes = all_shapes()
    targets = set(shapes.objects(None, SH.targetClass)) | {KG.Organisation}
    assert ancestors(KG[name]) & targets, "no shape targets the class or a class above it"


def test_kinds_of_records_make_classes_that_have_shapes() -> None:
    targets = set(all_shapes().objects(None, SH.targetClass)) | {KG.Organisation}
    for table in (EVENT_CLASSES, ORGANISATION_CLASSES, PROGRAMME_CLASSES):
        for kind, cls in table.items():
            assert ancestors(cls) & targets, kind


def test_shape_names_are_readable_and_stand_in_the_shapes_namespace() -> None:
    shapes = all_shapes()
    for shape in {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}:
        assert re.fullmatch(rf"{re.escape(str(SHAPES))}[A-Z][A-Za-z0-9_-]*", str(shape)), shape
