"""Defects planted in a copy of the records: each rule finds its own, at the character that must change."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph
from tests.planted import Defect, plant
from tests.records import copy_records
from tests.validation.hierarchy import class_hierarchy

from kg.build.graphs import make_graphs, read_records
from kg.errors import Finding
from kg.validation import to_findings
from kg.validation.reference import load_quads, run
from kg.validation.shapes import COMMON, read_turtle

ROOT = Path(__file__).resolve().parents[2]
CAO_BANG = "data/sources/cao-bang-2021-06-10-hoa-an.yaml"
LAI_CHAU = "data/sources/lai-chau-2023-06-13-than-uyen.yaml"
MEETING = "data/sources/lang-son-2020-05-27-monthly-meeting.yaml"
INSPECTION = "data/sources/lang-son-2022-06-22-binh-gia-bac-son.yaml"
NOTICE = "data/sources/lang-son-2024-04-23-loc-binh-notice.yaml"
VERSIONS = "data/register/versions.csv"
RULES = frozenset({"X4", "X5", "X8", "X12", "X14", "X15", "X17", "X22", "X23", "X25"})
FIGURE = """figures:
  - id: planted
    of: {unit: lang-son.huyen.loc-binh}
    indicator: budget-revenue
    period: {from: 2024-01-01, until: 2024-04-01, stated: năm 2022, at: [2455, 2463]}
    at: [2455, 2463]
    values:
      - {id: level, measure: level, value: 29538000000, in: VND, stated: 29.538 triệu, at: [2455, 2463]}
      - id: ratio
        measure: ratio-to-plan
        value: 36.61
        in: percent
        against: {kind: plan, assigned-by: {unit: lang-son}}
        stated: 36,61%
        at: [2455, 2463]
