"""Records to RDF: IRIs, quads, canonical N-Quads and what follows from the records; pure."""
