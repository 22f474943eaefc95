from __future__ import annotations

import re
from pathlib import Path

from kg.views.kinds import KINDS, kind_of
from kg.vocab import KG

STATIC = Path(__file__).parents[3] / "src" / "kg" / "web" / "static"


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out_from_the_paper() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 : 1, so that a colour may carry text too."""
    assert {kind.name: contrast(kind.colour, "#fbfaf6") for kind in KINDS.values()}
    assert all(contrast(kind.colour, "#fbfaf6") >= 4.5 for kind in KINDS.values())


def test_the_style_sheet_has_the_same_colours_and_bright_ones_for_the_dark() -> None:
    css = (STATIC / "diaban.css").read_text("utf-8")
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    spelled = dict(re.findall(r"--k-(\w+): (#\w{6});", light))
    assert spelled == {name: KINDS[name].colour for name in spelled}
    bright = dict(re.findall(r"--k-(\w+): (#\w{6});", dark.partition("}\n}")[0]))
    assert set(bright) == set(spelled)
    assert all(contrast(colour, "#1a2023") >= 4.5 for colour in bright.values())


def test_the_text_colours_pass_in_both_schemes() -> None:
    css = (STATIC / "diaban.css").read_text("utf-8")
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    for part, paper in ((light, "#f3efe5"), (dark.partition("}\n}")[0], "#1f272a")):
        names = ("color", "muted-color", "primary", "primary-hover")
        colours = {name: re.findall(rf"--pico-{name}: (#\w{{6}});", part)[0] for name in names}
        assert {name for name, colour in colours.items() if contrast(colour, paper) < 4.5} == set()


def test_the_first_kind_that_fits_decides() -> None:
    assert kind_of([str(KG.Delegation), str(KG.Organisation)]).name == "delegation"
    assert kind_of([str(KG.Claim)]).name == "other"
    assert all(kind.label("vi") and kind.label("en") for kind in KINDS.values())
