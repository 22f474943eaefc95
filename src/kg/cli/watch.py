"""``kg check --watch``: keep the graph open, and check again whenever a record file is saved."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape
from watchfiles import Change, watch

from kg.build.live import LiveRecords
from kg.build.long_lived import long_lived
from kg.cli.ask import Tongue
from kg.cli.findings_report import write_report
from kg.cli.output import exit_code_of_findings, report, stderr
from kg.errors import Finding, KgError, Severity
from kg.settings import load_settings
from kg.validation.formats import ReportFormat

_RECORDS = frozenset({"sources", "registry", "register"})
_SUFFIXES = frozenset({".yaml", ".csv", ".geojson"})
_TOGETHER = 50
"""Milliseconds within which saves count as one change: editors write a file in several steps."""
_PATIENCE = 200
"""Milliseconds until the watcher looks whether it is still wanted."""


@dataclass(frozen=True)
class Telling:
    """How findings are told.

    Attributes:
        data: the data folder.
        form: form of the findings.
        lang: language of the messages.
        everything: whether long reports are written whole.
        strict: whether warnings fail too.
    """

    data: Path
    form: ReportFormat
    lang: Tongue
    everything: bool = False
    strict: bool = False


def watch_records(telling: Telling, sources: Path | None, files: Sequence[Path]) -> None:
    """Check a data folder, then each change of it, until the user interrupts.

    Args:
        telling: the data folder, and how its findings are told.
        sources: folder of the source texts, where the reader has them.
        files: watch only these; all record files where there are none.

    Raises:
        InputError: a folder or file cannot be read at the start.
        KeyboardInterrupt: the user had enough.
    """
    data = telling.data
    wanted = {path.resolve() for path in files}

    def counts(_change: Change, name: str) -> bool:
        path = Path(name)
        return path in wanted if wanted else _is_record(path, data.resolve())

    folders = {data.resolve(), *(path.parent for path in wanted)}
    saves = watch(
        *folders,
        watch_filter=counts,
        debounce=_TOGETHER,
        step=_TOGETHER // 5,
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
    )
    next(saves)  # from here on nothing that is saved is missed, not even while the records are read
    live = _begin(telling, sources, files)
    stderr().print(escape(f"watching {', '.join(map(str, files)) or data}; Ctrl-C ends it"), soft_wrap=True)
    for changes in saves:
        _check_again(live, sorted({Path(name) for _change, name in changes}), telling)


def _begin(telling: Telling, sources: Path | None, files: Sequence[Path]) -> LiveRecords:
    begun = time.perf_counter()
    with long_lived():
        live = LiveRecords(load_settings().home, telling.data, sources, without=files)
    if files:
        findings: Sequence[Finding] = live.update(files).findings
    else:
        findings, _waiting = live.findings()
    _tell(", ".join(path.name for path in files) or "all records", findings, begun, telling)
    return live


def _check_again(live: LiveRecords, paths: Collection[Path], telling: Telling) -> None:
    changed = [path for path in paths if path.exists() or live.knows(path)]
    if not changed:
        return
    begun = time.perf_counter()
    try:
        update = live.update(changed)
    except KgError as error:  # half-written, not UTF-8, gone again: the next save may mend it
        report(error)
        return
    names = ", ".join(path.name for path in changed)
    _tell(names, update.findings, begun, telling, update.gone)


def _tell(what: str, findings: Sequence[Finding], begun: float, telling: Telling, gone: int = 0) -> None:
    taken = (time.perf_counter() - begun) * 1000
    write_report(findings, telling.form, telling.lang, telling.data, everything=telling.everything)
    counts = ", ".join(
        f"{sum(finding.severity is severity for finding in findings)} {severity.value}(s)"
        for severity in Severity
    )
    mended = f", {gone} gone" if gone else ""
    fails = ", fails" if exit_code_of_findings(findings, strict=telling.strict) else ""
    stderr().print(escape(f"{what}: {counts}{mended}{fails} ({taken:.0f} ms)"), soft_wrap=True)


def _is_record(path: Path, data: Path) -> bool:
    return (
        path.parent.name in _RECORDS
        and path.parent.parent == data
        and path.suffix in _SUFFIXES
        and not path.name.startswith(".")
    )
