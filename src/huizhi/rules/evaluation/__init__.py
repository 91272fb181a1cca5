"""Evaluation: a pack and the facts of a subject in, results with reasons out."""
