"""Screens of the room runs."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
