"""Seeds a demo city's regions, organisations and cooperation from the YAML files of its pack.

Everything goes through the services of the rooms. What is there already, by code, name or
reference, is left as it is, so that a second seeding changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from huizhi.demo.parts import PARTS, seed_parts
from huizhi.demo.progress import PROGRESS, seed_progress
from huizhi.kernel.models import Region, User
from huizhi.kernel.regions import import_regions
from huizhi.organisations import services as organisation_services
from huizhi.organisations.clusters import add_cluster
from huizhi.organisations.duplicates import find_duplicates
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.other_names import add_name
from huizhi.organisations.ranks import record_rank
from huizhi.organisations.services import OrganisationDetails
from huizhi.partners import services as partner_services
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    ProjectDetails,
    RecordDetails,
    VisitDetails,
)
from huizhi.partners.models import Agreement, Base, CooperationRecord
from huizhi.partners.series.services import enter_shipped_indicators
from huizhi.rules.money import Money, Rounding

Entry = dict[str, Any]
Organisations = dict[str, Organisation]

FILES: tuple[tuple[str, type[RecordDetails]], ...] = (
    ("agreements.yaml", AgreementDetails),
    ("bases.yaml", BaseDetails),
    ("projects.yaml", ProjectDetails),
    ("visits.yaml", VisitDetails),
    ("events.yaml", EventDetails),
    ("platforms.yaml", PlatformDetails),
)


def seed_registry(*, actor: User, folder: Path) -> None:
    """Seed what the folder's files hold: regions, organisations, then the cooperation."""
    import_regions(actor=actor, path=folder / "regions.yaml")
    enter_shipped_indicators(actor=actor)
    organisations = seed_organisations(actor=actor, folder=folder)
    for name, details in FILES:
        content = _read(folder / name)
        for entry in [*_records(content), *_platform_series(content, organisations)]:
            seed_record(actor, details, entry, organisations)


def seed_organisations(*, actor: User, folder: Path) -> Organisations:
    """Seed the organisations; return them by the keys of the file."""
    content = _read(folder / "organisations.yaml")
    sources = content["sources"]
    clusters = seed_clusters(actor=actor, folder=folder)
    made: Organisations = {}
    for entry in [*content["organisations"], *_organisation_series(content["series"])]:
        key = entry.pop("key")
        more = {name: entry.pop(name, ()) for name in ("facts", "names", "ranks")}
        entry["source"] = sources[entry["source"]]
        if "county" in entry:
            entry["county"] = Region.objects.get(code=entry["county"])
        for name in {"parent", "park"} & entry.keys():
            entry[name] = made[entry[name]]
        entry["clusters"] = tuple(clusters[code] for code in entry.get("clusters", ()))
        for stated in (*more["names"], *more["ranks"]):
            stated["source"] = sources[stated["source"]]
        made[key] = _organisation(actor, OrganisationDetails(**entry), **more)
    return made


def seed_clusters(*, actor: User, folder: Path) -> dict[str, IndustryCluster]:
    """Seed the industry clusters; return all there are by their codes."""
    content = _read(folder / "clusters.yaml")
    held = {one.code: one for one in IndustryCluster.objects.all()}
    for entry in content["clusters"]:
        if entry["code"] not in held:
            values = {**entry, "source": content["sources"][entry["source"]]}
            held[entry["code"]] = add_cluster(actor=actor, **values)
    return held


def _organisation(
    actor: User,
    details: OrganisationDetails,
    facts: list[Entry],
    names: list[Entry],
    ranks: list[Entry],
) -> Organisation:
    found = find_duplicates(name=details.name, ministry_code=details.ministry_code).first()
    if found is not None:
        return found
    made = organisation_services.add_organisation(actor=actor, details=details)
    for name in names:
        add_name(actor=actor, organisation=made, **name)
    for rank in ranks:
        record_rank(actor=actor, organisation=made, **rank)
    for stated in facts:
        organisation_services.state_facts(
            actor=actor,
            organisation=made,
            values=stated["values"],
            source=details.source,
            valid_from=stated.get("since"),
        )
    return made


def _organisation_series(series: list[Entry]) -> Iterator[Entry]:
    """Yield the organisations of a series, its trades and counties in turn."""
    for one in series:
        cycle = one["cycle"].split()
        for index in range(one["count"]):
            trade = one["trades"][index % len(one["trades"])]
            yield {
                "key": f"{one['key']}-{index + 1}",
                "kind": one["kind"],
                "nature": one["nature"],
                "source": one["source"],
                "synthetic": True,
                "county": one["counties"][index % len(one["counties"])],
                "clusters": trade["clusters"],
                "name": one["name"].format(cycle=cycle[index], trade=trade["zh"]),
                "name_en": one["name_en"].format(trade=trade["en"], number=index + 1),
            }


def _records(content: Entry) -> Iterator[Entry]:
    for entry in content["records"]:
        yield {"source": content["source"], "published": True, **entry}


def _platform_series(content: Entry, organisations: Organisations) -> Iterator[Entry]:
    """Yield the synthetic platforms of each series, hosted by the series' hosts in turn."""
    for one in content.get("series", ()):
        hosts = [key for key in organisations if key.startswith(f"{one['host']}-")]
        levels = [level for level, count in one["levels"].items() for _ in range(count)]
        for index in range(one["count"]):
            host = hosts[index % len(hosts)]
            county = organisations[host].county
            yield {
                "reference": f"{one['reference']}-{index + 1:02d}",
                "statement": one["statement"],
                "name": one["name"].format(number=index + 1),
                "name_en": one["name_en"].format(number=index + 1),
                "kind": one["kind"],
                "level": levels[index],
                "state": "running",
                "county": county.code if county else None,
                "host": host,
                "source": content["synthetic_source"],
                "published": True,
                "synthetic": True,
                **content.get("parts", {}).get(f"{one['reference']}-{index + 1:02d}", {}),
            }


def seed_record(
    actor: User, details: type[RecordDetails], entry: Entry, organisations: Organisations
) -> None:
    """Add a record of the files, unless one with its reference is there."""
    model = partner_services.MODELS[details]
    if _existing(model, entry["reference"]) is not None:
        return
    values = dict(entry)
    state, funding = values.pop("state"), values.pop("funding", ())
    hanging = {name: values.pop(name) for name in PARTS if name in values}
    progress = {name: values.pop(name) for name in PROGRESS if name in values}
    values["county"] = Region.objects.get(code=values["county"])
    values["host"] = organisations[values["host"]] if "host" in values else None
    values["partners"] = tuple(organisations[key] for key in values.get("partners", ()))
    if "agreement" in values:
        values["agreement"] = _existing(Agreement, values["agreement"])
    if "base" in values:
        values["base"] = _existing(Base, values["base"])
    record = partner_services.add(actor=actor, details=details(**values), state=state)
    seed_parts(actor=actor, record=record, entry=hanging, organisations=organisations)
    for part in funding:
        partner_services.add_funding(
            actor=actor,
            project=record,
            source=part["source"],
            amount=Money.from_yuan(Decimal(part["yuan"]), Rounding.HALF_UP),
            payer=organisations[part["payer"]],
            purpose=part["purpose"],
        )
    seed_progress(actor=actor, record=record, entry=progress)


def _existing(model: type[CooperationRecord], reference: str) -> Any:
    return model._default_manager.filter(reference=reference).first()


def _read(path: Path) -> Entry:
    content: Entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
