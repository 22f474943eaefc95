"""Lead the register from one list to the next, from provinces down to communes."""

from __future__ import annotations

from collections import Counter

from kg.build.register_import.compare import Matches, match
from kg.build.register_import.draft import Bounds, DraftVersion, History, Part
from kg.build.register_import.flows import Flows, flows_of
from kg.build.register_import.legal import bounds_of_step
from kg.build.register_import.lists import Entry, Snapshot
from kg.build.register_import.report import StepReport, name_of

NOT_WHERE = "The snapshots do not say into which commune it went."
NOT_WHENCE = "The snapshots do not say what it was made of."
BESIDE = (
    "Other communes of the district ended at the same time; "
    "the snapshots do not say whether one went into it."
)
NO_COMMUNES = "The snapshots do not show what became of its communes."


def taken_over_note(code: str) -> str:
    """Say what is open where a code went on under a new name while others ended."""
    return (
        f"Code {code} went on under a new name when other communes of the district ended; "
        "the snapshots do not say which of them went into it."
    )


class Step:
    """One step: matches every level, opens and closes versions, records changes."""

    def __init__(self, history: History, before: Snapshot, snapshot: Snapshot) -> None:
        self._history = history
        self._before = before
        self._snapshot = snapshot
        self._placed: dict[str, DraftVersion] = {"": history.root}
        self._flows: Flows = flows_of(history.standing(2), history.standing(3), snapshot)
        self._counts: Counter[str] = Counter()
        self._report = StepReport(str(snapshot.day))

    def run(self) -> StepReport:
        """Take the step and say what it did."""
        for level in (1, 2, 3):
            entries = self._snapshot.of_level(level)
            absorbed = None
            if level == 2:
                absorbed = {entry.code: bool(self._flows.absorbed_by(entry.code)) for entry in entries}
            matches = match(
                self._history.standing(level), entries, lambda e: self._placed[e.parent].unit, absorbed
            )
            for old in (*matches.ended, *(old for old, _ in matches.taken_over)):
                self._history.close(old, self._bounds(old.entry.province))
            kept = sorted(matches.kept, key=lambda kept: kept[1].code)
            if level == 2:
                for version, entry, kind in kept:
                    self._keep_district(version, entry, kind, matches)
                self._districts(matches)
            else:
                beside = {id(version.parent) for version in matches.ended} if level == 3 else set()
                for version, entry, kind in kept:
                    self._keep(version, entry, kind, unsure=id(version.parent) in beside)
                self._leftovers(matches)
        rows = self._snapshot.entries
        self._history.see([(self._placed[code], rows[code]) for code in sorted(rows)], self._snapshot.day)
        self._report.counts = dict(sorted(self._counts.items()))
        return self._report

    def _bounds(self, province: str) -> Bounds:
        return bounds_of_step(province, self._before.day, self._snapshot.day)

    def _keep(self, old: DraftVersion, entry: Entry, kind: str, *, unsure: bool = False) -> None:
        """Go on with a unit, in a new version where anything but the spelling differs."""
        parent = self._placed[entry.parent]
        if not kind and old.parent is parent:
            old.entry = entry
            self._placed[entry.code] = old
            return
        bounds = self._bounds(entry.province)
        new = self._placed[entry.code] = self._history.follow(old, entry, parent, bounds)
        if not kind:
            moved = self._history.transfer(old, new, "snapshot")
            self._counts["transfer" if moved else "in a new version of the unit above"] += 1
            return
        basis = "name" if kind == "re-code" else "code"
        unsure = unsure and kind == "type-change"
        self._history.change(
            kind, bounds, [Part(old, "whole", basis)], Part(new, "whole", basis),
            note=BESIDE if unsure else "", decided=not unsure,
        )  # fmt: skip
        self._counts[kind] += 1
        if unsure:
            self._open(entry, BESIDE)

    def _keep_district(self, old: DraftVersion, entry: Entry, kind: str, matches: Matches) -> None:
        """Go on with a district, in a new version where it took in others or a new one was made of it."""
        gone = matches.gone
        donors = [donor for donor in self._flows.into.get(entry.code, []) if id(donor) in gone]
        gives = bool(self._flows.targets.get(id(old), set()) & matches.made)
        if not donors and not gives:
            self._keep(old, entry, kind)
            return
        bounds = self._bounds(entry.province)
        new = self._history.follow(old, entry, self._placed[entry.parent], bounds)
        self._placed[entry.code] = new
        own = Part(old, "part" if gives else "whole", "snapshot")
        before = [own, *(self._flows.part(donor, ended=True) for donor in donors)]
        self._history.change("merge" if donors else "split", bounds, before, Part(new, "whole", "snapshot"))
        self._counts["districts that took in others" if donors else "districts split"] += 1

    def _open(self, entry: Entry, what: str) -> None:
        self._report.undecided.append((name_of(entry), what))

    def _new(self, entry: Entry) -> tuple[DraftVersion, Bounds]:
        bounds = self._bounds(entry.province)
        version = self._history.open(entry, self._placed[entry.parent], bounds)
        self._placed[entry.code] = version
        return version, bounds

    def _districts(self, matches: Matches) -> None:
        """Make new districts out of those that their communes came from; end the others."""
        for old in matches.ended:
            self._counts["districts ended"] += 1
            if id(old) not in self._flows.targets:
                bounds = self._bounds(old.entry.province)
                self._history.change(
                    "abolition",
                    bounds,
                    [Part(old, "whole", "snapshot")],
                    None,
                    note=NO_COMMUNES,
                    decided=False,
                )
                self._open(old.entry, NO_COMMUNES)
        for entry in sorted(
            [*(entry for _, entry in matches.taken_over), *matches.new], key=lambda e: e.code
        ):
            new, bounds = self._new(entry)
            before = [
                self._flows.part(donor, ended=id(donor) in matches.gone)
                for donor in self._flows.into.get(entry.code, [])
            ]
            kind = "split" if len(before) == 1 else "merge"
            note = "" if before else NOT_WHENCE
            self._history.change(
                kind, bounds, before, Part(new, "whole", "snapshot"), note=note, decided=bool(before)
            )
            self._counts["new districts"] += 1
            if note:
                self._open(entry, note)

    def _leftovers(self, matches: Matches) -> None:
        """Record what lists cannot decide: codes under new names, new communes, communes that are gone."""
        for old, entry in matches.taken_over:
            new, bounds = self._new(entry)
            note = taken_over_note(old.entry.code)
            self._undecided("merge", bounds, [Part(old, "unknown", "code")], Part(new, "whole", "code"), note)
            self._counts["codes under a new name"] += 1
            self._open(entry, note)
        for entry in matches.new:
            new, bounds = self._new(entry)
            self._undecided("merge", bounds, [], Part(new, "whole", "snapshot"), NOT_WHENCE)
            self._counts["new communes"] += 1
            self._open(entry, NOT_WHENCE)
        for old in matches.ended:
            bounds = self._bounds(old.entry.province)
            self._undecided("abolition", bounds, [Part(old, "whole", "snapshot")], None, NOT_WHERE)
            self._counts["communes ended"] += 1
            self._open(old.entry, NOT_WHERE)

    def _undecided(
        self, kind: str, bounds: Bounds, before: list[Part], after: Part | None, note: str
    ) -> None:
        self._history.change(kind, bounds, before, after, note=note, decided=False)


def begin(snapshot: Snapshot) -> History:
    """Open a version for every unit of the first list; nothing shows when they began."""
    history = History(snapshot.day)
    placed: dict[str, DraftVersion] = {"": history.root}
    for level in (1, 2, 3):
        for entry in snapshot.of_level(level):
            start = Bounds(None, snapshot.day, "")
            placed[entry.code] = history.open(entry, placed[entry.parent], start)
    rows = snapshot.entries
    history.see([(placed[code], rows[code]) for code in sorted(rows)], snapshot.day)
    return history
