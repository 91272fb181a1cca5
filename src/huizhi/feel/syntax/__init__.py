"""Syntax: text to a tree with source spans, and back. Knows no types and no values."""
