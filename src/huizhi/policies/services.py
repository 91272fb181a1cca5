"""What changes policies: storing a version of a pack, putting it in force, withdrawing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huizhi.kernel import audit, clock
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.policies import queries
from huizhi.policies.errors import PackRefused, VersionFixed
from huizhi.policies.models import PackVersion
from huizhi.policies.states import VersionState, require_move
from huizhi.rules.findings import Finding, has_errors
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.reading import read_folder


def store_pack(*, folder: Path, actor: User) -> PackVersion:
    """Store the pack of a folder as a draft, or return the version that has the same text.

    A draft of the same pack and version is replaced. Errors: `PackRefused` when the check finds
    errors; `VersionFixed` when that version was in force once and its text would change.
    """
    require(actor, Right.POLICIES_ENFORCE)
    return store_files(files=read_folder(folder), actor=actor)


def store_files(*, files: Mapping[str, str], actor: User) -> PackVersion:
    """Store the pack of some files, text by path, as a draft. Errors: as for `store_pack`."""
    require(actor, Right.POLICIES_ENFORCE)
    pack = load(files)
    with transaction.atomic():
        found = (
            PackVersion.objects.select_for_update()
            .filter(pack_id=pack.id, version=pack.version)
            .first()
        )
        if found is not None and found.fingerprint == pack.fingerprint:
            return found
        if found is not None and found.state != VersionState.DRAFT:
            raise VersionFixed(
                _(
                    "Version {version} of this pack was put in force and never changes again."
                    " Give the changed pack another version in pack.yaml."
                ).format(version=pack.version)
            )
        version = found or PackVersion(pack_id=pack.id, version=pack.version)
        _fill(version, pack, actor)
        version.save()
        audit.append(
            actor=actor,
            action="policies.store",
            subject_kind="pack_version",
            subject_id=version.pk,
            detail={"pack": pack.id, "version": pack.version, "fingerprint": pack.fingerprint},
        )
    return version


def put_in_force(*, version: PackVersion, from_: dt.date, actor: User) -> PackVersion:
    """Put a draft in force from a day; the version before it ends on the day before.

    Errors: `PackRefused` when the check finds errors, `IllegalMove` for a version that is no draft
    or a day that is not after the start of the version before.
    """
    require(actor, Right.POLICIES_ENFORCE)
    load(version.files)
    with transaction.atomic():
        version = PackVersion.objects.select_for_update().get(pk=version.pk)
        require_move(version.state, VersionState.IN_FORCE)
        before = (
            PackVersion.objects.select_for_update()
            .filter(pack_id=version.pack_id, state=VersionState.IN_FORCE)
            .order_by("-in_force_from")
            .first()
        )
        if before is not None:
            _end(before, from_)
        version.state = VersionState.IN_FORCE
        version.in_force_from = from_
        version.enforced_by = actor
        version.enforced_at = clock.now()
        version.save()
        audit.append(
            actor=actor,
            action="policies.put_in_force",
            subject_kind="pack_version",
            subject_id=version.pk,
            detail={"from": from_.isoformat(), "ends": before.pk if before else None},
        )
    return version


def withdraw(*, version: PackVersion, reason: str, actor: User) -> PackVersion:
    """Withdraw a version: no new run uses it. Runs that used it stay as they are.

    Errors: `IllegalMove` for a version that is not in force.
    """
    require(actor, Right.POLICIES_ENFORCE)
    with transaction.atomic():
        version = PackVersion.objects.select_for_update().get(pk=version.pk)
        require_move(version.state, VersionState.WITHDRAWN)
        version.state = VersionState.WITHDRAWN
        version.save(update_fields=["state"])
        audit.append(
            actor=actor,
            action="policies.withdraw",
            subject_kind="pack_version",
            subject_id=version.pk,
            detail={"reason": reason},
        )
    return version


def load(files: Mapping[str, str]) -> Pack:
    """Return the pack of some files, or refuse with every finding."""
    pack, findings = queries.checked(files)
    if pack is None or has_errors(findings):
        raise _refused(findings)
    return pack


def _refused(findings: tuple[Finding, ...]) -> PackRefused:
    errors = [finding for finding in findings if finding.severity == "error"]
    return PackRefused(
        _("The pack has {count} errors and cannot be used. The first: {first}").format(
            count=len(errors), first=errors[0].format(screen_language())
        ),
        findings,
    )


def _fill(version: PackVersion, pack: Pack, actor: User) -> None:
    version.name_zh = pack.name.zh
    version.name_en = pack.name.en
    version.region = pack.region
    version.fingerprint = pack.fingerprint
    version.files = dict(pack.files)
    version.stored_by = actor
    version.stored_at = clock.now()


def _end(before: PackVersion, next_start: dt.date) -> None:
    """End the version before on the day before the next one starts."""
    if before.in_force_from is not None and next_start <= before.in_force_from:
        raise IllegalMove(
            _("Version {version} is in force from {start}: choose a later day.").format(
                version=before.version, start=before.in_force_from.isoformat()
            )
        )
    before.in_force_to = next_start - dt.timedelta(days=1)
    before.save(update_fields=["in_force_to"])
