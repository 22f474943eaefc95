"""Decide what one name of the merge list means by the other names: of its line, and of all lines.

The rules and their names stand in `kg.build.register_import.merge_units`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.build.register_import.draft import DraftVersion
from kg.build.register_import.merge_units import Claim, Plan, fits_level, lies_in
from kg.build.register_import.merge_words import Share
from kg.build.register_import.names import exact_key, likeness

_ALIKE = 0.7
"""Names this much alike are taken for one, where district and elimination speak for it too; of the pairs that
the list of 2025 makes so the least alike have 0.75 (``Nà Bó``, ``Nà Pó``). Those below 1.0 were read."""
_ALL_BUT_THE_SAME = 0.9
"""Names this much alike need no district to speak for them (``H Bông``, ``HBông``)."""


def settle(plans: Sequence[Plan]) -> Counter[str]:
    """Decide every claim that can be decided; returns how many names each rule resolved."""
    for plan in plans:
        for index, claim in enumerate(plan.claims):
            if claim.found is None:
                _by_following(plan, index)
            if claim.found is None:
                _by_neighbours(plan, claim)
    _mend_types(plans)
    while _by_elimination(plans) or _by_likeness(plans):
        pass
    return Counter(claim.rule for plan in plans for claim in plan.claims if claim.found is not None)


def _by_following(plan: Plan, index: int) -> None:
    """Take the next bracket of the line, where the names up to it have the same type."""
    claim = plan.claims[index]
    for later in plan.claims[index + 1 :]:
        if later.named.type != claim.named.type:
            return
        if later.named.district[1]:
            inside = [hit for hit in claim.candidates if lies_in(hit, later.named)]
            if len(inside) == 1:
                claim.found, claim.rule = inside[0], "following"
            return


def _by_neighbours(plan: Plan, claim: Claim) -> None:
    districts = plan.districts()
    inside = [hit for hit in claim.candidates if id(hit.parent) in districts]
    if len(inside) == 1:
        claim.found, claim.rule = inside[0], "neighbours"


def _taken(plans: Sequence[Plan]) -> Counter[int]:
    return Counter(id(claim.found) for plan in plans for claim in plan.claims if claim.found is not None)


def _mend_types(plans: Sequence[Plan]) -> None:
    """Undo a wrong type word that happened to name another unit.

    Two lines name one unit whole, which cannot be; one of them lies elsewhere, where a namesake of another
    type is named by no line: that one is meant.
    """
    taken = _taken(plans)
    for plan in plans:
        for claim in plan.claims:
            if claim.found is None or claim.rule != "name" or claim.named.share is not Share.WHOLE:
                continue
            districts = plan.districts(but=claim)
            if taken[id(claim.found)] < 2 or id(claim.found.parent) in districts:
                continue
            free = [hit for hit in claim.namesakes if id(hit.parent) in districts and not taken[id(hit)]]
            if len(free) == 1:
                claim.found, claim.rule = free[0], "type"


def _by_elimination(plans: Sequence[Plan]) -> bool:
    """Resolve the names of which all namesakes but one are spoken for; True where something changed."""
    taken = _taken(plans)
    choices = [
        (claim, [hit for hit in claim.candidates if not taken[id(hit)]])
        for plan in plans
        for claim in plan.open_claims
    ]
    return _choose(choices, "left over", shared=False)


def _by_likeness(plans: Sequence[Plan]) -> bool:
    """Resolve names that no unit bears by the most alike of those that no line names."""
    taken = _taken(plans)
    choices = [
        (claim, _most_alike(claim, plan, taken))
        for plan in plans
        for claim in plan.open_claims
        if not claim.candidates
    ]
    return _choose(choices, "closest", shared=True)


def _most_alike(claim: Claim, plan: Plan, taken: Counter[int]) -> list[DraftVersion]:
    districts = plan.districts()
    found: list[tuple[bool, float, DraftVersion]] = []
    for version in plan.pool.versions:
        if taken[id(version)] or not fits_level(version, claim.named):
            continue
        near = id(version.parent) in districts or version.entry.code == plan.entry.code
        if claim.named.district[1]:
            near = lies_in(version, claim.named)
        alike = likeness(version.entry.name, claim.named.name)
        if alike >= (_ALIKE if near else _ALL_BUT_THE_SAME):
            found.append((version.entry.type == claim.named.type, alike, version))
    best = max(((typed, alike) for typed, alike, _ in found), default=None)
    return [version for typed, alike, version in found if (typed, alike) == best]


def _choose(choices: Sequence[tuple[Claim, list[DraftVersion]]], rule: str, *, shared: bool) -> bool:
    """Take each lone choice that no other name wants too: two would not tell which of them is meant.

    Where a unit may be ``shared``, several lines may name it, if they spell it alike.
    """
    wanted: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim, versions in choices:
        if len(versions) == 1:
            wanted[id(versions[0])].append(claim)
    changed = False
    for claim, versions in choices:
        if len(versions) != 1:
            continue
        rivals = wanted[id(versions[0])]
        alike = len({exact_key(rival.named.name) for rival in rivals}) == 1
        if len(rivals) == 1 or (shared and alike):
            claim.found, claim.rule = versions[0], rule
            changed = True
    return changed
