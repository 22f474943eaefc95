"""JSON Schemas of records: true to the reader, and strict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.records.dossier_types import DOSSIER
from kg.records.fields import RecordType, part, text
from kg.records.files import registry_file
from kg.records.json_schema import schema_files, schema_of
from kg.records.registry_types import REGISTRIES

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData


def load(path_text: str) -> Any:
    return yaml.load(path_text, Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays a string


@pytest.mark.parametrize("name", ["dossier.json", *(f"{name}.json" for name in REGISTRIES)])
def test_every_file_is_a_schema_of_2020_12(name: str) -> None:
    schema = yaml.safe_load(schema_files()[name])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for item in schema.values() for found in objects(item)]


def test_no_object_is_open_and_every_field_is_told_in_both_languages() -> None:
    found = objects(schema_of(DOSSIER))
    assert len(found) > 40
    assert all(item["additionalProperties"] is False for item in found)
    source = schema_of(DOSSIER)["$defs"]["source"]["properties"]
    assert source["kind"]["description"] == "loại — kind"
    assert source["kind"]["enum"] == ["news-article", "notice", "decision", "resolution", "report"]


def test_the_small_dossier_fits_and_its_registries_too(small: SmallData) -> None:
    validator = Draft202012Validator(schema_of(DOSSIER))
    assert list(validator.iter_errors(load(small.file.read_text(encoding="utf-8")))) == []
    for path in sorted(small.data.glob("registry/*.yaml")):
        registry = Draft202012Validator(schema_of(registry_file(path.stem)))
        assert list(registry.iter_errors(load(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("kind: news-article", "kind: novel", ["source", "kind"]),
        ("  language: vi\n", "", ["source"]),
        ("  language: vi\n", "  language: vi\n  colour: red\n", ["source"]),
        ("characters: ", "characters: about ", ["source", "characters"]),
        ("on: 2020-06-05", "on: 5/6/2020", ["events"]),
        ("value: 60\n", "value: sixty\n", ["figures"]),
        ("{unit: an.thi-xa.binh, said", "{unit: an.thi-xa.binh, site: here, said", ["places"]),
        ("id: an-2020-06-05-meeting", "id: An 2020", ["source", "id"]),
        ("title: {vi: Cuộc họp của tỉnh An, en: Meeting of An}", "title: Meeting", ["events"]),
        ("at: [23, 36]", "at: [23]", ["events"]),
    ],
)
def test_a_bad_file_fails(small: SmallData, old: str, new: str, where: list[str]) -> None:
    small.spoil(old, new)
    errors = list(Draft202012Validator(schema_of(DOSSIER)).iter_errors(load(small.file.read_text("utf-8"))))
    assert errors
    assert all(list(error.absolute_path)[: len(where)] == where for error in errors)


def test_a_registry_holds_a_list() -> None:
    validator = Draft202012Validator(yaml.safe_load(schema_files()["roles.json"]))
    role = {"id": "chair", "label": {"vi": "Chủ tịch", "en": "chair"}}
    assert validator.is_valid({"roles": [role]})
    assert not validator.is_valid({"roles": role})
    assert not validator.is_valid({"rolls": [role]})


def of_type(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$defs": schema_of(DOSSIER)["$defs"], "$ref": f"#/$defs/{name}"})


@pytest.mark.parametrize("value", ["12", 12, "1.5", 1.5, "-3"])
@pytest.mark.parametrize("complete", [True, "true", "not-stated"])
def test_values_may_bear_quotes_or_not(value: object, complete: object) -> None:
    common = {"id": "v", "measure": "level", "in": "person", "stated": "12", "at": [1, "3"]}
    assert of_type("value").is_valid({**common, "value": value, "complete": complete})


@pytest.mark.parametrize("wrong", [{"value": "1,5"}, {"complete": "maybe"}, {"at": [[1, 2], 3]}, {"at": []}])
def test_wrong_values_are_refused(wrong: dict[str, object]) -> None:
    common = {"id": "v", "measure": "level", "value": "1", "in": "person", "stated": "12", "at": [1, 3]}
    assert of_type("value").is_valid(common)
    assert not of_type("value").is_valid({**common, **wrong})


def test_short_forms_fit() -> None:
    validator = of_type("period")
    assert validator.is_valid({"id": "h1", "from": "2020-01-01", "until": {"latest": "2020-07-01"}})
    assert not validator.is_valid({"id": "h1", "from": "spring"})


def test_two_tables_of_one_name_are_refused() -> None:
    one = RecordType("thing", (text("a", "?", None, "a", "a"),))
    other = RecordType("thing", (text("b", "?", None, "b", "b"),))
    both = RecordType("both", (part("x", "?", None, one, "x", "x"), part("y", "?", None, other, "y", "y")))
    with pytest.raises(ValueError, match="two field tables are called 'thing'"):
        schema_of(both)
