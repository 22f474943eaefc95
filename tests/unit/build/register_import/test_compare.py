"""From one list to the next: what is taken for the same unit, and what is left open rather than guessed."""

from __future__ import annotations

import pytest
from tests.unit.build.register_import.conftest import Follow, spelled

A, B, C = ("06001", "Xã A", "185"), ("06002", "Xã B", "185"), ("06003", "Xã C", "186")


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (("06009", "Xã A", "185"), ("re-code", ["xã A: whole"], "xã A", True)),
        (("06001", "Thị trấn A", "185"), ("type-change", ["xã A: whole"], "thị trấn A", True)),
        (("06001", "Xã Z", "185"), ("rename", ["xã A: whole"], "xã Z", True)),
        (("06001", "Thị trấn Z", "185"), ("rename", ["xã A: whole"], "thị trấn Z", True)),
    ],
)
def test_a_unit_goes_on_where_nothing_ended_beside_it(
    follow: Follow, after: tuple[str, str, str], change: tuple[str, list[str], str, bool]
) -> None:
    history, reports = follow([A, B], [after, B])
    assert [spelled(each) for each in history.changes] == [change]
    assert len(history.units) == 1 + 3 + 2
    assert reports[0].undecided == []
    old, new = next(unit for unit in history.units if len(unit.versions) == 2).versions
    assert old.end == new.start


@pytest.mark.parametrize("spelling", ["Xã  a", "xã Á", "Xã À"])
def test_another_spelling_is_no_change(follow: Follow, spelling: str) -> None:
    history, _ = follow([A, B], [("06001", spelling, "185"), B])
    assert history.changes == []
    version = history.standing(3)[0]
    assert len(version.written) == 2
    assert len(version.seen) == 2


def test_a_code_under_a_new_name_while_others_ended_is_a_new_unit_and_open(follow: Follow) -> None:
    history, reports = follow([A, B, C], [("06001", "Xã Z", "185"), C])
    assert sorted(spelled(change) for change in history.changes) == [
        ("abolition", ["xã B: whole"], "", False),
        ("merge", ["xã A: unknown"], "xã Z", False),
    ]
    assert len(reports[0].undecided) == 2


def test_a_changed_type_while_others_ended_goes_on_but_is_open(follow: Follow) -> None:
    history, _ = follow([A, B], [("06001", "Thị trấn A", "185")])
    assert ("type-change", ["xã A: whole"], "thị trấn A", False) in map(spelled, history.changes)
    assert len(history.standing(3)[0].unit.versions) == 2


def test_what_ended_in_another_district_does_not_matter(follow: Follow) -> None:
    history, _ = follow([A, B, C], [("06001", "Xã Z", "185"), B])
    assert ("rename", ["xã A: whole"], "xã Z", True) in map(spelled, history.changes)


def test_a_commune_in_another_district_was_transferred(follow: Follow) -> None:
    history, _ = follow([A, B, C], [("06001", "Xã A", "186"), B, C])
    assert [spelled(change) for change in history.changes] == [("transfer", ["xã A: whole"], "xã A", True)]
    first, second = next(unit for unit in history.units if len(unit.versions) == 2).versions
    assert [first.parent, second.parent] == history.standing(2)


def test_districts_are_joined_split_and_made_by_their_communes(follow: Follow) -> None:
    before = [("20", "Tỉnh P", ""), ("185", "Huyện D", "20"), ("186", "Huyện E", "20"), A, B, C]
    joined = [("20", "Tỉnh P", ""), ("185", "Huyện D", "20"), A, B, ("06003", "Xã C", "185")]
    split = [*joined[:2], ("187", "Quận F", "20"), A, ("06002", "Xã B", "187"), ("06003", "Xã C", "185")]
    history, reports = follow(before, joined, split, above=())
    assert sorted(spelled(change) for change in history.changes) == [
        ("merge", ["huyện D: whole", "huyện E: whole"], "huyện D", True),
        ("split", ["huyện D: part"], "huyện D", True),
        ("split", ["huyện D: part"], "quận F", True),
        ("transfer", ["xã B: whole"], "xã B", True),
        ("transfer", ["xã C: whole"], "xã C", True),
    ]
    assert [report.undecided for report in reports] == [[], []]
    for version in history.versions:
        parent = version.parent
        if parent is not None and parent.end is not None:
            assert version.end is not None
            assert version.end.day <= parent.end.day
            assert version.start.day >= parent.start.day
