"""What hangs on a record, as its page shows it: sections of one table each, buttons by right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.organisations.models import Organisation
from huizhi.partners import queries
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Document,
    Event,
    FollowUp,
    Obligation,
    Part,
    Platform,
    Project,
    Visit,
)
from huizhi.partners.states import ADVICE_MOVES, AdviceState, ObligationState
from huizhi.people.queries import people_for

BADGES = {
    ObligationState.OVERDUE: "no",
    ObligationState.FULFILLED: "yes",
    ObligationState.OPEN: "running",
    AdviceState.ADOPTED: "yes",
    AdviceState.REJECTED: "no",
    AdviceState.UNDER_STUDY: "running",
}


@dataclass(frozen=True)
class Cell:
    """Words in a table: with an address they lead there, with a badge they stand on a colour.

    `synthetic` says that what the row tells was made up for the demonstration.
    """

    text: str = ""
    address: str = ""
    badge: str | None = None
    synthetic: bool = False
    whole: bool = False
    """Whether it stays on one line, as a day does."""


@dataclass(frozen=True)
class Button:
    """A link, or with `confirm` a form of one button that asks first."""

    label: str | Promise
    address: str
    confirm: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table; its first cell is its heading."""

    cells: list[Cell]
    buttons: list[Button] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A titled table; `empty` says so where there are no rows."""

    anchor: str
    title: str
    headings: tuple[str, ...]
    rows: list[Row]
    empty: str
    buttons: list[Button] = field(default_factory=list)
    note: str = ""

    @property
    def has_buttons(self) -> bool:
        """Whether any row can be acted upon, which takes a column."""
        return any(row.buttons for row in self.rows)


@dataclass(frozen=True)
class Reader:
    """Who looks at which record, and whether they may change it."""

    user: User
    record: CooperationRecord
    editable: bool

    def address(self, page: str, *numbers: Any) -> str:
        """Return the address of a page below the record."""
        name = f"{self.record.record_kind}:{page}"
        return reverse(name, args=[self.record.pk, *numbers])

    def add(self, slug: str, label: str) -> list[Button]:
        """Return the button that adds a part, for those who may."""
        return [Button(label, self.address("add_part", slug))] if self.editable else []

    def change(self, slug: str, part: Part) -> list[Button]:
        """Return the buttons that change and take back a part, for those who may."""
        if not self.editable:
            return []
        return [
            Button(_("Edit"), self.address("edit_part", slug, part.pk)),
            Button(
                _("Take back"),
                self.address("remove_part", slug, part.pk),
                confirm=_("Take back: {part}?").format(part=part._meta.verbose_name),
            ),
        ]


def sections_of(record: CooperationRecord, user: User, *, editable: bool) -> list[Section]:
    """Return the sections of a record's page in the order in which they are read."""
    reader = Reader(user, record, editable)
    found: list[Section] = []
    for model, builders in _SECTIONS:
        if isinstance(record, model):
            found += [build(reader) for build in builders]
    return [*found, documents(reader)]


def parties(reader: Reader) -> Section:
    """Who is party to an agreement as what."""
    record: Any = reader.record
    rows = [
        Row(
            [
                _organisation(party.organisation),
                Cell(party.get_role_display()),
                Cell(str(party.side.label)),
            ],
            reader.change("party", party),
        )
        for party in record.parties.select_related("organisation", "agreement")
    ]
    headings = (_("Organisation"), _("As what"), _("Side"))
    empty = _("The parties' roles are not entered. Partners stand above.")
    return Section(
        "parties", _("Parties"), headings, rows, empty, reader.add("party", _("Add a party"))
    )


def contacts(reader: Reader) -> Section:
    """Whom to call. For the office only: nothing of it is exported or public."""
    record: Any = reader.record
    rows = [
        Row(
            [
                _organisation(contact.organisation),
                Cell(contact.office),
                Cell(contact.name),
                Cell(contact.telephone),
            ],
            reader.change("contact", contact),
        )
        for contact in record.contacts.select_related("organisation")
    ]
    headings = (
        _("Organisation"),
        _("Post or office"),
        _("Name of the contact"),
        _("Office telephone"),
    )
    return Section(
        "contacts",
        _("Contacts"),
        headings,
        rows,
        _("No contact is entered."),
        reader.add("contact", _("Add a contact")),
        _("Contacts are seen in the office only; they are neither exported nor published."),
    )


def obligations(reader: Reader) -> Section:
    """What each side has to do until when, and where it stands today."""
    rows = [
        Row(
            [
                Cell(obligation.text, synthetic=obligation.synthetic),
                Cell(str(obligation.party)),
                _day_cell(obligation.due_on),
                obligation_state(obligation),
                Cell(obligation.evidence, _document_address(reader, obligation.document)),
            ],
            _obligation_buttons(reader, obligation),
        )
        for obligation in queries.obligations_for(reader.user).filter(agreement=reader.record.pk)
    ]
    headings = (
        _("What is to be done"),
        _("Party"),
        _("Due on"),
        _("State"),
        _("What shows it"),
    )
    return Section(
        "obligations",
        _("Obligations"),
        headings,
        rows,
        _("No obligation is entered."),
        reader.add("obligation", _("Add an obligation")),
    )


