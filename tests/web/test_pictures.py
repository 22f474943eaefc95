"""Pages look as they did: pictures of invented records in a real Chromium against those that are kept.

After a change that is meant, ``python -m tests.web.pictures`` takes the pictures anew; look at them before
you commit them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.web.pictures import (
    FOLDER,
    FOUND,
    SHOTS,
    TOLERANCE,
    Shot,
    compare,
    picture_site,
    read,
    steady_browser,
    take,
    write,
)

MOST_BYTES = 600_000
HOME, PERSON = SHOTS[0], next(shot for shot in SHOTS if shot.name == "person")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with picture_site(tmp_path_factory.mktemp("pictures")) as url:
        yield url


@pytest.fixture(scope="module")
def steady() -> Iterator[Browser]:
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not here: apt-get install chromium")
    with steady_browser() as browser:
        yield browser


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_page_looks_as_it_did(site: str, steady: Browser, shot: Shot) -> None:
    image = take(steady, site, shot)
    share, difference = compare(read(FOLDER / f"{shot.name}.png"), image)
    if share > TOLERANCE:
        write(image, FOUND / f"{shot.name}.new.png")
        write(difference, FOUND / f"{shot.name}.difference.png")
    assert share <= TOLERANCE, (
        f"{share:.2%} of {shot.address} looks otherwise: see {FOUND / shot.name}.new.png and "
        f"{shot.name}.difference.png beside it. If it is meant: python -m tests.web.pictures"
    )


@pytest.mark.parametrize(
    ("shot", "style"),
    [
        (HOME, ".cards a { padding: 1rem 1.2rem }"),
        (HOME, "button { background: #888 !important }"),
        (HOME, "h1 { color: #777 !important }"),
        (PERSON, "main { line-height: 1.65 }"),
        (PERSON, "svg { display: none !important }"),
        (PERSON, ".site-head nav a { display: none }"),
    ],
)
def test_a_small_change_of_the_style_is_seen(site: str, steady: Browser, shot: Shot, style: str) -> None:
    kept = read(FOLDER / f"{shot.name}.png")
    assert compare(kept, take(steady, site, shot, style))[0] > TOLERANCE


def test_two_pictures_of_one_page_are_far_inside_the_tolerance(site: str, steady: Browser) -> None:
    first, second = (take(steady, site, PERSON) for _ in range(2))
    assert compare(first, second)[0] <= TOLERANCE / 10


def test_the_pictures_are_those_of_the_list_and_small() -> None:
    files = list(FOLDER.glob("*"))
    assert {path.name for path in files} == {f"{shot.name}.png" for shot in SHOTS}
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
