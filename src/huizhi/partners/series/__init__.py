"""Indicator series: definitions, points with their history, targets, and how they stand."""
