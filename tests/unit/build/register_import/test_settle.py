"""Names of the merge list that several units bear: told by the other names, or left open."""

from __future__ import annotations

import pytest
from tests.unit.build.register_import.conftest import Follow

from kg.build.register_import.lists import Entry
from kg.build.register_import.merge_units import Plan, Pool
from kg.build.register_import.merge_words import parse_words
from kg.build.register_import.settle import settle

UNITS = [
    ("06001", "Xã Tân Lập", "185"),
    ("06002", "Xã Vũ Lễ", "185"),
    ("06003", "Xã Hồng Thái", "185"),
    ("06004", "Phường Xuân Hòa", "185"),
    ("06005", "Xã Kan Hồ", "185"),
    ("06011", "Xã Tân Lập", "186"),
    ("06012", "Xã Vũ Sơn", "186"),
    ("06013", "Xã Hồng Thái", "186"),
    ("06014", "Xã Xuân Hòa", "186"),
]

Found = list[list[tuple[str, str]]]


def resolved(follow: Follow, *lines: str) -> Found:
    """Per line: (code, rule) of each name, code empty where it stays open."""
    history, _ = follow(UNITS)
    pool = Pool([*history.standing(3), *history.standing(2)])
    entry = Entry("1", 3, "xã", "Mới", "Mới", "20", "20")
    plans = [Plan(entry, [pool.claim(named) for named in parse_words(line)], pool) for line in lines]
    settle(plans)
    return [
        [(c.found.entry.code if c.found else "", c.rule if c.found else "") for c in p.claims] for p in plans
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Xã Vũ Lễ", [("06002", "name")]),
        ("Xã Tân Lập (huyện E)", [("06011", "district")]),
        ("Xã Vũ Lế", [("06002", "spelling")]),
        ("Thị trấn Vũ Sơn", [("06012", "type")]),
        ("Xã Tân Lập, Xã Vũ Lễ", [("06001", "neighbours"), ("06002", "name")]),
        ("Xã Tân Lập, Xã Hồng Thái (huyện E)", [("06011", "following"), ("06013", "district")]),
        ("Xã Can Hồ, Xã Vũ Lễ", [("06005", "closest"), ("06002", "name")]),
        ("Huyện D", [("185", "name")]),
    ],
)
def test_a_name_is_told_by_a_rule(follow: Follow, line: str, found: list[tuple[str, str]]) -> None:
    assert resolved(follow, line) == [found]


@pytest.mark.parametrize(
    "line", ["Xã Tân Lập", "Thôn Nà Lừa", "Xã Tân Lập (huyện X)", "Xã Tân Lập, Xã Vũ Lễ, Xã Vũ Sơn"]
)
def test_what_nothing_tells_stays_open(follow: Follow, line: str) -> None:
    ((first, *_),) = resolved(follow, line)
    assert first == ("", "")


def test_the_last_namesake_is_told_by_elimination(follow: Follow) -> None:
    assert resolved(follow, "Xã Tân Lập, Xã Vũ Lễ", "Xã Tân Lập") == [
        [("06001", "neighbours"), ("06002", "name")],
        [("06011", "left over")],
    ]


def test_two_names_for_one_that_is_left_stay_open(follow: Follow) -> None:
    lines = resolved(follow, "Xã Tân Lập, Xã Vũ Lễ", "Xã Tân Lập", "Xã Tân Lập")
    assert lines[1:] == [[("", "")], [("", "")]]


def test_a_wrong_type_that_names_another_unit_is_mended(follow: Follow) -> None:
    # "Xã Xuân Hòa" beside units of D is its ward; the commune Xuân Hòa of E is named by another line.
    lines = resolved(follow, "Xã Vũ Lễ, Xã Hồng Thái (huyện D), Xã Xuân Hòa", "Xã Xuân Hòa, Xã Vũ Sơn")
    assert lines[0][-1] == ("06004", "type")
    assert lines[1][0] == ("06014", "name")
