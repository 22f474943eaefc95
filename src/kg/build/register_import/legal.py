"""Legal days and texts that the lists do not carry: when a change took force, and which text says so.

The lists are dated by their collectors. Where the day in force is known, it stands here with its text; every
other day is left between two lists. Sources: Nghị quyết 818/NQ-UBTVQH14 of 2019-11-21 (Lạng Sơn, in force
2020-01-01); Nghị quyết 202/2025/QH15 (34 provinces), 203/2025/QH15 (end of the district level) and the 34
texts of the Standing Committee of the National Assembly of June 2025, one for each province, published on
datafiles.chinhphu.vn under ``/cpp/files/vbpq/2025/6/NNNN-nq.signed.pdf``, all in operation from 2025-07-01;
Nghị quyết 30/2026/QH16 (Đồng Nai a city from 2026-04-30, on xaydungchinhsach.chinhphu.vn), which the merge
list dates too.
"""

from __future__ import annotations

from datetime import date, timedelta

from kg.build.register_import.draft import Bounds

REFORM = date(2025, 7, 1)
PROVINCE_BASIS = "Nghị quyết 202/2025/QH15"
DISTRICT_BASIS = "Nghị quyết 203/2025/QH15"

DONG_NAI = "75"
DONG_NAI_CITY = Bounds(date(2026, 4, 30), date(2026, 4, 30), "Nghị quyết 30/2026/QH16")
DONG_NAI_WARDS = 10
"""How many communes of Đồng Nai became wards on that day, as the merge list says without naming them."""

_STEPS = {("20", date(2020, 1, 1)): (date(2020, 1, 1), "Nghị quyết 818/NQ-UBTVQH14")}
"""(province, first list that shows the change) → (day in force, text)."""

_COMMUNE_TEXTS = {
    "91": 1654, "96": 1655, "01": 1656, "04": 1657, "24": 1658, "48": 1659, "66": 1660, "11": 1661,
    "75": 1662, "82": 1663, "52": 1664, "42": 1665, "33": 1666, "56": 1667, "92": 1668, "31": 1669,
    "12": 1670, "68": 1671, "20": 1672, "15": 1673, "37": 1674, "46": 1675, "25": 1676, "51": 1677,
    "40": 1678, "22": 1679, "44": 1680, "14": 1681, "80": 1682, "19": 1683, "08": 1684, "79": 1685,
    "38": 1686, "86": 1687,
}  # fmt: skip
"""Code of a province of 2025 → number of the text on its communes."""


def bounds_of_step(province: str, before: date, day: date) -> Bounds:
    """Give the bounds of a change that the list of ``day`` shows first and that of ``before`` does not.

    >>> bounds_of_step("20", date(2019, 12, 1), date(2020, 1, 1)).earliest
    datetime.date(2020, 1, 1)
    >>> bounds_of_step("04", date(2019, 12, 1), date(2020, 1, 1)).earliest
    datetime.date(2019, 12, 2)
    """
    if (province, day) in _STEPS:
        legal, basis = _STEPS[province, day]
        return Bounds(legal, legal, basis)
    return Bounds(before + timedelta(days=1), day, "")


def commune_basis(province: str) -> str:
    """Give the text of June 2025 on the communes of a province, by the code of the province.

    >>> commune_basis("20")
    'Nghị quyết 1672/NQ-UBTVQH15'
    """
    return f"Nghị quyết {_COMMUNE_TEXTS[province]}/NQ-UBTVQH15"
