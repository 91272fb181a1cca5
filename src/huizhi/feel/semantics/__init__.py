"""Semantics: names, scope and types of a tree. Knows no values of a case."""
