"""What changes drafts on the policy desk: started, edited, submitted, sent back or accepted.

A draft is a copy: whatever happens to it, a version in force stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.kernel import audit, clock
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.policies import queries, services
from huizhi.policies.draft_checks import broken_by
from huizhi.policies.errors import DraftRefused, SecondOfficerNeeded
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import EDITABLE, DraftState, require_draft_move
from huizhi.rules.packs import parts
from huizhi.rules.packs.editing import Row, feel_value, key_of, path_of, with_rows
from huizhi.rules.packs.model import PolicyTable
from huizhi.rules.packs.reading import PACK_FILE, fingerprint_of, read_pack
from huizhi.rules.yaml_edits import EditRefused, Put, edited
from huizhi.rules.yaml_text import Path, read_yaml


def start_draft(*, version: PackVersion, number: str, actor: User) -> PackDraft:
    """Start a draft from the version of a pack that comes into force last.

    Errors: `DraftRefused` for another version, or a number that is taken.
    """
    require(actor, Right.POLICIES_ENFORCE)
    _require_newest(version)
    taken = PackVersion.objects.filter(pack_id=version.pack_id, version=number).exists()
    if taken or _open_drafts().filter(based_on__pack_id=version.pack_id, number=number).exists():
        raise DraftRefused(
            _("There is a version or a draft {number} already. Choose another number.").format(
                number=number
            )
        )
    head = read_yaml(PACK_FILE, version.files[PACK_FILE])
    files = {**version.files, PACK_FILE: edited(head, [Put(("version",), number)]).text}
    with transaction.atomic():
        draft = PackDraft(based_on=version, number=number, files=files, changed_at=clock.now())
        draft.save()
        draft.authors.add(actor)
        _log(actor, "policies.draft_start", draft, {"pack_version": version.pk, "version": number})
    return draft


def change_table(
    *, draft: PackDraft, file: str, table: PolicyTable, rows: Sequence[Row], seen: str, actor: User
) -> PackDraft:
    """Write the rules of a table into a draft, also such that the check finds errors in.

    `seen` is the fingerprint of the draft whose rules the rows were made from. Errors:
    `IllegalMove` or `DraftRefused` when the draft was submitted or changed since.
    """
    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=lambda files: with_table(files, file, table, rows),
        what={"file": file, "table": table.english},
    )


def change_texts(
    *, draft: PackDraft, file: str, texts: Mapping[str, str], seen: str, actor: User
) -> PackDraft:
    """Write texts of FEEL into a file of a draft, by `FeelPart.key`. Errors: as `change_table`."""
    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=lambda files: with_texts(files, file, texts),
        what={"file": file, "texts": sorted(texts)},
    )


def add_part(
    *,
    draft: PackDraft,
    file: str,
    path: Path,
    value: Mapping[str, Any],
    seen: str,
    actor: User,
) -> PackDraft:
    """Add a part to a list of a file, see `rules.packs.parts`. Errors: as `change_table`."""
    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=lambda files: parts.with_new_part(files, file, path, value),
        action="policies.draft_add_part",
        what={"file": file, "part": key_of(path)},
    )


def change_part(
    *,
    draft: PackDraft,
    file: str,
    path: Path,
    value: Mapping[str, Any],
    seen: str,
    actor: User,
) -> PackDraft:
    """Change fields of a part of a file, those that are None go. Errors: as `change_table`."""
    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=lambda files: parts.with_part(files, file, path, value),
        action="policies.draft_change_part",
        what={"file": file, "part": key_of(path)},
    )


def remove_part(*, draft: PackDraft, file: str, path: Path, seen: str, actor: User) -> PackDraft:
    """Remove a part that nothing else needs. A column may go, and its table be mended afterwards.

    Errors: as `change_table`, and `DraftRefused` when the check of a sound draft would find errors.
    """

    def edit(files: Mapping[str, str]) -> dict[str, str]:
        left = parts.without_part(files, file, path)
        return left if parts.is_column(path) else _unbroken(files, left)

    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=edit,
        action="policies.draft_remove_part",
        what={"file": file, "part": key_of(path)},
    )


def add_document(
    *, draft: PackDraft, value: Mapping[str, Any], seen: str, actor: User
) -> PackDraft:
    """Add a document with its first clauses in a file of its own.

    Errors: as `change_table`, and `DraftRefused` when there is such a file.
    """
    name = parts.document_name(draft.files, value)

    def edit(files: Mapping[str, str]) -> dict[str, str]:
        if name in files:
            raise DraftRefused(
                _("There is a document {name} already. Choose another id or first day.").format(
                    name=name
                )
            )
        return parts.with_new_document(files, value)

    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=edit,
        action="policies.draft_add_part",
        what={"file": name},
    )


def remove_document(*, draft: PackDraft, file: str, seen: str, actor: User) -> PackDraft:
    """Remove a document from which nothing else takes anything. Errors: as `remove_part`."""
    return _change(
        draft=draft,
        actor=actor,
        seen=seen,
        edit=lambda files: _unbroken(files, parts.without_document(files, file)),
        action="policies.draft_remove_part",
        what={"file": file},
    )


def with_table(
    files: Mapping[str, str], file: str, table: PolicyTable, rows: Sequence[Row]
) -> dict[str, str]:
    """Return files in which one table has other rules."""
    return {**files, file: with_rows(read_yaml(file, files[file]), table, rows)}


def with_texts(files: Mapping[str, str], file: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return files in which one file has other texts of FEEL, by `FeelPart.key`."""
    edits = [Put(path_of(key), feel_value(text)) for key, text in texts.items()]
    return {**files, file: edited(read_yaml(file, files[file]), edits).text}


