"""Screens of the room payments."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
