"""Files to typed records: dossiers, registries and the register of units, with positions; knows no RDF."""
