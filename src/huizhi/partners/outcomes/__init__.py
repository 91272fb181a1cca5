"""Outcomes of projects: what is to be reached by which day, and what came of it."""
