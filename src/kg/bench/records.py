"""``kg bench records``: what checking a dossier takes that somebody saves, in a graph of any size.

Records are synthesised; one process opens them as ``kg check --watch`` does and then changes dossiers, one
after the other: an event that was held becomes a planned one, and with the next save it was held again.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.bench import stages
from kg.bench.stage import run_stage
from kg.bench.validation import SEED, STATEMENTS_OF_AN_EVENT, Places, Progress, events_for
from kg.build.live import LiveRecords
from kg.build.long_lived import long_lived

_HELD, _PLANNED = "    happened: held\n", "    happened: planned\n"


def measure_records(places: Places, size: int, dossiers: int, progress: Progress) -> dict[str, Any]:
    """Measure; give what was measured as JSON takes it.

    Args:
        places: what is read.
        size: about how many statements the graph has.
        dossiers: how many dossiers are changed; each is saved twice.
        progress: takes one line for each stage.

    Raises:
        LimitError: a stage ended for want of memory.
        InputError: there is no room for the files of the bench.
    """
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name) / "records"
        events = events_for(size, STATEMENTS_OF_AN_EVENT)
        progress(f"synthesising {events} events")
        run_stage("synth", 0, stages.synth, places.data, events, SEED, folder)
        progress("opening the records and saving dossiers")
        done = run_stage("saves", 0, save_dossiers, folder, places.home, dossiers)
    found = asdict(done) | done.result
    return {key: found[key] for key in ("statements", "open", "peak_mib", "saves")}


def save_dossiers(data: Path, home: Path, dossiers: int) -> dict[str, Any]:
    """Open records and save some of their dossiers, each twice.

    Args:
        data: the records.
        home: folder with ``ontology/`` and ``shapes/``.
        dossiers: how many are saved, evenly spread over all that tell of an event that was held.

    Returns:
        ``statements`` of the graph, processor seconds of opening (``open``), and for each save the
        ``statements`` of the dossier and ``ms``, processor milliseconds.
    """
    before = time.process_time()
    with long_lived():
        live = LiveRecords(home, data)
    opened = time.process_time() - before
    files = [path for path in sorted(data.glob("sources/*.yaml")) if _HELD in path.read_text("utf-8")]
    saves: list[dict[str, float]] = []
    for path in files[:: max(1, len(files) // dossiers)][:dossiers]:
        text = path.read_text("utf-8")
        for saved in (text.replace(_HELD, _PLANNED, 1), text):
            path.write_text(saved, encoding="utf-8", newline="\n")
            before = time.process_time()
            live.update([path])
            taken = (time.process_time() - before) * 1000
            saves.append({"statements": live.statements_of(path.stem), "ms": round(taken, 2)})
    return {"statements": live.statements, "open": round(opened, 2), "saves": saves}
