"""Question files: what the header says, and what is wrong with a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, UnknownError
from kg.store.binding import bind_query
from kg.store.guard import inspect
from kg.store.question_files import find_question, read_question, read_questions
from kg.store.question_types import MARKER

ROOT = Path(__file__).resolve().parents[3]
HEADER = """\
#+ group: people
#+ title: {vi: Hỏi, en: Ask}
#+ description: {vi: Hỏi thử, en: A trial}
#+ parameters:
#+   - {name: person, kind: person, required: true, label: {vi: Người, en: Person}}
#+ columns:
#+   - {name: person, kind: entity, label: {vi: Người, en: Person}}
#+ evidence: [claim]
"""
QUERY = """\
SELECT ?person ?claim WHERE {
  #@ parameters
  ?claim <urn:x:p> ?person .
}
ORDER BY ?person
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "trial.rq"
    path.write_text(text, "utf-8")
    return path


def test_a_question_is_read(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, HEADER + QUERY))
    assert (question.name, question.title.vi, question.title.en) == ("trial", "Hỏi", "Ask")
    (parameter,) = question.parameters
    assert (parameter.name, parameter.kind, parameter.required) == ("person", "person", True)
    assert question.evidence == ("claim",)
    assert question.query == QUERY


def test_values_are_bound_at_every_marker_and_nowhere_else(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, HEADER + QUERY + "# " + MARKER + " in a comment\n"))
    bound = bind_query(question, {"person": "<urn:x:a>"})
    assert bound.count("VALUES (?person) { (<urn:x:a>) }") == 1
    assert "# #@ parameters in a comment" in bound
    assert inspect(bound).form == "SELECT"


CONDITIONAL = QUERY.replace("  ?claim", "  #@ if person\n  ?asked <urn:x:q> ?person .\n  #@ end\n  ?claim")


def test_what_only_an_asked_value_needs_is_left_out_without_it(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, HEADER + CONDITIONAL))
    assert "urn:x:q" in bind_query(question, {"person": "<urn:x:a>"})
    without = bind_query(question, {})
    assert "urn:x:q" not in without
    assert "?claim <urn:x:p> ?person" in without


@pytest.mark.parametrize(
    "wrong",
    [
        CONDITIONAL.replace("#@ if person", "#@ if nobody"),
        CONDITIONAL.replace("  #@ end\n", ""),
        CONDITIONAL.replace("  #@ if person\n", ""),
        CONDITIONAL.replace("  #@ end\n", "  #@ if person\n  #@ end\n"),
    ],
)
def test_a_condition_names_a_variable_and_ends(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InputError, match="#@"):
        read_question(write(tmp_path, HEADER + wrong))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (HEADER.replace("kind: person,", "kind: ghost,"), "ghost"),
        (HEADER.replace("#+ evidence: [claim]\n", ""), "evidence"),
        (HEADER.replace("#+ group: people\n", ""), "group"),
        (HEADER.replace("group: people", "group: ghosts"), "ghosts"),
        (HEADER + "#+ author: me\n", "author"),
        (HEADER.replace("required: true", "required: maybe"), "maybe"),
        (HEADER + "#+ needs: [[place]]\n", "place"),
        (HEADER.replace("{vi: Hỏi, en: Ask}", "{vi: Hỏi"), "ParserError"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_question(write(tmp_path, wrong + QUERY))


VIEW = HEADER + "#+ view: somewhere\n"
COUNT = "{name: person, kind: count, most: 3, label: {vi: Số, en: Number}}"


def test_a_header_alone_names_the_view_that_answers(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, VIEW))
    assert (question.view, question.query) == ("somewhere", "")


@pytest.mark.parametrize("text", [HEADER, VIEW + QUERY], ids=["neither", "both"])
def test_a_question_has_either_a_query_or_a_view(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="either a query or a view"):
        read_question(write(tmp_path, text))


def test_what_a_parameter_takes_is_read(tmp_path: Path) -> None:
    old = "{name: person, kind: person, required: true, label: {vi: Người, en: Person}}"
    many = HEADER.replace("required: true", "many: true") + QUERY
    question = read_question(write(tmp_path, many))
    assert question.parameters[0].many
    assert question.many == {"person"}
    (count,) = read_question(write(tmp_path, HEADER.replace(old, COUNT) + QUERY)).parameters
    assert (count.kind, count.most, count.many) == ("count", 3, False)


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        (COUNT.replace("most: 3, ", ""), "most"),
        (COUNT.replace("most: 3", "most: many"), "many"),
        (COUNT.replace("most: 3", "most: 3, many: true"), "only things"),
        (COUNT.replace("kind: count", "kind: text"), "nothing else"),
    ],
)
def test_a_wrong_parameter_is_named(tmp_path: Path, parameter: str, said: str) -> None:
    old = "{name: person, kind: person, required: true, label: {vi: Người, en: Person}}"
    with pytest.raises(InputError, match=said):
        read_question(write(tmp_path, HEADER.replace(old, parameter) + QUERY))


def test_parameters_without_a_marker_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line"):
        read_question(write(tmp_path, HEADER + QUERY.replace(MARKER, "")))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no question"):
        read_questions(tmp_path)


def test_an_unknown_name_lists_the_nearest() -> None:
    with pytest.raises(UnknownError) as caught:
        find_question(read_questions(ROOT / "queries"), "holder")
    assert "holder-on" in [name for name, _title in caught.value.candidates]


def test_every_file_runs_as_it_stands() -> None:
    """Each is a whole query that the guard passes, whose columns and evidence are projected, or a view."""
    for question in read_questions(ROOT / "queries").values():
        if question.view:
            assert question.query == ""
            continue
        assert inspect(question.text).form == "SELECT"
        head = question.query.partition("WHERE")[0]
        for variable in question.evidence:
            assert f"?{variable}" in head, (question.name, variable)
        told = question.changes.column if question.changes is not None else ""
        for column in question.columns:
            if column.name == told:
                assert question.changes is not None
                assert f"?{question.changes.version}" in head, question.name
            elif column.kind == "date":
                assert f"?{column.name}_earliest" in head, (question.name, column.name)
            elif column.kind != "sources":
                assert f"?{column.name}" in head, (question.name, column.name)
