"""The leaders' page: one file a panel, `page.py` puts them together."""
