"""Defects planted where the register, and what is said of places, must agree: each is found by its own rule.

All are planted at once in the register of all Vietnam and the five sources, every shape runs, and nothing but
the planted is found.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from tests.planted import Defect, plant
from tests.records import copy_records

from kg.build.check import check_everything
from kg.errors import Finding, FindingsError
from kg.records.register import read_register

ROOT = Path(__file__).resolve().parents[2]
CAO_BANG = "data/sources/cao-bang-2021-06-10-hoa-an.yaml"
INSPECTION = "data/sources/lang-son-2022-06-22-binh-gia-bac-son.yaml"
NOTICE = "data/sources/lang-son-2024-04-23-loc-binh-notice.yaml"
VERSIONS = "data/register/versions.csv"
PARTS = "data/register/change-parts.csv"
HOA_AN = "cao-bang.huyen.hoa-an"
DISTRICT_POST = "lang-son.huyen.loc-binh/peoples-committee/vice-chair"

OF_THE_GRAPH = (
    Defect(  # a visit in 2022 is said to be in what the commune became in 2025
        "X3",
        INSPECTION,
        "xa.vu-lang, visited: true, at: [3126",
        "xa.vu-lang, version: lang-son.bac-son.xa.vu-lang/v/2, visited: true, at: [3126",
        "lang-son.bac-son.xa.vu-lang/v/2",
        ("xã Vũ Lăng", "does not stand on 2022-06-22"),
    ),
    Defect(  # an exercise in 2021 is said to be in a commune of 2025
        "X3-none",
        CAO_BANG,
        "{unit: cao-bang.huyen.hoa-an, at: [1218, 1241]}",
        "{unit: cao-bang.xa.hoa-an, at: [1218, 1241]}",
        "cao-bang.xa.hoa-an, at: [1218, 1241]}",
        ("No version of xã Hòa An stands on 2021-01-01",),
    ),
    Defect(  # a commune of 2025 speaks at a meeting of 2021
        "X3-body",
        CAO_BANG,
        "{unit: cao-bang.huyen.hoa-an, role: speaker",
        "{unit: cao-bang.xa.hoa-an, role: speaker",
        "{unit: cao-bang.xa.hoa-an, role: speaker",
        ("A body of xã Hòa An takes part",),
    ),
    Defect(  # a commune outlives its district
        "X4",
        VERSIONS,
        "lang-son,1,2025-07-01",
        "lang-son.huyen.loc-binh,1,2025-07-01",
        "lang-son.huyen.loc-binh,1,2025-07-01",
        ("xã Xuân Dương", "huyện Lộc Bình", "until before 2025-07-01"),
        after="lang-son.loc-binh.xa.xuan-duong,2",
    ),
    Defect(  # a district may have ended before its communes; found once for each of them
        "X4-possible",
        VERSIONS,
        "2025-07-01,2025-07-01",
        "2025-06-01,2025-07-01",
        f"{HOA_AN},1,",
        ("huyện Hòa An", "until before 2025-07-01"),
        after=f"\n{HOA_AN},1",
    ),
    Defect(  # two communes have one code at once
        "X5", VERSIONS, "06355", "06361", "06361,", ("06361", "xã Tân Hương", "xã Vũ Sơn")
    ),
    Defect(  # a code may have gone on before it was free
        "X5-possible",
        VERSIONS,
        "2020-01-01,2020-01-01",
        "2019-12-15,2020-01-01",
        "06343,",
        ("06343", "may mean both xã Bắc Quỳnh and xã Bắc Sơn"),
        after="\nlang-son.bac-son.xa.bac-quynh,1",
    ),
    Defect(  # somebody certainly holds a district's post after the districts
        "X11",
        NOTICE,
        "      - post: lang-son/office-of-peoples-committee/deputy-chief-of-office\n",
        f"      - post: {DISTRICT_POST}\n"
        "        capacity: full\n"
        "        event: inspection\n"
        "        ends: {on: 2025-08-01, status: stated, stated: x, at: [26, 47]}\n"
        "        said: [{stated: X, at: [11735, 11754], strength: exact}]\n"
        "      - post: lang-son/office-of-peoples-committee/deputy-chief-of-office\n",
        f"post: {DISTRICT_POST}",
        ("Dương Công Hiệp", "Lộc Bình", "up to 2025-08-01", "districts ended on 2025-07-01"),
    ),
    Defect(  # a task of 2021 goes to a commune of 2025; it has two parts
        "X21",
        CAO_BANG,
        "to: [{unit: cao-bang.huyen.hoa-an}]",
        "to: [{unit: cao-bang.xa.hoa-an}]",
        "{unit: cao-bang.xa.hoa-an}]",
        ("goes to xã Hòa An, but that unit does not exist on that day",),
        times=2,
    ),
)
OF_THE_FILES = (
    Defect(  # one day in two versions of a province: in two parents at once
        "overlap",
        VERSIONS,
        "2022-10-02,2023-04-10",
        "2022-10-02,2023-04-11",
        "2023-04-10",
        ("begins before version 1 of an-giang.tinh-bien.xa.an-cu has ended",),
        after="\nan-giang.tinh-bien.xa.an-cu,1",
    ),
    Defect(  # a month in no version
        "gap",
        VERSIONS,
        "2022-10-02,2023-04-10",
        "2022-10-02,2023-03-10",
        "2023-04-10",
        ("valid_from of an-giang.tinh-bien.xa.an-hao version 2 is 2023-04-10", "ends on 2023-03-10"),
        after="\nan-giang.tinh-bien.xa.an-hao,1",
    ),
    Defect(  # perhaps a month in no version
        "gap",
        VERSIONS,
        "2022-10-02,2023-04-10",
        "2022-11-02,2023-04-10",
        "2022-11-02",
        ("valid_from_earliest of an-giang.tinh-bien.xa.an-nong version 2 is 2022-11-02",),
        after="\nan-giang.tinh-bien.xa.an-nong,2",
    ),
    Defect(  # a commune ends, and no change says how
        "no-change",
        PARTS,
        "cao-bang.xa.hoa-an/merge,before,cao-bang.hoa-an.xa.dai-tien,1,whole,list\n",
        "",
        "2025-07-01",
        ("cao-bang.hoa-an.xa.dai-tien version 1 ends on 2025-07-01 and no change says how",),
    ),
    Defect(  # a commune begins, and no change says how
        "no-change",
        PARTS,
        "lai-chau.xa.than-uyen/merge,after,lai-chau.xa.than-uyen,1,whole,list\n",
        "",
        "2025-07-01",
        ("lai-chau.xa.than-uyen version 1 begins on 2025-07-01 and no change says how",),
    ),
)


def names(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.position.file, finding.message


def found_in_graph(folder: Path) -> tuple[Path, list[Finding]]:
    """Plant the defects in a copy of the records; give the folder and what is found beside the usual."""
    usual = Counter(
        names(item) for item in check_everything(ROOT, copy_records(folder / "usual" / "data")).findings
    )
    home = folder / "planted"
    shutil.copytree(ROOT / "data", home / "data")
    for defect in OF_THE_GRAPH:
        plant(home, defect)
    found = check_everything(ROOT, home / "data")
    assert found.waiting == ()
    kept: list[Finding] = []
    for item in found.findings:
        if usual[names(item)]:
            usual[names(item)] -= 1
        else:
            kept.append(item)
    assert not +usual, "a usual finding is gone"
    return home, kept


def shown_at(home: Path, finding: Finding) -> str:
    """The text of the line from where a finding points."""
    file = home / finding.position.file
    line = file.read_text("utf-8").splitlines()[finding.position.line - 1]
    return line[finding.position.column - 1 :]


def assert_each_is_found(home: Path, defects: tuple[Defect, ...], found: list[Finding]) -> None:
    expected = Counter(
        {(d.rule, d.file if d.file != PARTS else VERSIONS, d.shown, d.said): d.times for d in defects}
    )
    rows = (home / VERSIONS).read_text("utf-8").splitlines()
    last_communes = [row for row in rows if f",{HOA_AN},1," in row and ",2025-07-01,2025-07-01," in row]
    expected.update({key: len(last_communes) - 1 for key in expected if key[0] == "X4-possible"})
    for finding in found:
        fitting = [
            key
            for key in expected
            if key[:2] == (finding.rule, finding.position.file)
            and shown_at(home, finding).startswith(key[2])
            and all(words in finding.message for words in key[3])
        ]
        assert len(fitting) == 1, (finding, shown_at(home, finding))
        assert finding.message_vi
        expected[fitting[0]] -= 1
    assert not any(expected.values()), expected


def test_each_planted_defect_is_found_by_its_rule_at_its_character_and_nothing_else(tmp_path: Path) -> None:
    home, found = found_in_graph(tmp_path)
    assert_each_is_found(home, OF_THE_GRAPH, found)


def test_gaps_overlaps_and_ends_without_a_change_are_found_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "register"
    shutil.copytree(ROOT / "data" / "register", folder)
    for defect in OF_THE_FILES:
        plant(tmp_path, defect)
    with pytest.raises(FindingsError) as caught:
        read_register(folder, root=tmp_path)
    assert_each_is_found(tmp_path, OF_THE_FILES, list(caught.value.findings))
