"""Screens of the room partners."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
