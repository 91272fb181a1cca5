"""Screens of the room cases."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
