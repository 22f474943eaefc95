"""Find the versions that the merge list names: exactly one for each name, or none, and by which rule.

What a name may mean is gathered by `Pool`; where several units fit, `settle` decides by the other names:

* ``name``: one unit of the former provinces has that type and name;
* ``district``: the district in brackets tells namesakes apart;
* ``type``, ``spelling``: the list errs in the type word, or in accents, and only one unit is meant;
* ``following``: the bracket stands only behind the last of several names;
* ``neighbours``: only one of the namesakes lies in a district of the line's other units;
* ``code``: an unchanged unit kept its code;
* ``left over``: every namesake but this one is named by another line;
* ``closest``: no unit bears the name, but one of those that no line names bears one much like it, and lies in
  a district of the line's other units (or bears one that is all but the same).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.build.register_import.draft import DraftVersion
from kg.build.register_import.lists import Entry
from kg.build.register_import.merge_words import Named
from kg.build.register_import.names import exact_key, loose_key, split_type


@dataclass(eq=False)
class Claim:
    """One name of one line: the versions that it may mean, and the one that was found by a rule.

    Attributes:
        namesakes: all units of that name in the former provinces, of whatever type.
    """

    named: Named
    candidates: list[DraftVersion]
    rule: str
    found: DraftVersion | None = None
    namesakes: list[DraftVersion] = field(default_factory=list)


@dataclass(eq=False)
class Plan:
    """A unit of 2025, the claims of its line, and the units that its former provinces had."""

    entry: Entry
    claims: list[Claim]
    pool: Pool

    @property
    def open_claims(self) -> list[Claim]:
        """The claims that are not resolved to one version."""
        return [claim for claim in self.claims if claim.found is None]

    def districts(self, but: Claim | None = None) -> set[int]:
        """Give the ids of the districts in which the units of the line lie, but for one claim."""
        return {
            id(claim.found.parent) for claim in self.claims if claim.found is not None and claim is not but
        }


class Pool:
    """The communes and districts of the former provinces of one province, by name."""

    def __init__(self, versions: Iterable[DraftVersion]) -> None:
        self.versions = tuple(versions)
        self._exact: defaultdict[str, list[DraftVersion]] = defaultdict(list)
        self._loose: defaultdict[str, list[DraftVersion]] = defaultdict(list)
        for version in self.versions:
            # A ward of Huế is called "Phường Đúc": its name begins with a type word.
            for name in {version.entry.name, split_type(version.entry.name)[1]}:
                self._exact[exact_key(name)].append(version)
                self._loose[loose_key(name)].append(version)

    def claim(self, named: Named) -> Claim:
        """Gather what a name may mean, and decide where only one fits."""
        namesakes = [hit for hit in self._loose.get(loose_key(named.name), []) if fits_level(hit, named)]
        exact = [hit for hit in self._exact.get(exact_key(named.name), []) if hit in namesakes]
        for rule, hits in (("name", exact), ("spelling", namesakes)):
            typed = [hit for hit in hits if hit.entry.type == named.type]
            if typed:
                return _claim(named, typed, rule, namesakes)
        if namesakes:
            return _claim(named, exact or namesakes, "type", namesakes)
        return Claim(named, [], "")


def fits_level(version: DraftVersion, named: Named) -> bool:
    """Tell whether a version is a district where the words say so, else a commune."""
    return (version.entry.level == 2) == (named.type == "huyện")


def _claim(named: Named, hits: list[DraftVersion], rule: str, namesakes: list[DraftVersion]) -> Claim:
    if named.district[1]:
        inside = [hit for hit in hits if lies_in(hit, named)]
        if len(inside) == 1 and len(hits) > 1:
            rule = "district"
        hits = inside
    return Claim(named, hits, rule, hits[0] if len(hits) == 1 else None, namesakes)


def lies_in(version: DraftVersion, named: Named) -> bool:
    """Tell whether a version lies in the district, and in the province, that stand in brackets."""
    above = version.parent
    if above is None:
        return False
    if (above.entry.type, loose_key(above.entry.name)) != (named.district[0], loose_key(named.district[1])):
        return False
    province = above.parent
    return not named.province or (
        province is not None and loose_key(province.entry.name) == loose_key(named.province)
    )
