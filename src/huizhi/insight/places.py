"""Where the counties of a city are: data of the city, in `demo/county_places.yaml` of its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

FILE = "demo/county_places.yaml"
COLUMNS = 4

Place = tuple[int, int]
"""A tile of the schematic map: column and row, from 0."""
Seat = tuple[float, float]
"""Longitude and latitude in degrees of WGS 84."""


@dataclass(frozen=True)
class CityPlaces:
    """The tiles and the seats of a city's counties, by their codes."""

    tiles: Mapping[str, Place]
    seats: Mapping[str, Seat]


def arrangement(codes: list[str]) -> dict[str, Place]:
    """Return the place of each county: as the city's file has it, else in rows by code."""
    for city in _cities(Path(settings.PACKS_DIR)):
        if set(codes) <= set(city.tiles):
            return {code: city.tiles[code] for code in codes}
    return {code: (number % COLUMNS, number // COLUMNS) for number, code in enumerate(codes)}


def county_seats() -> dict[str, Seat]:
    """Return where the seats of the counties lie, as far as a city's file tells."""
    cities = _cities(Path(settings.PACKS_DIR))
    return {code: seat for city in cities for code, seat in city.seats.items()}


@lru_cache(maxsize=8)
def _cities(folder: Path) -> tuple[CityPlaces, ...]:
    return tuple(_read(path) for path in sorted(folder.glob(f"*/{FILE}")))


def _read(path: Path) -> CityPlaces:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    tiles = {
        str(code): (column, row)
        for row, line in enumerate(content["rows"])
        for column, code in enumerate(line)
        if code
    }
    seats = {
        str(code): (float(east), float(north)) for code, (east, north) in content["seats"].items()
    }
    return CityPlaces(tiles, seats)
