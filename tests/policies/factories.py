"""A small pack with three benefits, stored and put in force through the services."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from huizhi.kernel.models import User
from huizhi.policies import services
from huizhi.policies.models import PackVersion

EXAMPLE = Path(__file__).parent / "example_pack"
START = dt.date(2021, 1, 1)


def make_draft(actor: User, folder: Path = EXAMPLE) -> PackVersion:
    return services.store_pack(folder=folder, actor=actor)


def make_version(actor: User, from_: dt.date = START) -> PackVersion:
    return services.put_in_force(version=make_draft(actor), from_=from_, actor=actor)


def changed_pack(folder: Path, old: str, new: str, file: str = "pack.yaml") -> Path:
    """Return a copy of the example in which a text is replaced."""
    copy = folder / "changed"
    shutil.copytree(EXAMPLE, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), "utf-8")
    return copy
