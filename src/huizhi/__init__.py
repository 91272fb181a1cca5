"""Huizhi 汇智: a city's talent programme and its cooperation with universities."""

__version__ = "0.1.0"
