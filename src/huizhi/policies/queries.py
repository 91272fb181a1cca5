"""What reads policies: versions, the parsed pack of a version, findings, what is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.policies.errors import NoVersionInForce
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import VersionState
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.findings import Finding
from huizhi.rules.packs.checking import PackError, check_files, table_proofs
from huizhi.rules.packs.model import Benefit, Document, Pack
from huizhi.rules.packs.proving import TableProof
from huizhi.rules.packs.reading import PACK_FILE, TESTS_FOLDER, read_folder
from huizhi.rules.yaml_text import read_yaml


@dataclass(frozen=True)
class BenefitOf:
    """A benefit with the document it stands in."""

    document: Document
    benefit: Benefit

    @property
    def id(self) -> str:
        """The benefit's id."""
        return self.benefit.id

    @property
    def name(self) -> str:
        """The benefit's name in the language of the screen."""
        return self.benefit.name.get(screen_language())

    @property
    def assumption(self) -> str:
        """What is assumed about the benefit, its clause or its document; empty for nothing."""
        clause = self.document.clauses.get(self.benefit.clause)
        for words in (
            self.benefit.assumption,
            clause.assumption if clause else None,
            self.document.assumption,
        ):
            if words is not None:
                return words.get(screen_language())
        return ""


def versions_for(user: User) -> QuerySet[PackVersion]:
    """Return the versions a user may see, without their text. Policies have no county."""
    rows = PackVersion.objects.select_related("stored_by", "enforced_by").defer("files")
    return rows if has_right(user, Right.POLICIES_VIEW) else rows.none()


def drafts_for(user: User) -> QuerySet[PackDraft]:
    """Return the drafts a user may see. Policies have no county."""
    rows = PackDraft.objects.select_related("based_on", "decided_by", "version")
    rows = rows.defer("based_on__files", "version__files").prefetch_related("authors")
    return rows if has_right(user, Right.POLICIES_VIEW) else rows.none()


def enforced() -> QuerySet[PackVersion]:
    """Return the versions that are in force on some day, the newest first, without their text."""
    rows = PackVersion.objects.defer("files").filter(state=VersionState.IN_FORCE)
    return rows.order_by("-in_force_from", "-pk")


def in_force(on: dt.date) -> QuerySet[PackVersion]:
    """Return the versions in force on a day, without their text."""
    return enforced().filter(Q(in_force_to=None) | Q(in_force_to__gte=on), in_force_from__lte=on)


def is_newest(version: PackVersion) -> bool:
    """Say whether a version is in force and none of the same pack comes into force after it."""
    return enforced().filter(pack_id=version.pack_id).first() == version


def version_in_force(*, on: dt.date, pack_id: str | None = None) -> PackVersion:
    """Return the version in force on a day, of one pack or of the one that was enforced last.

    Errors: `NoVersionInForce`.
    """
    rows = in_force(on)
    if pack_id is not None:
        rows = rows.filter(pack_id=pack_id)
    version = rows.order_by("-enforced_at").first()
    if version is None:
        raise NoVersionInForce(
            _("No policy pack is in force on {day}. Put one in force first.").format(
                day=on.isoformat()
            )
        )
    return version


@lru_cache(maxsize=16)
def _checked(texts: tuple[tuple[str, str], ...]) -> tuple[Pack | None, tuple[Finding, ...]]:
    pack, found = check_files(dict(texts))
    return pack, tuple(found)


def checked(files: Mapping[str, str]) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Return the pack of some files and every finding; None for a pack that cannot be evaluated.

    Checked once per process and text; the pack's own tests play no part.
    """
    used = {name: text for name, text in files.items() if not name.startswith(f"{TESTS_FOLDER}/")}
    return _checked(tuple(sorted(used.items())))


@lru_cache(maxsize=64)
def _of_version(fingerprint: str) -> tuple[Pack, tuple[Finding, ...]]:
    version = PackVersion.objects.filter(fingerprint=fingerprint).first()
    if version is None:
        raise PackVersion.DoesNotExist(fingerprint)
    pack, found = checked(version.files)
    if pack is None:
        raise PackError(found)
    return pack, found


def parsed(version: PackVersion) -> Pack:
    """Return the pack of a version; parsed once per process and text."""
    return _of_version(version.fingerprint)[0]


@lru_cache(maxsize=16)
def _catalogue(fingerprint: str) -> Catalogue:
    return _of_version(fingerprint)[0].catalogue(load_catalogue())


def catalogue(version: PackVersion) -> Catalogue:
    """Return the facts that a version's policies may name."""
    return _catalogue(version.fingerprint)


def findings(version: PackVersion) -> tuple[Finding, ...]:
    """Return what the check finds in a version: warnings and notices, as errors keep it out."""
    return _of_version(version.fingerprint)[1]


@lru_cache(maxsize=64)
def _proofs(fingerprint: str) -> tuple[TableProof, ...]:
    return tuple(table_proofs(_of_version(fingerprint)[0]))


def proofs(version: PackVersion) -> tuple[TableProof, ...]:
    """Return what is proved of a version's tables; proved once per process and text."""
    return _proofs(version.fingerprint)


@lru_cache(maxsize=64)
def _benefits(fingerprint: str, on: dt.date) -> Mapping[str, BenefitOf]:
    held = _of_version(fingerprint)[0].benefits(on)
    return {benefit.id: BenefitOf(document, benefit) for document, benefit in held}


def benefits(version: PackVersion, on: dt.date) -> Mapping[str, BenefitOf]:
    """Return the benefits that hold on a day, by id, in the order of the pack."""
    return _benefits(version.fingerprint, on)


def document_of(version: PackVersion, file: str) -> Document | None:
    """Return the document that stands in a file of the version, or None."""
    return next((d for d in parsed(version).documents if d.file == file), None)


def pack_folders() -> list[Path]:
    """Return the folders of this installation that hold a pack, by name."""
    if not settings.PACKS_DIR.is_dir():
        return []
    return sorted(path.parent for path in settings.PACKS_DIR.glob(f"*/{PACK_FILE}"))


def pack_tests(pack_id: str) -> dict[str, str]:
    """Return the files of tests that this installation's folder of a pack holds, by path."""
    for folder in pack_folders():
        files = read_folder(folder)
        head = read_yaml(PACK_FILE, files[PACK_FILE])
        if isinstance(head.data, dict) and head.data.get("id") == pack_id:
            return {name: files[name] for name in files if name.startswith(f"{TESTS_FOLDER}/")}
    return {}
