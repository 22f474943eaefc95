"""Small changes of invented records: exactly their statements, and exactly the answers that rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.unit.build.diff.conftest import Edits, WriteState

from kg.build.diff import Bounds, Comparison, Side, compare
from kg.build.diff.formats_markdown import escape, to_markdown
from kg.store import read_manifest
from kg.store.question_files import read_questions
from kg.text.language import Language

ROOT = Path(__file__).resolve().parents[4]
BOUNDS = Bounds()
GOLDEN = ROOT / "tests" / "fixtures" / "diff"
QUESTIONS = read_questions(ROOT / "queries")
VICE_CHAIR = "https://w3id.org/diaban/id/org/bm/peoples-committee/post/vice-chair"
HOSTILE = "<img src=x onerror=alert(1)> | @everyone #1 [a](javascript:b) `c` https://x.example www.y.example"
ONE_DAY_LATER: Edits = {
    "sources/alpha.yaml": (
        (
            "{on: 2021-03-10, status: stated, stated: Ngày 10/3/2021",
            "{on: 2021-03-09, status: stated, stated: Ngày 09/3/2021",
        ),
    )
}
RENAMED: Edits = {
    "sources/beta.yaml": (
        (
            "{vi: Kiểm tra huyện Sông Xanh, en: Inspection of Sông Xanh district}",
            f"{{vi: '{HOSTILE}', en: '{HOSTILE}'}}",
        ),
    )
}


def side(folder: Path) -> Side:
    return Side(folder.parent.name.rstrip("0123456789"), folder, read_manifest(folder))


def run(
    before: Path, after: Path, names: Sequence[str] = (), lang: Language = "en", bounds: Bounds = BOUNDS
) -> Comparison:
    questions = [QUESTIONS[name] for name in names or QUESTIONS]
    return compare(side(before), side(after), questions, bounds, lang)


@pytest.fixture(scope="module")
def moved(write_state: WriteState) -> Path:
    return write_state("moved", ONE_DAY_LATER)


@pytest.fixture(scope="module")
def renamed(write_state: WriteState) -> Path:
    return write_state("renamed", RENAMED)


def test_a_graph_equals_itself(before: Path) -> None:
    found = run(before, before)
    assert (found.records, found.answers, found.asked) == ((), (), 0)


def test_a_moved_day_changes_its_statements_and_the_answers_that_rest_on_it(
    before: Path, moved: Path
) -> None:
    found = run(before, moved)
    old, new = ((path / "graph.nq").read_text("utf-8").splitlines() for path in (before, moved))
    entities = [entity for record in found.records for entity in record.entities]
    assert sorted(item.line for entity in entities for item in entity.removed) == sorted(set(old) - set(new))
    assert sorted(item.line for entity in entities for item in entity.added) == sorted(set(new) - set(old))
    assert [record.kind for record in found.records] == ["source", "derived"]
    assert "source/alpha/event/meeting" in {entity.iri.partition("/id/")[2] for entity in entities}
    changed = {change.question.name for change in found.answers}
    assert changed == {"career", "dates-of-source", "events", "holder-on", "holders"}
    career = next(change for change in found.answers if change.question.name == "career")
    assert [row["first_observed"] for row in career.gone] == ["2021-03-10", "2021-03-10"]
    assert [row["first_observed"] for row in career.new] == ["2021-03-09", "2021-03-09"]


def test_a_holder_is_asked_for_on_the_days_of_the_change(before: Path, moved: Path) -> None:
    asks = [
        (
            change.given["date"],
            [row["certainty"] for row in change.gone],
            [row["certainty"] for row in change.new],
        )
        for change in run(before, moved, ["holder-on"]).answers
        if change.given.get("post") == VICE_CHAIR
    ]
    assert ("2021-03-10", ["certain"], ["not stated", "possible"]) in [
        (day, gone, new[:2]) for day, gone, new in asks
    ]
    assert any(day == "2021-03-09" and new == ["certain"] for day, _, new in asks)


def test_the_way_back_exchanges_gone_and_new(before: Path, moved: Path) -> None:
    there, back = run(before, moved), run(moved, before)
    assert (there.added, there.removed) == (back.removed, back.added)
    told = {(item.question.name, *item.given.items()): (item.gone, item.new) for item in there.answers}
    assert told == {(item.question.name, *item.given.items()): (item.new, item.gone) for item in back.answers}


def test_other_passages_alone_are_other_sources_not_another_answer(
    before: Path, write_state: WriteState
) -> None:
    edits: Edits = {
        "sources/alpha.yaml": (
            ("stated: Ngày 10/3/2021, at: [110, 124]", "stated: Ngày 10/3/2021, at: [111, 125]"),
        )
    }
    found = run(before, write_state("passage", edits), ["events"])
    whole = next(change for change in found.answers if not change.given)
    assert (whole.gone, whole.new) == ((), ())
    assert [row["event_id"].rpartition("/")[2] for row in whole.evidence] == ["meeting"]
    assert len(found.answers) == 1


def test_a_thing_that_one_graph_lacks_has_only_new_rows(before: Path, write_state: WriteState) -> None:
    edits: Edits = {
        "registry/people.yaml": (("id: tran-van-an", "id: tran-van-anh"),),
        "sources/alpha.yaml": (
            ("- person: tran-van-an", "- person: tran-van-anh"),
            ("{person: tran-van-an, role", "{person: tran-van-anh, role"),
            ("from: {person: tran-van-an}", "from: {person: tran-van-anh}"),
        ),
        "sources/beta.yaml": (
            ("- person: tran-van-an", "- person: tran-van-anh"),
            ("{person: tran-van-an, role", "{person: tran-van-anh, role"),
        ),
    }
    found = run(before, write_state("other", edits), ["career"])
    by_person = {change.given["person"].rpartition("/")[2]: change for change in found.answers}
    assert (by_person["tran-van-an"].new, by_person["tran-van-anh"].gone) == ((), ())
    assert len(by_person["tran-van-an"].gone) == len(by_person["tran-van-anh"].new) > 1


def test_without_questions_no_question_is_asked(before: Path, moved: Path) -> None:
    found = run(before, moved, bounds=Bounds(questions=False))
    assert found.records
    assert (found.answers, found.asked) == ((), 0)


def test_a_question_over_its_limit_is_named_and_hides_no_other(before: Path, moved: Path) -> None:
    found = run(before, moved, ["events", "sources-of"], bounds=Bounds(seconds=1e-9))
    assert found.answers == ()
    assert {item.question.name for item in found.failed} == {"events", "sources-of"}
    assert all(item.reason for item in found.failed)
    assert "Not compared" in to_markdown(found, "en")
    ways = [(item.question.name, *item.given) for item in found.failed]
    assert len(ways) == len(set(ways)) == found.asked
    assert found.unasked > 0


def test_when_the_time_is_up_nothing_more_is_asked_and_it_is_told(before: Path, moved: Path) -> None:
    found = run(before, moved, bounds=Bounds(total=-1))
    assert (found.answers, found.asked) == ((), 0)
    assert found.unasked > 50
    assert f"{found.unasked} more were not asked" in to_markdown(found, "en")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_markdown_is_as_it_was(before: Path, moved: Path, lang: Language) -> None:
    text = to_markdown(run(before, moved, ["career", "events"], lang), lang)
    # The versions change with every term of the ontology, whatever the records say.
    for folder, version in ((before, "version-1"), (moved, "version-2")):
        text = text.replace(read_manifest(folder).data_version, version)
    assert text == (GOLDEN / f"moved.{lang}.md").read_text("utf-8")


def rendered(text: str) -> tuple[list[str], list[str]]:
    """HTML that is not ours, and the texts of all cells, as CommonMark with tables reads them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    kinds = {child.type for child in inline} - {"text", "text_special", "softbreak"}
    blocks = [token.content for token in tokens if token.type == "html_block"]
    texts = [token.content for token in tokens if token.type == "inline"]
    return [*sorted(kinds), *blocks], texts


def test_a_hostile_name_stands_for_itself_in_markdown(before: Path, renamed: Path) -> None:
    text = to_markdown(run(before, renamed, ["events"]), "en")
    structure, _ = rendered(text)
    assert all(item.strip() == "</details>" or item.startswith("<details><summary>") for item in structure)
    assert not any(sign in text for sign in ("<img", "@everyone", "#1 ", "](", "`", "https://x", "www.y"))
    cells = [
        "".join(child.content for child in token.children or ())
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.type == "inline"
    ]
    assert any(cell.replace("\u200b", "") == f"“{HOSTILE}”@en" for cell in cells)


@pytest.mark.parametrize(
    "text", ["a\\", "*a* _b_", "<!-- x -->", "&amp; &lt;", "| a | b |", "1. a", "- a", "# a", "$x$"]
)
def test_markdown_gives_back_what_was_escaped(text: str) -> None:
    token = MarkdownIt("commonmark").enable("table").parse(f"x {escape(text)}")[1]
    assert "".join(child.content for child in token.children or ()) == f"x {text}"
