"""Every bad example, planted into the real graph: the compiled runner finds there what it states, no more.

Every constraint of the shapes has a bad example (``tests/content/test_shapes.py``), so a defect of every
constraint is planted, those of queries among them. Examples get names of their own, so that they do not meet.
pySHACL judges the same examples one by one (``test_equality``).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.content.test_shapes import EXAMPLE_BASE, Expected, expected_of, key_of

from kg.validation.compiled import DataGraph, Shapes, check, compile_shapes, to_report
from kg.validation.report import Result
from kg.validation.shapes import META, shape_files
from kg.validation.triples import Node, Term, as_node
from kg.vocab import DATA

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "shapes"
Triple = tuple[Node, NamedNode, Term]
EXAMPLES = sorted(
    file for file in (FOLDER / "examples").glob("*/invalid-*.ttl") if file.parent.name != Path(META).stem
)


PLANTED = f"{EXAMPLE_BASE}planted/"
PASSAGE = f"{DATA}source/s#"


def base_of(file: Path) -> str:
    return f"{PLANTED}{file.parent.name}/{file.stem}/"


def renamed(text: str, file: Path) -> str:
    """Give the things of an example names of their own; those of passages say where they lie."""
    passage = PASSAGE.replace("/s#", f"/planted-{file.stem}#")
    return text.replace(EXAMPLE_BASE, base_of(file)).replace(PASSAGE, passage)


def is_planted(iri: str) -> bool:
    return iri.startswith((PLANTED, f"{DATA}source/planted-"))


def is_of(iri: str, file: Path) -> bool:
    return iri.startswith((base_of(file), renamed(PASSAGE, file)))


@cache
def shapes_of(folder: str) -> frozenset[str]:
    """IRIs of the shapes of a file."""
    quads = parse((FOLDER / f"{folder}.ttl").read_bytes(), RdfFormat.TURTLE)
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def is_judged(file: Path, shape: str) -> bool:
    """Whether an example shows a shape: one of its file; of the rules, those of its own number."""
    rule = re.match(r"invalid-(x\d+)", file.stem) if file.parent.name == "rules" else None
    local = shape.rpartition("#")[2].lower()
    return shape in shapes_of(file.parent.name) and (not rule or local.partition("-")[0] == rule[1])


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return compile_shapes(shape_files(FOLDER))


@pytest.fixture(scope="module")
def real(few_snapshot: Path) -> list[Triple]:
    quads = parse((few_snapshot / "graph.nq").read_bytes(), RdfFormat.N_QUADS)
    return [(as_node(quad.subject), quad.predicate, quad.object) for quad in quads]


@pytest.fixture(scope="module")
def before(real: list[Triple], shapes: Shapes) -> tuple[Result, ...]:
    return to_report(check(DataGraph(real), shapes)).results


@pytest.fixture(scope="module")
def found(real: list[Triple], shapes: Shapes) -> tuple[Result, ...]:
    data = DataGraph(real)
    for file in EXAMPLES:
        text = renamed(file.read_text("utf-8"), file)
        quads = parse(text.encode(), RdfFormat.TURTLE)
        data.extend((as_node(quad.subject), quad.predicate, quad.object) for quad in quads)
    return to_report(check(data, shapes)).results


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_planted_defect_is_found_and_nothing_else(file: Path, found: tuple[Result, ...]) -> None:
    expected: Counter[Expected] = Counter()
    for (severity, shape, component, focus), times in expected_of(file).items():
        expected[severity, shape, component, renamed(focus, file)] += times
    here = [
        each
        for each in found
        if is_of(each.focus, file)
        and is_judged(file, each.shape)
        and (is_of(each.value, file) or not is_planted(each.value))  # two examples may share a code
    ]
    assert Counter(map(key_of, here)) == expected


def test_what_is_planted_makes_nothing_else_wrong(
    before: tuple[Result, ...], found: tuple[Result, ...]
) -> None:
    assert [each for each in found if not is_planted(each.focus)] == list(before)
