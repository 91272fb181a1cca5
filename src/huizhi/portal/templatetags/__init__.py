"""Filters and tags of the public pages."""