def obligation_state(obligation: Obligation) -> Cell:
    """Return where an obligation stands, with its day once it is settled."""
    state = obligation.state
    words = str(state.label)
    if obligation.settled_on:
        words = f"{words} {_day(obligation.settled_on)}"
    return Cell(words, badge=BADGES.get(state, ""))


def _obligation_buttons(reader: Reader, obligation: Obligation) -> list[Button]:
    if not reader.editable:
        return []
    settled = obligation.settled_on is not None
    label = _("Open again") if settled else _("Settle")
    settle = Button(label, reader.address("settle", obligation.pk))
    return [settle] if settled else [settle, *reader.change("obligation", obligation)]


def villages(reader: Reader) -> Section:
    """The named villages of a visit."""
    record: Any = reader.record
    rows = [
        Row(
            [Cell(village.name), Cell(str(village.county or ""))], reader.change("village", village)
        )
        for village in record.visited_villages.select_related("county")
    ]
    note = ""
    if record.village_count is not None:
        note = _("{all} villages were visited, {named} of them are named.").format(
            all=record.village_count, named=len(rows)
        )
    return Section(
        "villages",
        _("Names of villages"),
        (_("Village"), _("County")),
        rows,
        _("No village is named."),
        reader.add("village", _("Add a village")),
        note,
    )


def reports(reader: Reader) -> Section:
    """The reports that a visit delivered."""
    record: Any = reader.record
    rows = [
        Row(
            [
                Cell(report.title, synthetic=report.synthetic),
                _day_cell(report.delivered_on),
                Cell(_("Open the document"), _document_address(reader, report.document))
                if report.document
                else Cell(report.link, report.link),
                Cell(report.used),
            ],
            reader.change("report", report),
        )
        for report in record.reports.select_related("document").defer("document__content_cipher")
    ]
    headings = (
        _("Title"),
        _("Delivered on"),
        _("Document or web address"),
        _("What was done with it"),
    )
    return Section(
        "reports",
        _("Reports delivered"),
        headings,
        rows,
        _("No report is on record."),
        reader.add("report", _("Add a report")),
    )


def members(reader: Reader) -> Section:
    """The people on a platform or project whom the user may see; others are only counted."""
    record: Any = reader.record
    places = list(record.members.all())
    seen: dict[int, Any] = {}
    if has_right(reader.user, Right.PEOPLE_VIEW):
        seen = people_for(reader.user).in_bulk([place.person_id for place in places])
    rows = [
        Row(
            [
                _member(seen[place.person_id], place.synthetic),
                Cell(str(seen[place.person_id].employer or "")),
                Cell(place.role),
                Cell(_term(place)),
                Cell(_("Yes") if place.brought else ""),
            ],
            reader.change("member", place),
        )
        for place in places
        if place.person_id in seen
    ]
    hidden = len(places) - len(rows)
    note = (
        ngettext(
            "{count} more is of another county than yours.",
            "{count} more are of another county than yours.",
            hidden,
        ).format(count=hidden)
        if hidden
        else ""
    )
    headings = (
        _("Full name"),
        _("Employer"),
        _("As what"),
        _("Term"),
        _("Came to the city through it"),
    )
    title = _("Team of the project") if isinstance(record, Project) else _("Members")
    return Section(
        "members",
        title,
        headings,
        rows,
        _("Nobody of the registry is entered."),
        reader.add("member", _("Add a person")),
        note,
    )


def _member(person: Any, synthetic: bool) -> Cell:
    return Cell(person.name, reverse("person:record", args=[person.pk]), synthetic=synthetic)


def _term(place: Any) -> str:
    if not place.from_on and not place.to_on:
        return ""
    return f"{_day(place.from_on) or '…'} – {_day(place.to_on) or '…'}"


def advice(reader: Reader) -> Section:
    """The advice of a think tank or committee and what was done with it."""
    rows = [
        Row(
            [
                Cell(piece.title, synthetic=piece.synthetic),
                _day_cell(piece.given_on),
                Cell(piece.addressed_to),
                Cell(piece.get_state_display(), badge=BADGES.get(piece.state, "")),  # type: ignore[call-overload]
                Cell(piece.answer, _document_address(reader, piece.document)),
            ],
            _advice_buttons(reader, piece),
        )
        for piece in queries.advice_for(reader.user).filter(platform=reader.record.pk)
    ]
    headings = (
        _("Title"),
        _("Given on"),
        _("Addressed to"),
        _("State"),
        _("What was done with it"),
    )
    return Section(
        "advice",
        _("Advice"),
        headings,
        rows,
        _("No advice is on record."),
        reader.add("advice", _("Add advice")),
    )


def _advice_buttons(reader: Reader, piece: Any) -> list[Button]:
    if not reader.editable or not ADVICE_MOVES[piece.state]:
        return []
    answer = Button(_("What was done"), reader.address("answer", piece.pk))
    return [answer, *reader.change("advice", piece)]


