"""Regions by GB/T 2260: reference data that comes in by a file and that no user changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Region, User
from huizhi.kernel.scope import scope_of

Entry = dict[str, Any]


class RegionsUnreadable(HuizhiError):
    """A file that does not say `city`, `counties` and their codes."""


def counties_for(user: User) -> QuerySet[Region]:
    """Return the regions in use of a user's scope: all, the city too, or the one county."""
    rows = Region.objects.filter(in_use=True)
    county = scope_of(user).county
    return rows if county is None else rows.filter(code=county)


def import_regions(*, actor: User, path: Path) -> int:
    """Enter the regions of a YAML file that are not there yet; return how many were.

    The file has `city`, `counties` and, for codes that a reform withdrew, `withdrawn`; each region
    has `code`, `name` and `name_en`. Errors: `RegionsUnreadable`; nothing is entered then.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        before = Region.objects.count()
        with transaction.atomic():
            city = _enter(content["city"], None, in_use=True)
            for entry in content["counties"]:
                _enter(entry, city, in_use=True)
            for entry in content.get("withdrawn", ()):
                _enter(entry, city, in_use=False)
            made = Region.objects.count() - before
            if made:
                audit.append(
                    actor=actor,
                    action="regions.import",
                    subject_kind="region",
                    subject_id=city.pk,
                    detail={"file": path.name, "new": made},
                )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise RegionsUnreadable(
            _(
                "{file} is no list of regions: it needs `city` and `counties`, each with code, "
                "name and name_en ({error})."
            ).format(file=path, error=error)
        ) from error
    return made


def _enter(entry: Entry, parent: Region | None, *, in_use: bool) -> Region:
    defaults = {
        "name": entry["name"],
        "name_en": entry["name_en"],
        "parent": parent,
        "in_use": in_use,
    }
    return Region.objects.get_or_create(code=entry["code"], defaults=defaults)[0]
