"""Policies: documents and clauses, and which version of a pack is in force from when."""
