"""Bytes to a tree of elements. A document type is refused, and with it every entity."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from huizhi.dmn.errors import DmnError

XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
# Deeper trees would exhaust the stack of those who walk them by recursion.
MAX_LEVELS: Final = 200


def parse_xml(data: bytes) -> Element:
    """Return the root element; names are `{namespace}name`. Raises DmnError."""
    return _Reader().read(data)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the namespace of an element; empty where it has none."""
    return element.tag.rpartition("}")[0].lstrip("{")


class _Reader:
    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._level = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._builder.data

    def read(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise DmnError("not-xml", reason=str(error)) from error
        return self._builder.close()

    def _doctype(self, *declaration: object) -> None:
        raise DmnError("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._level += 1
        if self._level > MAX_LEVELS:
            raise DmnError("too-deep", limit=str(MAX_LEVELS))
        named = {_expanded(key): value for key, value in attributes.items()}
        self._builder.start(_expanded(name), named)

    def _end(self, name: str) -> None:
        self._level -= 1
        self._builder.end(_expanded(name))


def _expanded(name: str) -> str:
    return "{" + name if "}" in name else name
