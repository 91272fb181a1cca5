"""Screens of the room ledger."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
