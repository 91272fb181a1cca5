"""Screens of indicator series: definitions, series, values, targets, uploads."""
