"""Builtins: the functions of the standard, one file per family. Knows no trees."""