def not_written(error: EditRefused) -> str:
    """Say that a change cannot be made in the text of a pack, and where."""
    return _("The desk cannot write this into the text of the pack: {place}").format(place=error)


def submit(*, draft: PackDraft, actor: User) -> PackDraft:
    """Send a draft to a second officer.

    Errors: `PackRefused` when the check finds errors, `DraftRefused` when nothing differs or
    another version came into force since, `IllegalMove`.
    """
    require(actor, Right.POLICIES_ENFORCE)
    with transaction.atomic():
        draft = _locked(draft, DraftState.SUBMITTED)
        _require_newest(draft.based_on)
        services.load(draft.files)
        if _without_head(draft.files) == _without_head(draft.based_on.files):
            raise DraftRefused(_("Nothing is changed yet: there is nothing to decide on."))
        draft.authors.add(actor)
        _move(draft, DraftState.SUBMITTED)
        _log(actor, "policies.draft_submit", draft, {"fingerprint": fingerprint_of(draft.files)})
    return draft


def send_back(*, draft: PackDraft, reason: str, actor: User) -> PackDraft:
    """Send a submitted draft back to its authors. Errors: `SecondOfficerNeeded`, `IllegalMove`."""
    with transaction.atomic():
        draft = _decided(draft, DraftState.RETURNED, actor)
        _move(draft, DraftState.RETURNED, reason=reason)
        _log(actor, "policies.draft_send_back", draft, {"reason": reason})
    return draft


def accept(*, draft: PackDraft, from_: dt.date, actor: User) -> PackVersion:
    """Make a submitted draft a version and put it in force from a day.

    Errors: `SecondOfficerNeeded`, `IllegalMove`, `DraftRefused`, and those of `store_pack` and
    `put_in_force`.
    """
    with transaction.atomic():
        draft = _decided(draft, DraftState.ACCEPTED, actor)
        # Held, so that of two drafts from one version the second meets the first's version.
        _require_newest(PackVersion.objects.select_for_update().get(pk=draft.based_on_id))
        stored = services.store_files(files=draft.files, actor=actor)
        version = services.put_in_force(version=stored, from_=from_, actor=actor)
        draft.version = version
        _move(draft, DraftState.ACCEPTED, reason="")
        _log(actor, "policies.draft_accept", draft, {"pack_version": version.pk})
    return version