def results(reader: Reader) -> Section:
    """What a platform brought forth."""
    record: Any = reader.record
    rows = [
        Row(
            [
                Cell(result.title, synthetic=result.synthetic),
                Cell(result.get_kind_display()),
                Cell(f"{result.count:,}"),
                _day_cell(result.reached_on),
                Cell(result.note),
            ],
            reader.change("result", result),
        )
        for result in record.results.all()
    ]
    headings = (_("Title"), _("Kind"), _("How many"), _("Reached on"), _("Note"))
    return Section(
        "results",
        _("What it brought forth"),
        headings,
        rows,
        _("No result is on record."),
        reader.add("result", _("Add a result")),
    )


def checks(reader: Reader) -> Section:
    """The annual checks of a platform."""
    record: Any = reader.record
    rows = [
        Row(
            [
                Cell(str(check.year), synthetic=check.synthetic),
                Cell(check.get_outcome_display()),
                _day_cell(check.checked_on),
                Cell(check.note),
            ],
            reader.change("check", check),
        )
        for check in record.checks.all()
    ]
    headings = (_("Year"), _("Outcome"), _("Checked on"), _("Note"))
    return Section(
        "checks",
        _("Annual checks"),
        headings,
        rows,
        _("No annual check is on record."),
        reader.add("check", _("Add an annual check")),
    )


def what_followed(reader: Reader) -> Section:
    """The agreements, bases and projects that followed from a visit or event."""
    pairs = queries.what_followed(reader.user, reader.record)
    rows = [
        Row(
            [*_linked(link, record)],
            [
                Button(
                    _("Take back"),
                    reader.address("unlink", link.pk),
                    confirm=_("Take the link to “{name}” back?").format(name=record.name),
                )
            ]
            if reader.editable
            else [],
        )
        for link, record in pairs
    ]
    buttons = [Button(_("Add what followed"), reader.address("link"))] if reader.editable else []
    return Section(
        "followed",
        _("What followed"),
        _follow_headings(),
        rows,
        _("Nothing that followed is on record."),
        buttons,
    )


def what_led_here(reader: Reader) -> Section:
    """The visits and events from which this record followed."""
    pairs = queries.what_led_to(reader.user, reader.record)
    rows = [Row([*_linked(link, record)]) for link, record in pairs]
    return Section(
        "led",
        _("Followed from"),
        _follow_headings(),
        rows,
        _("No visit or event from which it followed is on record."),
    )


def _follow_headings() -> tuple[str, ...]:
    return _("Record"), _("Kind"), _("State"), _("How it followed")


def _linked(link: FollowUp, record: CooperationRecord) -> Iterable[Cell]:
    yield Cell(record.name, record_address(record))
    yield Cell(str(record._meta.verbose_name))
    yield Cell(record.state_label, badge="")
    yield Cell(link.note, synthetic=link.synthetic)


def documents(reader: Reader) -> Section:
    """The files of a record."""
    rows = [
        Row(
            [
                Cell(document.title, _document_address(reader, document)),
                Cell(f"{document.get_format_display()} · {_size(document.size)}"),
                Cell(str(document.uploaded_by)),
                Cell(timezone.localtime(document.uploaded_at).strftime("%Y-%m-%d")),
            ],
            [
                Button(
                    _("Delete"),
                    reader.address("remove_document", document.pk),
                    confirm=_("Delete “{title}”? Its content cannot be brought back.").format(
                        title=document.title
                    ),
                )
            ]
            if reader.editable
            else [],
        )
        for document in queries.documents_of(reader.record)
    ]
    headings = (_("Document"), _("Format"), _("Uploaded by"), _("Uploaded"))
    buttons = [Button(_("Upload a document"), reader.address("attach"))] if reader.editable else []
    return Section(
        "documents",
        _("Papers and files"),
        headings,
        rows,
        _("No document is kept here."),
        buttons,
        _("Documents lie encrypted; each reading is logged.") if rows else "",
    )


def record_address(record: CooperationRecord) -> str:
    """Return the address of a record's page."""
    return reverse(f"{record.record_kind}:record", args=[record.pk])


def _document_address(reader: Reader, document: Document | None) -> str:
    return reader.address("document", document.pk) if document else ""


def _organisation(organisation: Organisation) -> Cell:
    return Cell(organisation.name, reverse("organisation:record", args=[organisation.pk]))


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _day_cell(day: Any) -> Cell:
    return Cell(_day(day), whole=True)


def _size(size: int) -> str:
    kilobytes = -(-size // 1024)
    return f"{kilobytes:,} KB"


_SECTIONS: tuple[tuple[type[CooperationRecord], tuple[Callable[[Reader], Section], ...]], ...] = (
    (Agreement, (parties, obligations, contacts, what_led_here)),
    (Base, (what_led_here,)),
    (Project, (members, what_led_here)),
    (Visit, (villages, reports, what_followed)),
    (Event, (what_followed,)),
    (Platform, (members, advice, results, checks)),
)
