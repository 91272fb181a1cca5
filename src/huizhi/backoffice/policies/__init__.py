"""Screens of the room policies."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
