"""Screens of the room people."""

VIEWSETS: list[object] = []
URLS: list[object] = []
MENU: list[object] = []
