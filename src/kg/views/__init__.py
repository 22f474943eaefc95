"""What people look at: labels, evidence, entity descriptions and networks, made from answers of a store."""
