"""How the services of this room write: columns of details, what changed, an entry on the log."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db.models import Model

from huizhi.governance.errors import GovernanceRefused
from huizhi.kernel import audit
from huizhi.kernel.models import User


def columns(details: Any) -> dict[str, Any]:
    """Return the columns that details fill; a record of the cooperation goes by kind and id."""
    values = {f.name: getattr(details, f.name) for f in fields(details)}
    if "record" in values:
        record = values.pop("record")
        values["record_kind"] = record._meta.model_name if record else ""
        values["record_id"] = record.pk if record else None
    return values


def replace(row: Model, values: dict[str, Any]) -> list[str]:
    """Set the columns that differ, without saving; return their names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def require_text(text: str, refusal: str) -> str:
    """Return a text without blanks around it. Errors: `GovernanceRefused` when nothing is left."""
    if not text.strip():
        raise GovernanceRefused(refusal)
    return text.strip()


def log(actor: User, verb: str, row: Model, detail: dict[str, Any]) -> None:
    """Write what was done to a record of this room, e.g. `governance.task.move`."""
    kind = row._meta.model_name or ""
    audit.append(
        actor=actor,
        action=f"governance.{kind}.{verb}",
        subject_kind=kind,
        subject_id=row.pk,
        detail=detail,
    )
