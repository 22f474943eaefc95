"""The curated records: every committed dossier and registry is right, canonical and fits its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.rdf.ontology import value_definitions
from kg.records.check import Checked, check_records
from kg.records.coverage import cover
from kg.records.files import record_files, record_type_of
from kg.records.fmt import WIDTH, format_text
from kg.records.json_schema import schema_files
from kg.records.spans import read_source_text

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
FILES = record_files(DATA)
NAMES = [path.relative_to(DATA).as_posix() for path in FILES]


class EditorLoader(yaml.SafeLoader):
    """Types scalars as editors do, which follow YAML 1.2: numbers and truth values, but no days."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to choose resolvers
        first: [pair for pair in pairs if pair[0].rpartition(":")[2] in {"int", "float", "bool", "null"}]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        if first not in "oOyYnN"  # on, off, yes and no are words there
    }


@pytest.fixture(scope="module")
def checked(sources: Path) -> Checked:
    return check_records(DATA, sources)


def test_there_are_five_dossiers_and_their_registries() -> None:
    assert sum(name.startswith("sources/") for name in NAMES) >= 5
    assert sum(name.startswith("registry/") for name in NAMES) == 13


def test_all_records_are_right_without_the_texts() -> None:
    assert check_records(DATA).findings == ()


def test_all_records_agree_with_the_texts(checked: Checked) -> None:
    assert checked.findings == ()


def test_every_dossier_has_its_text(checked: Checked, sources: Path) -> None:
    missing = [item.id for item in checked.dataset.dossiers if read_source_text(sources, item) is None]
    assert missing == []


def test_a_shifted_position_is_told(checked: Checked, sources: Path, tmp_path: Path) -> None:
    """The check sees what it is for: one name moved by one character."""
    name = "lang-son-2020-05-27-monthly-meeting.yaml"
    text = (DATA / "sources" / name).read_text(encoding="utf-8")
    assert text.count("[193, 206]") == 1
    spoilt = tmp_path / name
    spoilt.write_text(text.replace("[193, 206]", "[194, 207]"), encoding="utf-8")
    rules = {finding.rule for finding in check_records(DATA, sources, [spoilt]).findings}
    assert rules == {"X18", "R9"}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_file_is_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text, record_type_of(path), path.name) == text
    long = [line for line in text.splitlines() if len(line) > WIDTH]
    assert all(line.lstrip().startswith(("stated: ", "vi: ", "en: ", "- stated: ")) for line in long)


@pytest.mark.parametrize("name", sorted(schema_files()))
def test_every_schema_is_fresh(name: str) -> None:
    committed = (DATA / "schema" / name).read_text(encoding="utf-8")
    assert committed == schema_files(value_definitions(ROOT / "ontology"))[name], "run kg schema"


def test_no_schema_is_left_over() -> None:
    assert sorted(path.name for path in (DATA / "schema").iterdir()) == sorted(schema_files())


@pytest.mark.parametrize("loader", [yaml.BaseLoader, EditorLoader], ids=["strings", "as-editors"])
@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_file_fits_its_schema(path: Path, loader: Any) -> None:
    name = path.stem if path.parent.name == "registry" else "dossier"
    schema = yaml.safe_load((DATA / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    tree = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(tree)]
    assert errors == []


def test_every_sentence_has_a_claim_or_a_reason_for_none(checked: Checked, sources: Path) -> None:
    """Mentions do not count; what is left over is heading, boilerplate, exhortation or page furniture."""
    left = {}
    for dossier in checked.dataset.dossiers:
        text = read_source_text(sources, dossier)
        assert text is not None
        found = cover(dossier, text)
        left[found.source] = found.open
        assert found.claimed + found.excused == found.sentences
        assert found.share > 0.85
    assert left == dict.fromkeys(left, ())
    assert len(left) == 5


def test_a_passage_that_takes_in_the_next_sentence_is_told(sources: Path, tmp_path: Path) -> None:
    name = "lang-son-2020-05-27-monthly-meeting.yaml"
    text = (DATA / "sources" / name).read_text(encoding="utf-8")
    assert text.count("at: [415, 589]") == 1
    spoilt = tmp_path / name
    spoilt.write_text(text.replace("at: [415, 589]", "at: [415, 620]"), encoding="utf-8")
    [found] = check_records(DATA, sources, [spoilt]).findings
    assert (found.rule, found.field) == ("passage-sentence", "findings[0].at")
    assert "each as a passage: [[415, 590], [591, 620]]" in found.message
