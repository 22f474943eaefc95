"""Names of the whole register and of the records find their things, as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.register_names import missed_names

from kg.store.search import SearchIndex


@pytest.fixture(scope="module")
def index(snapshot: Path) -> SearchIndex:
    return SearchIndex(snapshot / "search.sqlite")


def test_names_of_the_register_find_their_units_without_accents(index: SearchIndex) -> None:
    # Each seventh of 9 839; python -m tests.soak.names asks for all.
    asked, missed = missed_names(index, every=7)
    assert asked > 1_000
    assert missed == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("duong xuan huyen", "Dương Xuân Huyên"),
        ("duong xuan huyne", "Dương Xuân Huyên"),
        ("lang son", "tỉnh Lạng Sơn"),
        ("langson", "tỉnh Lạng Sơn"),
        ("ha noi", "thành phố Hà Nội"),
        ("hanoi", "thành phố Hà Nội"),
        ("đồng nai", "thành phố Đồng Nai"),
        ("dong nai", "thành phố Đồng Nai"),
        ("Hoà An", "huyện Hòa An"),
        ("Hòa An", "huyện Hòa An"),
        ("UBND tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("HĐND tỉnh Lạng Sơn", "Hội đồng nhân dân tỉnh Lạng Sơn"),
        ("TP Lạng Sơn", "thành phố Lạng Sơn"),
    ],
)
def test_names_are_found_as_people_write_them(index: SearchIndex, text: str, label: str) -> None:
    assert index.search(text).hits[0].label == label


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("NQ 08", "document", "Nghị quyết 08"),
        ("NQ 8", "document", "Nghị quyết 08"),
        ("NTM", "programme", "nông thôn mới"),
        ("loc binh", "event", "Lộc Bình"),
        ("song bang", "site", "Sông Bằng"),
        ("chu tich", "post", "Chủ tịch"),
        ("cau qua song bang", "project", "Cầu qua sông Bằng"),
    ],
)
def test_every_kind_can_be_asked_for(index: SearchIndex, text: str, kind: str, words: str) -> None:
    page = index.search(text, kinds=[kind])
    assert page.total == page.facets[kind] > 0
    assert all(hit.kind == kind for hit in page.hits)
    assert words in page.hits[0].label
