"""Pages about pack versions: the version, its documents, storing, putting in force, withdrawing."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.backoffice.policies.forms import InForceForm, StoreForm, WithdrawForm
from huizhi.kernel.languages import screen_language
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.policies import queries, services
from huizhi.policies.models import PackVersion
from huizhi.policies.states import VersionState
from huizhi.rules.packs.model import Cap, Document, Group, Pack

LEFT_TO_PEOPLE = "not-evaluated"
"""The finding that the page tells in a list of its own, by the names of the benefits."""


class VersionRecord(RecordPage):
    """A page about one pack version."""

    right = Right.POLICIES_VIEW
    header_icon = "doc-full-inverse"

    def rows(self) -> QuerySet[PackVersion]:
        """Return the versions this user may see."""
        return queries.versions_for(self.user)

    def version_trail(self) -> dict[str, str]:
        """Return the step of the trail that leads to the version."""
        return {
            "url": reverse("packversion:record", args=[self.number]),
            "label": str(self.record),
        }

    def list_trail(self) -> dict[str, str]:
        """Return the step of the trail that leads to the list."""
        return {"url": reverse("packversion:index"), "label": _("Policy packs")}


class VersionPage(VersionRecord):
    """A version: what is in it, what the check says, what can be done with it."""

    template_name = "backoffice/policies/version.html"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [self.list_trail()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pack, its findings and the moves open to this user."""
        pack = queries.parsed(self.record)
        documents = {document.file: document for document in pack.documents}
        language = screen_language()
        may_enforce = has_right(self.user, Right.POLICIES_ENFORCE)
        return super().get_context_data(
            pack=pack,
            findings=[
                {
                    "finding": finding,
                    "message": finding.message(language),
                    "document": documents.get(finding.path),
                }
                for finding in queries.findings(self.record)
                if finding.code != LEFT_TO_PEOPLE
            ],
            left_to_people=[
                {"document": document, "benefit": benefit}
                for document in pack.documents
                for benefit in document.benefits
                if benefit.not_evaluated
            ],
            caps_left=[cap for cap in pack.caps if not cap.is_evaluated],
            combinations=[self._combination(pack, owner) for owner in pack.combinations],
            may_put_in_force=may_enforce and self.record.state == VersionState.DRAFT,
            may_start_draft=may_enforce and queries.is_newest(self.record),
            may_withdraw=may_enforce and self.record.state == VersionState.IN_FORCE,
            may_start_run=self.record.state == VersionState.IN_FORCE
            and has_right(self.user, Right.RUNS_START),
            **kwargs,
        )

    def _combination(self, pack: Pack, owner: Group | Cap) -> dict[str, Any]:
        """Return a stacking rule or a cap with the clause it stands in."""
        name, _separator, clause = owner.clause.partition("#")
        document = next((one for one in pack.documents if one.id == name), None)
        if document is None:
            return {"owner": owner}
        page = reverse("packversion:document", args=[self.number, document.file])
        return {
            "owner": owner,
            "clause": document.clauses.get(clause),
            "address": f"{page}#clause-{clause}",
        }


class DocumentPage(VersionRecord):
    """A document as it reads: clauses, and below each what was made of it."""

    template_name = "backoffice/policies/document.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the name of the file."""
        super().setup(request, *args, **kwargs)
        self.file = kwargs["file"]

    @property
    def document(self) -> Document:
        """The document of the file."""
        document = queries.document_of(self.record, self.file)
        if document is None:
            raise Http404
        return document

    def get_page_title(self) -> str:
        """Return the document's title."""
        return self.document.title.get(screen_language())

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the version."""
        return [self.list_trail(), self.version_trail()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document, with definitions, tables with their proofs, and benefits by clause."""
        document = self.document
        proofs = queries.proofs(self.record)
        clauses = [
            {
                "clause": clause,
                "definitions": [d for d in document.definitions if d.clause == clause.id],
                "tables": [
                    {
                        "table": table,
                        "proofs": [p for p in proofs if p.is_of(document.file, table.english)],
                    }
                    for table in document.tables
                    if table.clause == clause.id
                ],
                "benefits": [b for b in document.benefits if b.clause == clause.id],
            }
            for clause in document.clauses.values()
        ]
        pack = queries.parsed(self.record)
        groups = {group.id: group for group in pack.groups}
        return super().get_context_data(
            document=document,
            clauses=clauses,
            groups=groups,
            caps=[cap for cap in pack.caps if cap.clause.startswith(f"{document.id}#")],
            **kwargs,
        )


class VersionFiles(VersionRecord):
    """The files of a version, zipped: what the desk changed can go on in the pack's folder."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the archive."""
        version = self.record
        archive = BytesIO()
        with ZipFile(archive, "w", ZIP_DEFLATED) as written:
            for name, text in version.files.items():
                written.writestr(name, text)
        named = f'attachment; filename="{version.pack_id}-{version.version}.zip"'
        answer = HttpResponse(archive.getvalue(), content_type="application/zip")
        answer.headers["Content-Disposition"] = named
        return answer


class StorePage(FormPage):
    """Takes a pack from this installation's folders as a draft."""

    right = Right.POLICIES_ENFORCE
    form_class = StoreForm
    page_title = gettext_lazy("Store a pack as a draft")
    header_icon = "doc-full-inverse"
    submit_label = gettext_lazy("Check and store")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("packversion:index"), "label": _("Policy packs")}]

    def save(self, form: StoreForm) -> PackVersion:
        """Store the pack."""
        return services.store_pack(folder=form.folder(), actor=self.user)

    def success_message(self, made: PackVersion) -> str:
        """Say what was stored."""
        return _("{version} is stored.").format(version=made)

    def success_address(self, made: PackVersion) -> str:
        """Go to the version."""
        return reverse("packversion:record", args=[made.pk])


class _VersionForm(VersionRecord, FormPage):
    """A form about one version."""

    right = Right.POLICIES_ENFORCE

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the version."""
        return [self.list_trail(), self.version_trail()]

    def success_address(self, made: PackVersion) -> str:
        """Go back to the version."""
        return reverse("packversion:record", args=[made.pk])


class InForcePage(_VersionForm):
    """Puts a draft in force from a day."""

    template_name = "backoffice/policies/put_in_force.html"
    form_class = InForceForm
    submit_label = gettext_lazy("Put in force")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Put {version} in force").format(version=self.record)

    def save(self, form: Form) -> PackVersion:
        """Put it in force."""
        return services.put_in_force(
            version=self.record, from_=form.cleaned_data["from_"], actor=self.user
        )

    def success_message(self, made: PackVersion) -> str:
        """Say from when it is in force."""
        return _("{version} is in force from {day}.").format(version=made, day=made.in_force_from)


class WithdrawPage(_VersionForm):
    """Withdraws a version, with the reason."""

    template_name = "backoffice/form.html"
    form_class = WithdrawForm
    submit_label = gettext_lazy("Withdraw")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Withdraw {version}").format(version=self.record)

    def save(self, form: Form) -> PackVersion:
        """Withdraw it."""
        return services.withdraw(
            version=self.record, reason=form.cleaned_data["reason"], actor=self.user
        )

    def success_message(self, made: PackVersion) -> str:
        """Say that it is withdrawn."""
        return _("{version} is withdrawn.").format(version=made)
