"""Screens of the room organisations."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
