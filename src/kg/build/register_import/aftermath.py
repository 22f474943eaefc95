"""What happened after the reform, as far as the lists say: Đồng Nai became a city on 2026-04-30."""

from __future__ import annotations

from kg.build.register_import import legal
from kg.build.register_import.draft import Bounds, DraftVersion, History, Part
from kg.build.register_import.lists import Snapshot
from kg.build.register_import.names import exact_key
from kg.build.register_import.report import StepReport, name_of

WARDS = (
    "The merge list says that ten communes became wards on this day and names none; "
    "these ten alone were made of no ward."
)
UNSEEN = "The last list shows it otherwise than the merge list: {}."


def make_city(history: History, placed: dict[str, DraftVersion], last: Snapshot) -> StepReport:
    """Give Đồng Nai and all that lies in it the versions of 2026; then note what the last list shows.

    Args:
        history: after the reform.
        placed: code → version of 2025-07-01; becomes that of the last list.
        last: the newest list.
    """
    report = StepReport(str(legal.DONG_NAI_CITY.day))
    bounds = legal.DONG_NAI_CITY
    old, entry = placed.get(legal.DONG_NAI), last.entries.get(legal.DONG_NAI)
    if old is not None and entry is not None and old.entry.type != entry.type:
        city = placed[entry.code] = history.follow(old, entry, history.root, bounds)
        history.change("type-change", bounds, [Part(old, "whole", "list")], Part(city, "whole", "list"))
        for commune in last.of_level(3):
            if commune.province == legal.DONG_NAI:
                _commune(history, placed, commune.code, city, report, last)
        report.counts = {"communes in a new version of it": sum(v.parent is city for v in placed.values())}
    for code, shown in sorted(last.entries.items()):
        version = placed[code]
        if (version.entry.type, exact_key(version.entry.name)) != (shown.type, exact_key(shown.name)):
            report.undecided.append(
                (name_of(shown), UNSEEN.format(f"{version.entry.type} {version.entry.name}"))
            )
    history.see([(placed[code], entry) for code, entry in sorted(last.entries.items())], last.day)
    return report


def _commune(
    history: History,
    placed: dict[str, DraftVersion],
    code: str,
    city: DraftVersion,
    report: StepReport,
    last: Snapshot,
) -> None:
    old, entry = placed[code], last.entries[code]
    became_ward = old.entry.type != entry.type
    start = (
        Bounds(legal.DONG_NAI_CITY.day, legal.DONG_NAI_CITY.day, "") if became_ward else legal.DONG_NAI_CITY
    )
    placed[code] = new = history.follow(old, entry, city, start)
    if became_ward:
        history.change(
            "type-change", start, [Part(old, "whole", "list")], Part(new, "whole", "list"),
            note=WARDS, decided=False,
        )  # fmt: skip
        report.undecided.append((name_of(entry), WARDS))
