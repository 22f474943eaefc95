"""``kg synth``: the same bytes for the same seed, sound records of every kind, in canonical form."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.unit.bench.conftest import DATA, EVENTS, SEED
from typer.testing import CliRunner

from kg.bench.synth import synthesise
from kg.cli.main import app
from kg.errors import InputError
from kg.records.check import check_records
from kg.records.coverage import cover
from kg.records.dataset import Dataset, read_dataset
from kg.records.files import record_files, record_type_of
from kg.records.fmt import format_text
from kg.records.model import Record
from kg.text.canonical import match_key


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    made: Path, reference: Dataset, tmp_path: Path
) -> None:
    synthesise(reference, EVENTS, SEED, tmp_path / "again")
    assert content(tmp_path / "again") == content(made)
    synthesise(reference, EVENTS, SEED + 1, tmp_path / "other")
    assert content(tmp_path / "other").keys() != content(made).keys()


def test_nothing_is_wrong_with_the_records_not_even_against_their_texts(made: Path) -> None:
    checked = check_records(made, made / "texts")
    assert checked.findings == ()
    assert len(checked.dataset.dossiers) == len(list(made.glob("texts/*.txt")))


def test_positions_are_really_compared_with_the_texts(made: Path, tmp_path: Path) -> None:
    """A text in which a title has changed by one letter is found, so agreement is no accident."""
    text = next(path for path in sorted(made.glob("texts/*.txt")) if "Chủ tịch" in path.read_text("utf-8"))
    for path in made.glob("texts/*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / text.name).write_text(text.read_text("utf-8").replace("Chủ tịch", "Chủ tọa"), "utf-8")
    found = check_records(made, tmp_path).findings
    assert {finding.rule for finding in found} == {"source-file"}
    assert all(text.stem in finding.position.file for finding in found)


def test_every_file_is_canonical(made: Path) -> None:
    for path in record_files(made):
        text = path.read_text("utf-8")
        assert format_text(text, record_type_of(path), path.name) == text, path


def test_every_sentence_has_a_claim(made: Path, dataset: Dataset) -> None:
    for dossier in dataset.dossiers:
        text = (made / "texts" / dossier.source.text("file")).read_text("utf-8")
        assert cover(dossier, text).open == (), dossier.id


def test_all_kinds_of_records_are_there(dataset: Dataset) -> None:
    kinds: Counter[str] = Counter()
    values: Counter[tuple[str, str]] = Counter()
    for dossier in dataset.dossiers:
        for record in dossier.record.walk():
            kinds[record.type.name] += 1
            values.update((key, value) for key in record.values for value in record.texts(key))
    wanted = (
        "person-use", "title", "org-use", "place-use", "within", "group", "period", "event", "delegation",
        "participant", "topic-use", "count", "finding", "figure", "value", "against", "directive", "task",
        "due", "document-use", "relation", "signature", "programme-use", "project-use", "amount", "petition",
        "response",
    )  # fmt: skip
    assert {name for name in wanted if not kinds[name]} == set()
    assert kinds["event"] == EVENTS
    assert {"acting", "deputy-in-charge"} <= {value for key, value in values if key == "capacity"}
    assert {"stated", "bounded", "year-inferred"} <= {value for key, value in values if key == "status"}
    assert {"amends", "supplements", "repeals"} & {value for key, value in values if key == "relation"}
    assert any(key == "same-as" for key, _ in values)


def test_namesakes_are_told_apart(dataset: Dataset) -> None:
    people = dataset.registries["people"]
    keys = Counter(match_key(person.text("name")) for person in people)
    shared = [person for person in people if keys[match_key(person.text("name"))] > 1]
    assert shared
    assert any("distinct-from" in person for person in shared)


def test_nobody_bears_the_name_of_a_recorded_official(dataset: Dataset, reference: Dataset) -> None:
    real = {match_key(person.text("name")) for person in reference.registries["people"]}
    made_up = {match_key(person.text("name")) for person in dataset.registries["people"]}
    assert real.isdisjoint(made_up)


def test_documents_amend_documents_that_amend_others(dataset: Dataset) -> None:
    amends: dict[str, list[str]] = {}
    for dossier in dataset.dossiers:
        for use in dossier.record.parts("documents"):
            amends.setdefault(use.text("document"), []).extend(_changed(use))
    chains = [later for later, earlier in amends.items() if any(amends.get(each) for each in earlier)]
    assert chains


def _changed(use: Record) -> list[str]:
    return [relation.text("document") for relation in use.parts("relations")]


def test_activity_is_uneven(dataset: Dataset) -> None:
    """Few lead often, most rarely: the most active tenth of the leaders leads at least a quarter."""
    leaders = Counter(
        participant.text("person")
        for dossier in dataset.dossiers
        for event in dossier.record.parts("events")
        for participant in event.parts("participants")
        if "leader" in participant.texts("role")
    )
    most = leaders.most_common(max(1, len(leaders) // 10))
    assert sum(count for _, count in most) * 4 >= sum(leaders.values())


def test_the_command_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty; name another folder"):
        CliRunner().invoke(
            app, ["synth", "--events", "3", "--data", str(DATA), str(tmp_path)], catch_exceptions=False
        )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_writes_records(tmp_path: Path) -> None:
    arguments = ["synth", "--events", "3", "--seed", "2", "--data", str(DATA), str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout.startswith("3 events in ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "register", "registry", "sources", "texts",
    ]  # fmt: skip
    assert list(tmp_path.glob(".synth-*")) == []


def test_a_failure_on_the_way_leaves_nothing(
    reference: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.bench.synth.writing.RecordsWriter.register", fail)
    with pytest.raises(OSError, match="No space left"):
        synthesise(reference, 3, 1, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_records_without_the_vocabularies_needed_are_refused(tmp_path: Path) -> None:
    small = DATA.parent / "tests" / "fixtures" / "small"
    with pytest.raises(InputError, match=r"roles\.yaml: lacks chief-of-office, deputy-chief-of-office, head"):
        synthesise(read_dataset(small, []), 3, 1, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
