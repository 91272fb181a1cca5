"""The policy guide: packs in force, their documents, clauses, tables and benefits."""
