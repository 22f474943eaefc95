from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.negotiation import choose, read_accept

OFFERS = ["text/html", "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json;q=0.6", "application/ld+json"),
        ("text/*;q=0.5, application/ld+json;q=0.4", "text/html"),
        ("text/html;q=0.1, */*;q=0.5", "text/turtle"),
        ("application/*, */*", "application/ld+json"),
        ("text/turtle;charset=utf-8;q=0.9, text/html;q=0.8", "text/turtle"),
        ("text/html;q=0, text/turtle;q=0.001", "text/turtle"),
        ("text/html;q=2, text/turtle;q=0.1", "text/turtle"),
        ("text/html;q=, text/turtle", "text/turtle"),
        ("*/html, text/turtle", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("nonsense", None),
    ],
)
def test_choice(header: str | None, expected: str | None) -> None:
    assert choose(header, OFFERS) == expected


@given(st.text(max_size=200))
def test_any_header_gives_an_offer_or_none(header: str) -> None:
    assert choose(header, OFFERS) in (*OFFERS, None)
    assert all(0 <= item.quality <= 1 for item in read_accept(header))


@given(st.permutations(OFFERS), st.lists(st.integers(1, 999), min_size=3, max_size=3, unique=True))
def test_the_highest_quality_wins_in_any_order(order: list[str], qualities: list[int]) -> None:
    header = ", ".join(f"{offer};q=0.{quality:03}" for offer, quality in zip(order, qualities, strict=True))
    assert choose(header, OFFERS) == order[qualities.index(max(qualities))]
