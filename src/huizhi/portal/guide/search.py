"""Search over what is in force: titles of documents, clauses, benefits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.languages import screen_language
from huizhi.portal.guide.held import HeldDocument, HeldPack, clause_anchor

AROUND = 36
MOST = 60

DOCUMENT = _("Document")
CLAUSE = _("Clause")
BENEFIT = _("Benefit")


@dataclass(frozen=True)
class Hit:
    """Something found: what it is, its name, where it stands, and the text around the words."""

    what: str | Promise
    name: str
    address: str
    document: str
    text: SafeString


def search(packs: Iterable[HeldPack], query: str) -> list[Hit]:
    """Return what holds every word of the query, benefits first; at most 60 hits."""
    terms = query.casefold().split()
    if not terms:
        return []
    found = [hit for held in packs for one in held.documents for hit in _hits(one, terms)]
    order = (BENEFIT, DOCUMENT, CLAUSE)
    return sorted(found, key=lambda hit: order.index(hit.what))[:MOST]


def _hits(held: HeldDocument, terms: list[str]) -> Iterator[Hit]:
    language = screen_language()
    document = held.document
    title = document.title.get(language)
    number = document.number or ""
    issuer = document.issuer.get(language) if document.issuer else ""
    if _holds(f"{title} {number} {issuer}", terms):
        yield Hit(DOCUMENT, title, held.address, "", _marked(f"{issuer} {number}".strip(), terms))
    for clause in document.clauses.values():
        text = clause.text.get(language)
        label = clause.label.get(language)
        if _holds(f"{label} {text}", terms):
            address = f"{held.address}#{clause_anchor(clause.id)}"
            yield Hit(CLAUSE, label, address, title, _marked(text, terms))
    for one in held.benefits:
        conditions = _("; ").join(c.name.get(language) for c in one.benefit.conditions)
        name = one.benefit.name.get(language)
        if _holds(f"{name} {conditions}", terms):
            yield Hit(BENEFIT, name, one.address, title, _marked(conditions, terms))


def _holds(text: str, terms: list[str]) -> bool:
    folded = text.casefold()
    return all(term in folded for term in terms)


def _marked(text: str, terms: list[str]) -> SafeString:
    """Return the text around the first word found, with every word marked."""
    folded = text.casefold()
    places = [place for term in terms if (place := folded.find(term)) >= 0]
    first = max(0, min(places, default=0) - AROUND)
    last = min(len(text), max(places, default=0) + 2 * AROUND)
    shown = mark_safe("")  # what is joined below is escaped piece by piece
    position = first
    while position < last:
        nearest = min(
            ((folded.find(term, position, last), len(term)) for term in terms),
            key=lambda pair: pair[0] if pair[0] >= 0 else last,
        )
        if nearest[0] < 0:
            break
        place, length = nearest
        shown += format_html(
            "{}<mark>{}</mark>", text[position:place], text[place : place + length]
        )
        position = place + length
    shown += format_html("{}", text[position:last])
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return format_html("{}{}{}", before, shown, after)
