"""Screens of milestones and results."""
