"""Insight: the leaders' page and monthly reports. Counts what other rooms hold, changes none."""
