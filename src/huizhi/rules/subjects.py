"""Who can hold a benefit, and how such a one is named."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

# Under these facts a subject goes by its name: people have 姓名, all others 名称.
NAMES = ("姓名", "名称")


class SubjectKind(StrEnum):
    """The kinds of subject that facts, results, cases and payments carry.

    Hashed as the text it is: that of an Enum is slow, and subjects are looked up all the time.
    """

    __hash__ = str.__hash__

    PERSON = "person"
    TEAM = "team"
    ORGANISATION = "organisation"
    PLATFORM = "platform"
    BASE = "base"
    PROJECT = "project"


class SubjectRef(NamedTuple):
    """A subject by kind and id. The id is text and unique within its kind."""

    kind: SubjectKind
    id: str
