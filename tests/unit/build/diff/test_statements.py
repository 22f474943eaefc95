from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build.diff.statements import compare_graphs, read_statement
from kg.errors import InputError
from kg.rdf import terms
from kg.store.solutions import Term

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
OBJECTS = st.one_of(
    st.sampled_from(["<urn:o>", terms.literal(3)]),
    TEXTS.map(terms.string),
    TEXTS.map(lambda text: terms.string(text, "vi")),
)
LINES = st.builds("<urn:s{}> <urn:p> {} <urn:g{}> .\n".format, st.integers(0, 5), OBJECTS, st.integers(0, 1))


def write(folder: Path, name: str, lines: set[str]) -> Path:
    path = folder / name
    path.write_text("".join(sorted(lines)), "utf-8", newline="\n")
    return path


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(common=st.sets(LINES), old=st.sets(LINES), new=st.sets(LINES))
def test_what_differs_is_the_difference_of_the_sets(
    tmp_path: Path, common: set[str], old: set[str], new: set[str]
) -> None:
    one, other = common | old, common | new
    found = compare_graphs(write(tmp_path, "a", one), write(tmp_path, "b", other))
    assert [f"{item.line}\n" for item in found.removed] == sorted(one - other)
    assert [f"{item.line}\n" for item in found.added] == sorted(other - one)


@given(text=TEXTS)
def test_a_string_is_read_as_it_was_written(text: str) -> None:
    line = f"<urn:s> <urn:p> {terms.string(text, 'vi')} <urn:g> .\n".encode()
    assert read_statement(line, Path("g")).object == Term(text, lang="vi")


@pytest.mark.parametrize(
    "line",
    [
        b"<urn:s> <urn:p> _:b <urn:g> .\n",
        b"<urn:s> <urn:p> <urn:o> .\n",
        b'<urn:s> <urn:p> "o <urn:g> .\n',
        b"<urn:s> <urn:p> <urn:o> <urn:g> .",
        b'<urn:s> <urn:p> "\xff" <urn:g> .\n',
    ],
)
def test_a_line_that_is_no_statement_is_refused_with_its_file(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "b").write_bytes(line)
    with pytest.raises(InputError, match=r"b: holds a line that is (no statement|not UTF-8)"):
        compare_graphs(write(tmp_path, "a", set()), tmp_path / "b")


def test_a_file_out_of_order_is_refused(tmp_path: Path) -> None:
    lines = ["<urn:s2> <urn:p> <urn:o> <urn:g> .\n", "<urn:s1> <urn:p> <urn:o> <urn:g> .\n"]
    (tmp_path / "b").write_text("".join(lines), "utf-8")
    with pytest.raises(InputError, match="b: is not sorted at"):
        compare_graphs(write(tmp_path, "a", set()), tmp_path / "b")