"""


DEFECTS = (
    Defect(
        "X4",
        VERSIONS,
        "lang-son,1,2025-07-01",
        "lang-son.huyen.loc-binh,1,2025-07-01",
        "lang-son.huyen.loc-binh,1,2025-07-01",
        ("xã Xuân Dương", "huyện Lộc Bình", "until before 2025-07-01"),
        after="lang-son.loc-binh.xa.xuan-duong,2",
    ),
    Defect(
        "X4-possible",
        VERSIONS,
        "2025-07-01,2025-07-01",
        "2025-06-01,2025-07-01",
        "cao-bang.huyen.hoa-an,1,",
        ("huyện Hòa An", "until before 2025-07-01"),
        after="\ncao-bang.huyen.hoa-an,1",
        times=3,
    ),
    Defect(
        "X5",
        VERSIONS,
        "06355",
        "06361",
        "06361,",
        ("06361", "xã Tân Hương", "xã Vũ Sơn"),
    ),
    Defect(
        "X12",
        MEETING,
        "{on: 2020-05-27, status: stated,",
        "{earliest: 2020-11-26, latest: 2020-11-26, status: bounded,",
        "{earliest: 2020-11-26",
        ("2020-11-26", "May 2020"),
    ),
    Defect("X14", CAO_BANG, "value: 37", "value: 38", "82", ("82", "83", "2 parts")),
    Defect(
        "X15",
        CAO_BANG,
        "      - id: province-plan\n",
        "      - {id: twice, measure: level, value: 15541000000, in: VND, stated: x, at: [2056, 2070]}\n"
        "      - id: province-plan\n",
        "15451000000",
        ("15451000000", "15541000000"),
    ),
    Defect(
        "X15-conflict",
        INSPECTION,
        "figures:\n",
        FIGURE,
        "29538000000",
        (
            "29538000000",
            "29438000000",
            "lang-son-2022-06-22-binh-gia-bac-son#char=2455",
            "lang-son-2024-04-23-loc-binh-notice#char=",
        ),
    ),
    Defect("X8-conflict", INSPECTION, "", "", "36.61", ("36.61", "36.11", "#char=2455", "notice#char=")),
    Defect(
        "X17",
        NOTICE,
        "{unit: lang-son, at: [2747, 2751]}",
        "{org: lang-son/peoples-council, at: [2747, 2751]}",
        "{kind: plan, assigned-by: {org: lang-son/peoples-council, at: [2747",
        ("huyện Lộc Bình", "tỉnh Lạng Sơn"),
    ),
    Defect(
        "X17-above",
        NOTICE,
        "{org: lang-son/peoples-council, at: [2880, 2889]}",
        "{unit: lang-son.huyen.loc-binh, at: [2880, 2889]}",
        "{kind: plan, assigned-by: {unit: lang-son.huyen.loc-binh",
        ("tỉnh Lạng Sơn", "huyện Lộc Bình"),
    ),
    Defect(
        "X22",
        CAO_BANG,
        "status: requested",
        "status: approved",
        "approved",
        ("recorded as approved",),
        after="- project: cao-bang/hoa-an-stadium-repair",
    ),
    Defect(
        "X22-requested",
        CAO_BANG,
        "    place: [{site: cao-bang/thom-lom",
        "    amount: [{value: 1, in: VND, amount-kind: approved, stated: x, at: [2883, 2926]}]\n"
        "    place: [{site: cao-bang/thom-lom",
        "requested",
        ("recorded as requested", "amount"),
    ),
    Defect("X23", INSPECTION, "value: 6\n", "value: 7\n", "7", ("counts 7", "has 6")),
    Defect(
        "X23-petition",
        CAO_BANG,
        "count: {value: 5,",
        "count: {value: 6,",
        "6",
        ("counts 6", "longest: 5"),
    ),
    Defect(
        "X25",
        INSPECTION,
        "evidence: [[1195, 1216], [1490, 1516], [2455, 2463]]",
        "evidence: [[1006, 1025]]",
        "on: 2022-06-22",
        ("2022", "2020", "2025"),
    ),
    Defect(
        "X25-none",
        LAI_CHAU,
        "evidence: [[985, 1004], [1947, 1968], [3365, 3382]]",
        "evidence: [[165, 181]]",
        "on: 2023-06-13",
        ("2023-06-13", "any year"),
        after="stated: chiều nay (13/6)",
    ),
)


def shapes_of_rules() -> Graph:
    """The shapes of `RULES` alone: the others would be evaluated for nothing."""
    graph = read_turtle(ROOT / "shapes" / COMMON)
    for triple in read_turtle(ROOT / "shapes" / "rules.ttl"):
        rule = str(triple[0]).rpartition("#")[2].partition("-")[0]
        if triple[1] != SH.target or rule in RULES:
            graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    copy_records(folder / "data")
    for defect in DEFECTS:
        plant(folder, defect)
    return folder


@pytest.fixture(scope="module")
def found(home: Path) -> list[Finding]:
    dataset, findings = read_records(home / "data", None)
    graphs = make_graphs(dataset, ROOT / "ontology", findings)
    data = load_quads("".join(graphs.lines).encode())
    for triple in class_hierarchy(ROOT / "ontology"):
        data.add(triple)
    return to_findings(run(data, shapes_of_rules(), origin=ROOT / "shapes"), graphs.origins)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.rule)
def test_a_planted_defect_is_found_at_its_character(defect: Defect, found: list[Finding], home: Path) -> None:
    findings = [item for item in found if item.rule == defect.rule]
    assert len(findings) == defect.times
    for finding in findings:
        assert finding.position.file == defect.file
        line = (home / defect.file).read_text("utf-8").splitlines()[finding.position.line - 1]
        assert line[finding.position.column - 1 :].startswith(defect.shown)
        for words in defect.said:
            assert words in finding.message
        assert finding.message_vi
        assert finding.field


def test_nothing_else_is_found(found: list[Finding]) -> None:
    assert sorted(item.rule for item in found) == sorted(
        defect.rule for defect in DEFECTS for _ in range(defect.times)
    )
