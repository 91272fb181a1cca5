"""The audit log in words: what was done, to what, and the names of its details.

A room that writes a new action adds a line to `ACTIONS`; an action without words shows as its
code. Kinds of subject are named by the models, so that they need no line here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.fact_wording import path_words
from huizhi.kernel.roles import Role
from huizhi.kernel.wording import yuan
from huizhi.ledger.models import Pool
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind

ACTIONS: dict[str, Any] = {
    "cases.approved": _("Case approved"),
    "cases.batch": _("Batch of offers made"),
    "cases.offer": _("Case offered"),
    "cases.offered": _("Case offered"),
    "cases.paid": _("Case paid"),
    "cases.paying": _("Case put into a bank file"),
    "cases.withdrawn": _("Case withdrawn"),
    "entitlements.compare": _("Comparison started"),
    "entitlements.complete": _("Run completed"),
    "entitlements.fail": _("Run failed"),
    "entitlements.start": _("Run started"),
    "facts.record": _("Facts recorded"),
    "governance.body.add": _("Body added"),
    "governance.body.add_seat": _("Seat added"),
    "governance.body.change": _("Body changed"),
    "governance.body.change_seat": _("Seat changed"),
    "governance.body.remove_seat": _("Seat removed"),
    "governance.handover.make": _("Work handed over"),
    "governance.lightrule.set": _("Limits of a light set"),
    "governance.meeting.add": _("Meeting added"),
    "governance.meeting.change": _("Meeting changed"),
    "governance.meeting.correct": _("Decision corrected"),
    "governance.meeting.decide": _("Decision recorded"),
    "governance.meeting.move": _("State of a meeting changed"),
    "governance.plan.add": _("Plan added"),
    "governance.plan.add_item": _("Item of a plan added"),
    "governance.plan.change": _("Plan changed"),
    "governance.plan.correct": _("Item of a plan corrected"),
    "governance.problem.add": _("Problem added"),
    "governance.problem.change": _("Problem changed"),
    "governance.problem.move": _("State of a problem changed"),
    "governance.seat.hand_over": _("Seat handed over"),
    "governance.task.accept": _("Task accepted"),
    "governance.task.add": _("Task added"),
    "governance.task.change": _("Task changed"),
    "governance.task.hand_over": _("Task handed over"),
    "governance.task.move": _("State of a task changed"),
    "governance.task.note": _("Progress noted"),
    "governance.task.put_off": _("Task put off"),
    "ledger.fund": _("Pool funded"),
    "ledger.open": _("Pool opened"),
    "lists.apply": _("Import applied"),
    "lists.discard": _("Import discarded"),
    "lists.take_refused": _("Refused rows of an import taken"),
    "lists.upload": _("List uploaded"),
    "office.export": _("List exported"),
    "organisations.add": _("Organisation added"),
    "organisations.add_cluster": _("Industry cluster added"),
    "organisations.add_name": _("Name of an organisation added"),
    "organisations.change": _("Organisation changed"),
    "organisations.facts": _("Facts of an organisation recorded"),
    "organisations.import": _("Ministry's list imported"),
    "organisations.mark_different": _("Organisations marked as two"),
    "organisations.merge": _("Organisations merged"),
    "organisations.merge_facts": _("Facts stated anew after a merge"),
    "organisations.merged_into": _("Organisation merged into another"),
    "organisations.record_rank": _("Rank of an organisation recorded"),
    "organisations.remove_name": _("Name of an organisation removed"),
    "organisations.remove_rank": _("Rank of an organisation removed"),
    "organisations.rename_cluster": _("Industry cluster renamed"),
    "organisations.restore_cluster": _("Industry cluster in use again"),
    "organisations.retire_cluster": _("Industry cluster out of use"),
    "organisations.withdraw_facts": _("Facts of a merged organisation withdrawn"),
    "partners.add": _("Record of cooperation added"),
    "partners.add_base_kind": _("Kind of base added"),
    "partners.add_funding": _("Money of a project added"),
    "partners.add_part": _("Part of a record added"),
    "partners.answer_advice": _("Advice answered"),
    "partners.attach_document": _("Document attached"),
    "partners.change": _("Record of cooperation changed"),
    "partners.change_base_kind": _("Kind of base changed"),
    "partners.change_part": _("Part of a record changed"),
    "partners.facts": _("Facts of a record of cooperation recorded"),
    "partners.indicator_add": _("Indicator added"),
    "partners.link": _("Linked with what followed"),
    "partners.milestone_add": _("Milestone added"),
    "partners.milestone_change": _("Milestone changed"),
    "partners.milestone_remove": _("Milestone removed"),
    "partners.move": _("State of a record of cooperation changed"),
    "partners.point_upload": _("Values uploaded"),
    "partners.point_withdraw": _("Value withdrawn"),
    "partners.points": _("Values recorded"),
    "partners.read_document": _("Document read"),
    "partners.remove_document": _("Document removed"),
    "partners.remove_funding": _("Money of a project removed"),
    "partners.remove_part": _("Part of a record removed"),
    "partners.result_add": _("Result added"),
    "partners.result_change": _("Result changed"),
    "partners.result_remove": _("Result removed"),
    "partners.series_change": _("Indicator series changed"),
    "partners.series_start": _("Indicator series started"),
    "partners.series_targets": _("Targets of a series set"),
    "partners.settle_obligation": _("Obligation settled"),
    "partners.unlink": _("Link with what followed removed"),
    "payments.account": _("Bank account stored"),
    "payments.bank_file": _("Bank file taken"),
    "payments.paid": _("Payment confirmed"),
    "payments.prepare": _("Batch of payments prepared"),
    "people.add": _("Person added"),
    "people.add_team": _("Team added"),
    "people.change_facts": _("Facts of a person changed"),
    "people.confirm_facts": _("Facts of a person confirmed"),
    "people.export": _("People exported"),
    "people.import_apply": _("Import applied"),  # these four by version 0.1 only; see lists
    "people.import_discard": _("Import discarded"),
    "people.import_take_refused": _("Refused rows of an import taken"),
    "people.import_upload": _("List uploaded"),
    "people.reveal_id_number": _("Whole ID number shown"),
    "people.set_id_number": _("ID number entered"),
    "people.set_members": _("Members of a team set"),
    "people.set_publication": _("Publication decided"),
    "policies.draft_accept": _("Draft of a policy pack accepted"),
    "policies.draft_add_part": _("Part added to a draft of a policy pack"),
    "policies.draft_change": _("Draft of a policy pack changed"),
    "policies.draft_change_part": _("Part of a draft of a policy pack changed"),
    "policies.draft_remove_part": _("Part removed from a draft of a policy pack"),
    "policies.draft_discard": _("Draft of a policy pack discarded"),
    "policies.draft_send_back": _("Draft of a policy pack sent back"),
    "policies.draft_start": _("Draft of a policy pack started"),
    "policies.draft_submit": _("Draft of a policy pack submitted"),
    "policies.put_in_force": _("Pack version put in force"),
    "policies.store": _("Pack version stored"),
    "policies.withdraw": _("Pack version withdrawn"),
    "regions.import": _("Regions imported"),
    "reports.change_text": _("Wording of the report changed"),
    "reports.discard": _("Report discarded"),
    "reports.download": _("Report downloaded"),
    "reports.list_more": _("More problems listed in a report"),
    "reports.make": _("Report made"),
    "reports.make_final": _("Report made final"),
    "tokens.make": _("Access token made"),
    "tokens.revoke": _("Access token revoked"),
    "users.add": _("User added"),
    "users.change": _("User changed"),
    "webhooks.add": _("Webhook added"),
    "webhooks.change": _("Webhook changed"),
    "webhooks.delete": _("Webhook deleted"),
    "webhooks.pause": _("Webhook paused"),
    "webhooks.resend": _("Message sent again"),
    "webhooks.resume": _("Webhook resumed"),
}
DETAILS: dict[str, Any] = {
    "active": _("May sign in"),
    "after": pgettext_lazy("of a comparison", "After"),
    "amount_fen": _("Amount"),
    "as_of": _("As-of date"),
    "before": pgettext_lazy("of a comparison", "Before"),
    "benefit": _("Benefit"),
    "changed": pgettext_lazy("audit", "Changed"),
    "code": _("Code"),
    "county": _("County"),
    "draft": _("Draft"),
    "due_fen": _("Amount due"),
    "ends": _("Ends version number"),
    "entitled": _("Entitled"),
    "facts": _("Facts"),
    "fen": _("Amount"),
    "file": _("File"),
    "filters": pgettext_lazy("audit", "Filters"),
    "fingerprint": _("Fingerprint"),
    "from": pgettext_lazy("audit", "From"),
    "log_position": _("Log position"),
    "masked": _("ID number (masked)"),
    "message": _("Message"),
    "name": _("Name"),
    "new": pgettext_lazy("audit", "New"),
    "not_for_publication": _("Not for publication"),
    "on": pgettext_lazy("audit", "On"),
    "pack": _("Policy pack"),
    "pack_version": _("Pack version"),
    "part": pgettext_lazy("audit", "Part"),
    "password": _("New password"),
    "payments": _("Payments"),
    "pool": _("Pool"),
    "purpose": _("Purpose"),
    "quantity": _("Quantity"),
    "reason": _("Reason"),
    "role": _("Role"),
    "rows": _("Rows"),
    "run": _("Run"),
    "snapshot": _("Fingerprint of the facts"),
    "source": _("Source"),
    "state": _("State"),
    "table": _("Table"),
    "texts": _("Expressions"),
    "to": pgettext_lazy("audit", "To"),
    "username": _("Name to sign in with"),
    "version": _("Version"),
}
NUMBERS = ("run", "before", "after", "draft", "pack_version", "log_position", "ends", "position")
LIST = "_list"
PLURALS = {"people": "person"}
ROOMS = "huizhi."
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def action_words(action: str) -> str:
    """Return what was done; the code of an action that has no words."""
    return str(ACTIONS.get(action, action))


@cache
def models_by_kind() -> Mapping[str, type[Model]]:
    """Return our models by the kind the log gives their records: pack_version, person."""
    return {
        _HUMP.sub("_", model.__name__).lower(): model
        for model in apps.get_models()
        if model.__module__.startswith(ROOMS)
    }


def model_of(kind: str) -> type[Model] | None:
    """Return the model whose record an entry is about, None where there is none."""
    return models_by_kind().get(kind)


def kind_words(kind: str) -> str:
    """Return a kind of subject in words; its code where no model has it."""
    name = kind.removesuffix(LIST)
    name = PLURALS.get(name, name)
    by_name = models_by_kind().items()
    model = next((model for known, model in by_name if name in (known, _joined(known))), None)
    if model is None:
        return kind
    words = capfirst(str(model._meta.verbose_name))
    return gettext("List: {name}").format(name=words) if kind.endswith(LIST) else words


def _joined(kind: str) -> str:
    return kind.replace("_", "")


def detail_words(kind: str, detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the details of an entry as names and values in words."""
    return [
        (str(DETAILS.get(key, key)), _value(kind, key, value))
        for key, value in detail.items()
        if value not in (None, "", [], {})
    ]


def _value(kind: str, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if key == "fen" or key.endswith("_fen"):
        return yuan(Money(int(value)))
    if key == "role":
        return str(dict(Role.choices).get(value, value))
    if key in ("state", "from", "to"):
        return _state(kind, value)
    if key == "pool":
        return str(Pool.objects.filter(code=value).first() or value)
    if key == "facts":
        return "、".join(_fact(kind, name) for name in value)
    if key == "changed":
        return "、".join(_field(kind, name) for name in value)
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{name}: {item}" for name, item in value.items())
    return f"{value:,}" if isinstance(value, int) and key not in NUMBERS else str(value)


def _state(kind: str, value: str) -> str:
    model = model_of(kind)
    try:
        field = model._meta.get_field("state") if model else None
        choices = dict(getattr(field, "choices", None) or ())
    except FieldDoesNotExist:
        choices = {}
    return str(choices.get(value, value))


def _fact(kind: str, name: str) -> str:
    return path_words(name, SubjectKind(kind)) if kind in list(SubjectKind) else name


def _field(kind: str, name: str) -> str:
    model = model_of(kind)
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    return str(getattr(field, "verbose_name", name))