def discard(*, draft: PackDraft, actor: User) -> PackDraft:
    """Give a draft up; its text stays readable. Errors: `IllegalMove`."""
    require(actor, Right.POLICIES_ENFORCE)
    with transaction.atomic():
        draft = _locked(draft, DraftState.DISCARDED)
        _move(draft, DraftState.DISCARDED)
        _log(actor, "policies.draft_discard", draft, {})
    return draft


def _change(
    *,
    draft: PackDraft,
    actor: User,
    seen: str,
    edit: Callable[[Mapping[str, str]], dict[str, str]],
    what: dict[str, object],
    action: str = "policies.draft_change",
) -> PackDraft:
    require(actor, Right.POLICIES_ENFORCE)
    with transaction.atomic():
        draft = PackDraft.objects.select_for_update().get(pk=draft.pk)
        if draft.state not in EDITABLE:
            raise DraftRefused(
                _("The draft is “{state}” and its text does not change any more.").format(
                    state=draft.get_state_display()
                )
            )
        if seen != fingerprint_of(draft.files):
            raise DraftRefused(
                _("The draft was changed meanwhile. Open the page again and repeat your change.")
            )
        try:
            files = edit(draft.files)
        except EditRefused as error:
            raise DraftRefused(not_written(error)) from error
        pack, found = read_pack(files)
        if pack is None:
            raise DraftRefused(found[0].message(screen_language()))
        draft.files = files
        draft.changed_at = clock.now()
        draft.save(update_fields=["files", "changed_at"])
        draft.authors.add(actor)
        _log(actor, action, draft, {**what, "fingerprint": fingerprint_of(files)})
    return draft


def _unbroken(before: Mapping[str, str], after: dict[str, str]) -> dict[str, str]:
    broken = broken_by(before, after)
    if broken:
        raise DraftRefused(
            _("It is still needed. Without it the check would find: {finding}").format(
                finding=broken[0].message(screen_language())
            )
        )
    return after


def _locked(draft: PackDraft, target: DraftState) -> PackDraft:
    """Return the draft, held until the transaction ends, if it may become `target`."""
    draft = PackDraft.objects.select_for_update().get(pk=draft.pk)
    require_draft_move(draft.state, target)
    return draft


def _decided(draft: PackDraft, target: DraftState, actor: User) -> PackDraft:
    """Return the draft, held, if this officer may decide on it."""
    require(actor, Right.POLICIES_ENFORCE)
    draft = _locked(draft, target)
    if draft.authors.filter(pk=actor.pk).exists():
        raise SecondOfficerNeeded(
            _("You have a part in this draft: an officer who has none must decide on it.")
        )
    draft.decided_by = actor
    return draft


def _move(draft: PackDraft, target: DraftState, **fields: object) -> None:
    draft.state = target
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()


def _open_drafts() -> QuerySet[PackDraft]:
    return PackDraft.objects.exclude(state__in=(DraftState.ACCEPTED, DraftState.DISCARDED))


def _require_newest(version: PackVersion) -> None:
    """Refuse a version that another one follows: the draft would undo what that one changed."""
    if not queries.is_newest(version):
        raise DraftRefused(
            _(
                "A draft begins from the version that comes into force last; {version} is not."
                " Start a new draft from that one."
            ).format(version=version)
        )


def _without_head(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files with no version number in the head."""
    head = read_yaml(PACK_FILE, files[PACK_FILE])
    return {**files, PACK_FILE: edited(head, [Put(("version",), "")]).text}


def _log(actor: User, action: str, draft: PackDraft, detail: dict[str, object]) -> None:
    audit.append(
        actor=actor,
        action=action,
        subject_kind="pack_draft",
        subject_id=draft.pk,
        detail=detail,
    )
