"""The reform of 2025-07-01: 63 provinces became 34, the district level ended, communes were joined anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.build.register_import import legal
from kg.build.register_import.draft import Bounds, DraftUnit, DraftVersion, History, Part
from kg.build.register_import.lists import Entry, MergeLine, Snapshot
from kg.build.register_import.merge_units import Claim, Plan, Pool
from kg.build.register_import.merge_words import UNCHANGED, Named, Share, parse_words
from kg.build.register_import.names import exact_key, loose_key
from kg.build.register_import.report import StepReport, name_of
from kg.build.register_import.settle import settle

UNLISTED = "The merge list of 2025 does not name it."
LEVEL_ENDED = "The district level ended; it has no successor."
_ALIASES = {"tphcm": "hồ chí minh"}


class Reform:
    """The step from the last list with districts to the state of 2025-07-01."""

    def __init__(self, history: History, snapshot: Snapshot, mergers: Sequence[MergeLine]) -> None:
        self._history = history
        self._snapshot = snapshot
        self._lines = {line.code: line for line in mergers}
        self._by_name = {(line.province, loose_key(line.name), line.type): line for line in mergers}
        self._report = StepReport(str(legal.REFORM))
        self._counts: Counter[str] = Counter()
        self._province_of_2025: dict[int, str] = {}
        self.placed: dict[str, DraftVersion] = {"": history.root}

    def run(self) -> StepReport:
        """Take the step and say what it did."""
        communes, districts = self._history.standing(3), self._history.standing(2)
        former = self._provinces()
        plans = self._plans(former, [*communes, *districts])
        rules = settle(plans)
        for version in (*communes, *districts):
            self._history.close(version, Bounds(legal.REFORM, legal.REFORM, ""))
        self._counts |= {f"names resolved by {rule}": number for rule, number in sorted(rules.items())}
        bring_communes(plans, communes)
        self._joined(plans)
        self._unnamed(plans, communes, districts)
        resolved = sum(bool(plan.claims) and not plan.open_claims for plan in plans)
        self._report.counts = dict(self._counts)
        self._report.share = (resolved, len(plans))
        return self._report

    def _provinces(self) -> dict[str, list[DraftUnit]]:
        """Join provinces; returns code of a province of 2025 → the units of the former ones."""
        old = {exact_key(version.entry.name): version for version in self._history.standing(1)}
        former: dict[str, list[DraftUnit]] = {}
        for entry in self._snapshot.of_level(1):
            words = self._lines[entry.code].words.partition(". ")[0]
            names = [_province_key(named) for named in parse_words(words)] or [exact_key(entry.name)]
            versions = [old[name] for name in names]
            former[entry.code] = [version.unit for version in versions]
            self._province_of_2025 |= {id(version.unit): entry.code for version in versions}
            heir = old[exact_key(entry.name)]
            if len(versions) == 1:
                self.placed[entry.code] = heir
                continue
            bounds = Bounds(legal.REFORM, legal.REFORM, legal.PROVINCE_BASIS)
            for version in versions:
                self._history.close(version, bounds)
            entry_then = replace(entry, type=heir.entry.type)
            new = self._history.open(entry_then, self._history.root, bounds, heir.unit)
            self.placed[entry.code] = new
            before = [Part(version, "whole", "list") for version in versions]
            self._history.change("merge", bounds, before, Part(new, "whole", "list"))
            self._counts["provinces joined"] += 1
        return former

    def _plans(self, former: Mapping[str, list[DraftUnit]], old: Sequence[DraftVersion]) -> list[Plan]:
        by_province: defaultdict[int, list[DraftVersion]] = defaultdict(list)
        for version in old:
            by_province[id(province_of(version).unit)].append(version)
        plans: list[Plan] = []
        communes = self._snapshot.of_level(3)
        for province, units in sorted(former.items()):
            pool = Pool(version for unit in units for version in by_province[id(unit)])
            entries = [entry for entry in communes if entry.province == province]
            plans.extend(self._plan(entry, pool) for entry in entries)
        return plans

    def _plan(self, entry: Entry, pool: Pool) -> Plan:
        line = self._lines.get(entry.code) or self._by_name.get(
            (entry.province, loose_key(entry.name), entry.type)
        )
        if line is None:
            self._open(entry, UNLISTED)
            return Plan(entry, [], pool)
        names = parse_words(line.words)
        if not names:
            named = Named(UNCHANGED, entry.type, entry.name, ("", ""), "", Share.WHOLE)
            claim = pool.claim(named)
            same_code = [hit for hit in claim.candidates if hit.entry.code == entry.code]
            if claim.found is None and len(same_code) == 1:
                claim.found, claim.rule = same_code[0], "code"
            return Plan(entry, [claim], pool)
        return Plan(entry, [pool.claim(named) for named in names], pool)

    def _joined(self, plans: Sequence[Plan]) -> None:
        uses: Counter[int] = Counter()
        for plan in plans:
            uses.update({id(claim.found) for claim in plan.claims if claim.found is not None})
        wards = self._former_communes(plans)
        for plan in plans:
            entry = replace(plan.entry, type="xã") if plan.entry.code in wards else plan.entry
            self._join(plan, entry, parts_of(plan, uses))

    def _former_communes(self, plans: Sequence[Plan]) -> set[str]:
        """Codes of the wards of Đồng Nai that were communes until its change of 2026.

        The list counts ten and names none. They are told where exactly that many wards were made of no ward.
        """
        found = {
            plan.entry.code
            for plan in plans
            if plan.entry.province == legal.DONG_NAI
            and plan.entry.type == "phường"
            and all(claim.found is not None and claim.found.entry.type != "phường" for claim in plan.claims)
        }
        if len(found) == legal.DONG_NAI_WARDS:
            return found
        self._report.undecided.append((legal.DONG_NAI, f"{len(found)} wards may be the ten former communes"))
        return set()

    def _join(self, plan: Plan, entry: Entry, before: list[Part]) -> None:
        bounds = Bounds(legal.REFORM, legal.REFORM, legal.commune_basis(entry.province))
        heir = heir_of(entry, before)
        new = self._history.open(entry, self.placed[entry.province], bounds, heir.unit if heir else None)
        self.placed[entry.code] = new
        kind = kind_of(entry, before)
        open_words = [claim.named.words for claim in plan.open_claims]
        note = f"Not found among the former units, or not told from namesakes: {'; '.join(open_words)}."
        if not kind and not open_words:
            self._history.transfer(before[0].version, new, "list")
            self._counts["transfer"] += 1
            return
        self._history.change(
            kind or "merge", bounds, before, Part(new, "whole", "list"),
            note=note if open_words else "" if before else UNLISTED, decided=bool(before) and not open_words,
        )  # fmt: skip
        self._counts[kind or "merge"] += 1
        if open_words:
            self._open(entry, note)

    def _unnamed(
        self, plans: Sequence[Plan], communes: Sequence[DraftVersion], districts: Sequence[DraftVersion]
    ) -> None:
        named = {id(claim.found) for plan in plans for claim in plan.claims}
        for version in communes:
            if id(version) not in named:
                province = self._province_of_2025[id(province_of(version).unit)]
                bounds = Bounds(legal.REFORM, legal.REFORM, legal.commune_basis(province))
                part = Part(version, "whole", "snapshot")
                self._history.change("abolition", bounds, [part], None, note=UNLISTED, decided=False)
                self._open(version.entry, UNLISTED)
        for version in districts:
            if id(version) not in named:
                bounds = Bounds(legal.REFORM, legal.REFORM, legal.DISTRICT_BASIS)
                part = Part(version, "whole", "snapshot")
                self._history.change("abolition", bounds, [part], None, note=LEVEL_ENDED)
                self._counts["districts ended"] += 1

    def _open(self, entry: Entry, what: str) -> None:
        self._report.undecided.append((name_of(entry), what))


def _province_key(named: Named) -> str:
    key = exact_key(named.name)
    return _ALIASES.get(key, key)


def province_of(version: DraftVersion) -> DraftVersion:
    """Give the version of the province that a version lies in."""
    while version.parent is not None and version.entry.level > 1:
        version = version.parent
    return version


def bring_communes(plans: Sequence[Plan], communes: Sequence[DraftVersion]) -> None:
    """Add to a line that names a whole district the communes of it that no line names."""
    named = {id(claim.found) for plan in plans for claim in plan.claims}
    inside: defaultdict[int, list[DraftVersion]] = defaultdict(list)
    for commune in communes:
        if id(commune) not in named:
            inside[id(commune.parent)].append(commune)
    for plan in plans:
        for claim in list(plan.claims):
            for commune in inside.get(id(claim.found), []):
                plan.claims.append(Claim(claim.named, [commune], "in its district", commune))


def parts_of(plan: Plan, uses: Mapping[int, int]) -> list[Part]:
    """Say how much of each named unit went into the one of a plan.

    A unit that several lines name went in parts; one that only this line names went whole, unless the words
    right before it say otherwise. Where such words may only reach over it, the extent is unknown.
    """
    found: dict[int, tuple[Claim, Share]] = {}
    for claim in plan.claims:
        if claim.found is not None:
            found.setdefault(id(claim.found), (claim, claim.named.share))
    parts = []
    for key, (claim, share) in found.items():
        extent = "part" if uses[key] > 1 or share is Share.PART else "whole"
        if extent == "whole" and share is Share.IN_REACH:
            extent = "unknown"
        if claim.found is not None:
            parts.append(Part(claim.found, extent, "list"))
    return parts


def heir_of(entry: Entry, before: Sequence[Part]) -> DraftVersion | None:
    """Give the version whose unit goes on: it keeps type and name, or is all that the new one was made of."""
    whole = [part.version for part in before if part.extent == "whole" and part.version.entry.level == 3]
    named = [
        v for v in whole if (v.entry.type, exact_key(v.entry.name)) == (entry.type, exact_key(entry.name))
    ]
    if len(named) == 1:
        return named[0]
    return whole[0] if len(before) == len(whole) == 1 else None


def kind_of(entry: Entry, before: Sequence[Part]) -> str:
    """Name what happened; empty for a unit that stays what it was."""
    if len(before) != 1:
        return "merge"
    old = before[0].version.entry
    if before[0].extent != "whole":
        return "split"
    if old.type != entry.type:
        return "type-change"
    return "" if exact_key(old.name) == exact_key(entry.name) else "rename"
