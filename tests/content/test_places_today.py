"""Questions in both geographies: places of today find what happened in the units that became them."""

from __future__ import annotations

from tests.content.conftest import Ask

VISIT = "https://w3id.org/diaban/id/source/cao-bang-2021-06-10-hoa-an/event/field-check"


def test_a_commune_of_today_finds_a_visit_to_the_township_that_became_it(ask: Ask) -> None:
    today = ask("who-inspected-where", place="xã Hòa An, tỉnh Cao Bằng").rows
    then = ask("who-inspected-where", place="thị trấn Nước Hai").rows
    assert {row["event_id"] for row in today} == {row["event_id"] for row in then} == {VISIT}
    # The answer says by which change, with its legal basis; asked by the name of then, there is none to tell.
    told = ["2025-07-01, nhập: thị trấn Nước Hai → xã Hòa An (Nghị quyết 1657/NQ-UBTVQH15)"]
    assert {tuple(row["by_change"]) for row in today} == {tuple(told)}
    assert all("by_change" not in row for row in then)
    change = "https://w3id.org/diaban/id/unit-change/cao-bang.xa.hoa-an/merge"
    for row in today:
        assert change in {source.get("version") for source in row["sources"]}
    # The answer names the place as it was called then.
    assert {row["place"] for row in today if row["place_level"] != "site"} == {"thị trấn Nước Hai"}


def test_the_change_and_its_legal_basis_say_what_a_place_became(ask: Ask) -> None:
    (row,) = ask("unit-history", unit="thị trấn Nước Hai").rows
    assert (row["valid_until"], row["became"]) == ("2025-07-01", ["xã Hòa An"])
    bases = {source["version"].rpartition("/id/")[2]: source["legal_basis"] for source in row["sources"]}
    assert bases["unit-change/cao-bang.xa.hoa-an/merge"] == "Nghị quyết 1657/NQ-UBTVQH15"


def test_a_unit_that_kept_its_name_is_found_in_both(ask: Ask) -> None:
    rows = ask("who-inspected-where", place="xã Vũ Lăng", from_="2022", to="2022").rows
    assert {row["place"] for row in rows if row["place_level"] != "site"} == {"xã Vũ Lăng"}
    history = ask("unit-history", unit="xã Vũ Lăng").rows
    assert [row["within"] for row in history] == ["huyện Bắc Sơn", "tỉnh Lạng Sơn"]
