from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Finding, Position
from kg.rdf.context import UNKNOWN_DAYS, Days
from kg.rdf.derive_tenures import Tenure, derive_tenures
from kg.rdf.tenure_evidence import TenureEvidence

POST = "p/peoples-committee/chair"
DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def seen(
    person: str,
    first: date,
    last: date | None = None,
    *,
    capacity: str = "full",
    spell: str = "",
    status: str = "stated",
    post: str = POST,
    source: str = "s",
    begins: Days = UNKNOWN_DAYS,
    ends: Days = UNKNOWN_DAYS,
) -> TenureEvidence:
    return TenureEvidence(
        person,
        post,
        capacity,
        "",
        spell,
        Days(first, last or first, status),
        begins,
        ends,
        (f"https://e/{person}/{first}",),
        Position("d.yaml", 1, 1),
        source,
    )


def derived(
    *evidence: TenureEvidence, singular: Sequence[str] = (POST,)
) -> tuple[dict[str, Tenure], list[Finding]]:
    findings: list[Finding] = []
    found = derive_tenures(evidence, singular, findings)
    return {f"{item.person}/{item.capacity}/{item.spell}": item for item in found}, findings


def test_one_observation_gives_two_bounds_and_nothing_else() -> None:
    found, findings = derived(seen("a", date(2024, 4, 23)))
    tenure = found["a/full/"]
    assert (tenure.latest_start, tenure.earliest_end) == (date(2024, 4, 23), date(2024, 4, 24))
    assert (tenure.earliest_start, tenure.latest_end) == (None, None)
    assert not findings


def test_a_bounded_observation_makes_no_day_certain() -> None:
    found, _ = derived(seen("a", date(2021, 1, 1), date(2021, 6, 10), status="bounded"))
    tenure = found["a/full/"]
    assert (tenure.latest_start, tenure.earliest_end) == (date(2021, 6, 10), date(2021, 1, 2))
    assert not tenure.certain


def test_two_observations_join_and_the_days_between_are_certain() -> None:
    found, _ = derived(seen("a", date(2020, 1, 5)), seen("a", date(2022, 3, 1)))
    tenure = found["a/full/"]
    assert (tenure.latest_start, tenure.earliest_end) == (date(2020, 1, 5), date(2022, 3, 2))


def test_a_certain_holder_bounds_the_others_of_a_singular_post_only() -> None:
    evidence = (seen("a", date(2020, 1, 5)), seen("b", date(2022, 3, 1)))
    found, _ = derived(*evidence)
    assert found["a/full/"].latest_end == date(2022, 3, 1)
    assert found["b/full/"].earliest_start == date(2020, 1, 6)
    assert found["a/full/"].derived == {"latestEnd"}
    unbounded, _ = derived(*evidence, singular=())
    assert unbounded["a/full/"].latest_end is None


def test_a_return_without_a_spell_is_a_finding() -> None:
    evidence = (seen("a", date(2020, 1, 1)), seen("b", date(2021, 1, 1)), seen("a", date(2022, 1, 1)))
    _, findings = derived(*evidence)
    assert [finding.rule for finding in findings] == ["spell"]
    assert "b held it on 2021-01-01" in findings[0].message


def test_a_named_return_is_a_tenure_of_its_own() -> None:
    evidence = (
        seen("a", date(2020, 1, 1)),
        seen("b", date(2021, 1, 1)),
        seen("a", date(2022, 1, 1), spell="second"),
    )
    found, findings = derived(*evidence)
    assert not findings
    assert found["a/full/"].latest_end == date(2021, 1, 1)
    assert found["a/full/second"].earliest_start == date(2021, 1, 2)
    assert found["a/full/second"].iri.endswith("/tenure/a/full/second")


def test_another_capacity_between_is_a_return_too() -> None:
    evidence = (
        seen("a", date(2020, 1, 1)),
        seen("a", date(2021, 1, 1), capacity="acting"),
        seen("a", date(2022, 1, 1)),
    )
    _, findings = derived(*evidence)
    assert [finding.rule for finding in findings] == ["spell"]


def test_an_inferred_year_marks_the_tenure() -> None:
    found, _ = derived(seen("a", date(2023, 6, 13), status="year-inferred"))
    assert found["a/full/"].inferred


@given(st.lists(st.tuples(DAYS, st.integers(0, 400)), min_size=1, max_size=6))
def test_no_observation_contradicts_the_bounds(spans: list[tuple[date, int]]) -> None:
    evidence = [seen("a", first, first + length * DAY, status="bounded") for first, length in spans]
    found, _ = derived(*evidence)
    tenure = found["a/full/"]
    assert tenure.latest_start is not None
    assert tenure.earliest_end is not None
    for item in evidence:
        assert item.observed.latest is not None
        assert item.observed.earliest is not None
        assert tenure.latest_start <= item.observed.latest
        assert tenure.earliest_end > item.observed.earliest


@given(st.permutations([("a", 2020), ("b", 2021), ("c", 2022), ("c", 2023)]))
def test_the_order_of_the_sources_changes_nothing(order: list[tuple[str, int]]) -> None:
    found, _ = derived(*(seen(person, date(year, 1, 1)) for person, year in order))
    straight, _ = derived(*(seen(person, date(year, 1, 1)) for person, year in sorted(order)))
    assert found == straight


def on(day: date) -> Days:
    return Days(day, day, "stated")


def bounds(tenure: Tenure) -> tuple[date | None, date | None, date | None, date | None]:
    return tenure.earliest_start, tenure.latest_start, tenure.earliest_end, tenure.latest_end


def test_an_end_that_another_source_contradicts_is_left_open() -> None:
    first = seen("an", date(2020, 1, 1), source="a", ends=on(date(2020, 5, 1)))
    found, _ = derived(first, seen("an", date(2020, 6, 1), source="b"))
    assert bounds(found["an/full/"]) == (None, date(2020, 1, 1), date(2020, 5, 1), None)


def test_a_start_that_another_source_contradicts_is_left_open() -> None:
    first = seen("an", date(2020, 6, 1), source="a", begins=on(date(2020, 5, 1)))
    found, _ = derived(first, seen("an", date(2020, 4, 1), source="b"))
    assert bounds(found["an/full/"]) == (None, date(2020, 5, 1), date(2020, 6, 2), None)


def test_what_one_source_says_against_itself_stays() -> None:
    first = seen("an", date(2020, 1, 1), source="a", ends=on(date(2020, 5, 1)))
    found, _ = derived(first, seen("an", date(2020, 6, 1), source="a"))
    assert bounds(found["an/full/"]) == (None, date(2020, 1, 1), date(2020, 6, 2), date(2020, 5, 1))


@given(
    st.lists(st.tuples(DAYS, st.sampled_from("abc"), st.sampled_from("sbe"), DAYS), min_size=1, max_size=5)
)
def test_bounds_are_in_order_unless_a_source_contradicts_itself(
    told: list[tuple[date, str, str, date]],
) -> None:
    evidence = [
        seen(
            "an",
            day,
            source=f"{source}{number}",
            begins=on(other) if kind == "b" and other <= day else UNKNOWN_DAYS,
            ends=on(other) if kind == "e" and other > day else UNKNOWN_DAYS,
        )
        for number, (day, source, kind, other) in enumerate(told)
    ]
    found, _ = derived(*evidence, singular=())
    start, latest_start, earliest_end, end = bounds(found["an/full/"])
    assert start is None or latest_start is None or start <= latest_start
    assert earliest_end is None or end is None or earliest_end <= end
    assert start is None or end is None or start < end
