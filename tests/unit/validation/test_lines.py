"""N-Quads read line by line say the same as the engine's parser says, or are left to it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from tests.validation import random_graphs
from tests.validation.test_random_graphs import ORIGIN

from kg.validation.compiled import DataGraph, check, read_shapes
from kg.validation.compiled.columns import Columns
from kg.validation.compiled.lines import read_lines
from kg.validation.triples import Triples

S, P, G = b"<urn:x:s>", b"<urn:x:p>", b"<urn:x:g>"
VALUES = (
    b"<urn:x:o>",
    b'"x y <z> . \xe1\xbb\x81"',
    b'"a \\"b\\" \\\\ \\n"@vi-latn',
    b'"2025-07-01"^^<http://www.w3.org/2001/XMLSchema#date>',
    b'"" ',
)


def statements(columns: Columns) -> set[tuple[bytes, ...]]:
    return {
        (columns.words[subject], columns.words[predicate], columns.words[value])
        for predicate in columns.predicates()
        for subject, value in zip(*(part.tolist() for part in columns.pairs(predicate)), strict=True)
    }


def graph(triples: list[random_graphs.Triple]) -> bytes:
    text = serialize((Triple(*triple) for triple in triples), format=RdfFormat.N_TRIPLES)
    return (text or b"").replace(b" .\n", b" <urn:x:g> .\n")


@pytest.mark.parametrize("at_once", [1, 60, 1 << 20])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_lines_are_read_in_chunks_of_any_size(at_once: int, end: bytes) -> None:
    subjects = [b"<urn:x:%d>" % number for number in range(5)]
    rows = [(subject, P, value.strip()) for subject, value in product(subjects, VALUES)]
    content = b"\n".join(b" ".join([*row, G, b"."]) for row in rows) + end
    taken: list[bytes] = []
    lines = read_lines(content, taken.append, at_once)
    assert lines is not None
    assert statements(lines.columns) == set(rows)
    triples = b"".join(taken)
    assert triples == b"".join(b" ".join([*row, b".\n"]) for row in rows)
    assert len(list(parse(triples, RdfFormat.N_TRIPLES))) == len(rows)


@pytest.mark.parametrize(
    "line",
    [
        b"<urn:x:s> <urn:x:p> <urn:x:o> .",
        b'<urn:x:s> <urn:x:p> "a <b> c" .',
        b"<urn:x:s>  <urn:x:p> <urn:x:o> <urn:x:g> .",
        b"<urn:x:s>\t<urn:x:p> <urn:x:o> <urn:x:g> .",
        b"<urn:x:s> <urn:x:p> <urn:x:o>  <urn:x:g> .",
        b"<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g>.",
        b"<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g> . ",
        b"<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g> . # why",
        b"# <urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g> .",
        b"_:s <urn:x:p> <urn:x:o> <urn:x:g> .",
        b"<urn:x:s> <urn:x:p> <urn:x:\\u006F> <urn:x:g> .",
        b'<urn:x:s> <urn:x:p> "x"@VI <urn:x:g> .',
        b'<urn:x:s> <urn:x:p> "\\u0041" <urn:x:g> .',
        b'<urn:x:s> <urn:x:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> <urn:x:g> .',
        b'<urn:x:s> <urn:x:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:x:g> .',
        b'<urn:x:s> <urn:x:p> "2025-02-30"^^<http://www.w3.org/2001/XMLSchema#date> <urn:x:g> .',
        b'<urn:x:s> <urn:x:p> "x" "y" <urn:x:g> .',
        b"<urn:x:s> <urn:x:p> <relative> <urn:x:g> .",
        b"",
    ],
)
def test_other_lines_are_left_to_the_parser(line: bytes) -> None:
    good = b"<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g> .\n"
    assert DataGraph().load_lines(good)
    data = DataGraph()
    assert not data.load_lines(good + line + b"\n" + good)
    assert len(data.store) == 0


@settings(deadline=None, max_examples=100)
@given(random_graphs.data_graphs(), random_graphs.shapes_graphs())
def test_lines_and_triples_give_the_same(
    data: list[random_graphs.Triple], shapes: list[random_graphs.Triple]
) -> None:
    named = [triple for triple in data if isinstance(triple[0], NamedNode) and "_:" not in str(triple[2])]
    from_lines, from_triples = DataGraph(), DataGraph(named)
    assert from_lines.load_lines(graph(named))
    assert statements(from_lines.columns) == statements(from_triples.columns)
    compiled = read_shapes(Triples(shapes), ORIGIN)
    assert check(from_lines, compiled) == check(from_triples, compiled)
