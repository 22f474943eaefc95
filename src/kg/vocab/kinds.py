"""Which class of the ontology each kind that records name belongs to."""

from __future__ import annotations

from rdflib import URIRef

from kg.vocab.own import KG

ORGANISATION_CLASSES: dict[str, URIRef] = {
    "party-committee": KG.PartyCommittee,
    "peoples-committee": KG.PeoplesCommittee,
    "peoples-council": KG.PeoplesCouncil,
    "front-committee": KG.FrontCommittee,
    "national-assembly-delegation": KG.NationalAssemblyDelegation,
    "department": KG.Department,
    "office": KG.Office,
    "steering-committee": KG.SteeringCommittee,
    "armed-force": KG.ArmedForce,
    "fund": KG.Fund,
    "school": KG.School,
    "press": KG.Press,
    "cooperative": KG.Cooperative,
    "delegation": KG.Delegation,
    "organisation": KG.Organisation,
}
"""``kind`` of an organisation in the registry → class."""

EVENT_CLASSES: dict[str, URIRef] = {
    "regular-meeting": KG.RegularMeeting,
    "working-session": KG.WorkingSession,
    "inspection": KG.Inspection,
    "site-visit": KG.SiteVisit,
    "survey": KG.Survey,
    "election": KG.Election,
    "exercise": KG.Exercise,
    "event": KG.Event,
}
"""``kind`` of an event in a dossier → class."""

PROGRAMME_CLASSES: dict[str, URIRef] = {
    "programme": KG.Programme,
    "scheme": KG.Scheme,
    "policy": KG.Policy,
    "campaign": KG.Campaign,
    "movement": KG.Movement,
    "pilot": KG.Pilot,
}
"""``kind`` of a programme in the registry → class."""

MEMBER_KINDS: tuple[str, ...] = (*ORGANISATION_CLASSES, "unit", "person")
"""What the members of a group may be."""
