"""Write what was measured as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

WORST = 3
"""Shapes that are named for their growth."""
LEAST_SECONDS = 0.05
"""Shorter times at the large size are noise: growth is told of shapes that take longer."""


def validation_tables(found: dict[str, Any]) -> str:
    """Tables of `kg.bench.validation.measure_validation`."""
    small, large = found["sizes"]
    sizes = [_spaced(at["statements"]) for at in (small, large)]
    lines = [*_stages(found["sizes"], sizes), "", *_growth(found["growth"], sizes), "", *_compared(found)]
    return "\n".join(lines) + "\n"


def register_table(found: dict[str, Any]) -> str:
    """Table of `kg.bench.register.measure_register`."""
    counts = ", ".join(f"{_spaced(number)} {what}" for what, number in found["counts"].items())
    lines = [*_head("stage", "CPU s", "wall s", "peak MiB")]
    lines += [
        f"| {each['stage']} | {each['cpu']:.2f} | {each['wall']:.2f} | {each['peak_mib']} |"
        for each in found["stages"]
    ]
    told = f"{counts}; {_spaced(found['statements'])} statements. Ready after {found['ready']:.1f} s."
    return "\n".join([told, "", *lines]) + "\n"


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def records_table(found: dict[str, Any]) -> str:
    """Table of `kg.bench.records.measure_records`: saves by the size of the dossier, in thirds."""
    saves = sorted(found["saves"], key=lambda save: save["statements"])
    third = max(1, -(-len(saves) // 3))
    size = f"{found['statements']:,}".replace(",", " ")
    lines = [
        f"{size} statements, opened in {found['open']:.0f} s of processor time; {len(saves)} saves.",
        "",
        *_head("statements of the dossier", "saves", "median ms", "95 of 100 ms", "most ms"),
    ]
    for part in (saves[start : start + third] for start in range(0, len(saves), third)):
        times = sorted(save["ms"] for save in part)
        most = times[min(len(times) - 1, int(len(times) * 0.95))]
        size = f"{part[0]['statements']}–{part[-1]['statements']}"
        lines.append(f"| {size} | {len(part)} | {median(times):.0f} | {most:.0f} | {times[-1]:.0f} |")
    return "\n".join(lines) + "\n"


def _stages(measured: Sequence[dict[str, Any]], sizes: Sequence[str]) -> Iterator[str]:
    yield from _head(
        "stage", *(f"{what}, {size}" for size in sizes for what in ("CPU s", "wall s", "peak MiB"))
    )
    for pair in zip(*(at["stages"] for at in measured), strict=True):
        cells = [f"{one['cpu']:.2f} | {one['wall']:.2f} | {one['peak_mib']}" for one in pair]
        yield f"| {pair[0]['stage']} | {' | '.join(cells)} |"


def _growth(measured: Sequence[dict[str, Any]], sizes: Sequence[str]) -> Iterator[str]:
    counted = [each for each in measured if each["large"] >= LEAST_SECONDS]
    faster = [each for each in counted if each["against_n_log_n"] > 1]
    yield (
        f"{len(measured)} shapes; {len(counted)} take {LEAST_SECONDS} s or more at {sizes[1]} statements, "
        f"of which {len(faster)} grow faster than n log n. The fastest growth:"
    )
    yield ""
    yield from _head("shape", *(f"CPU s, {size}" for size in sizes), "exponent", "times n log n")
    for each in sorted(counted, key=lambda each: -each["exponent"])[:WORST]:
        yield (
            f"| {each['shape']} | {each['small']:.3f} | {each['large']:.3f} | {each['exponent']:.2f} "
            f"| {each['against_n_log_n']:.2f} |"
        )


def _compared(found: dict[str, Any]) -> Iterator[str]:
    yield from _head("statements", "compiled CPU s", "pySHACL CPU s", "ratio", "results")
    for each in found["compared"]:
        size, compiled = _spaced(each["statements"]), f"{each['compiled']['cpu']:.2f}"
        if "reference" not in each:
            yield f"| {size} | {compiled} | more than {found['limit']:g} | | |"
            continue
        one, other = each["results"]
        told = f"{one}, the same number" if one == other else f"{one} against {other}"
        yield f"| {size} | {compiled} | {each['reference']['cpu']:.2f} | {each['ratio']:.0f} | {told} |"


def _head(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
