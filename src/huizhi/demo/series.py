"""Seeds made-up cooperation besides that of the model case, so that figures have something to show.

Its universities are none there are and nothing of it is published, so that no public page and no
statement of the model case counts it. What is there already, by reference, is left as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from huizhi.demo.registry import seed_record
from huizhi.kernel.models import User
from huizhi.organisations import services as organisation_services
from huizhi.organisations.duplicates import find_duplicates
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.organisations.services import OrganisationDetails
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    ProjectDetails,
    RecordDetails,
    VisitDetails,
)

FILE = "cooperation_series.yaml"
HOST = "大同市人民政府"
SERIES: tuple[tuple[str, type[RecordDetails], str, str], ...] = (
    ("agreements", AgreementDetails, "合作协议", "Agreement"),
    ("bases", BaseDetails, "合作基地", "Base"),
    ("projects", ProjectDetails, "合作项目", "Project"),
    ("visits", VisitDetails, "来访调研", "Visit"),
)

Entry = dict[str, Any]


def seed_series(*, actor: User, folder: Path) -> None:
    """Seed the universities of the file, then its agreements, bases, projects and visits."""
    content: Entry = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    host = Organisation.objects.get(name=HOST)
    organisations = {"host": host, **_universities(actor, content)}
    for key, details, zh, en in SERIES:
        for row in content[key]:
            seed_record(actor, details, _entry(content, row, key, (zh, en)), organisations)


def _universities(actor: User, content: Entry) -> dict[str, Organisation]:
    spec = content["universities"]
    made = {}
    for number in range(1, spec["count"] + 1):
        name = spec["name"].format(number=number)
        found = find_duplicates(name=name).first()
        made[f"university-{number}"] = found or organisation_services.add_organisation(
            actor=actor,
            details=OrganisationDetails(
                kind=OrganisationKind.UNIVERSITY,
                name=name,
                name_en=spec["name_en"].format(number=number),
                source=content["source"],
                synthetic=True,
            ),
        )
    return made


def _entry(content: Entry, row: Entry, key: str, words: tuple[str, str]) -> Entry:
    """Return a row of the file as the registry seeds records."""
    zh, en = words
    number, university = row["number"], row["university"]
    own = {name: row[name] for name in row if name not in {"number", "university", "agreement"}}
    if "agreement" in row:
        own["agreement"] = f"demo-agreements-{row['agreement']:02d}"
    for part in own.get("funding", ()):
        part.update(payer="host", purpose=content["source"])
    return {
        "reference": f"demo-{key}-{number:02d}",
        "name": f"演示高校{university:02d}{zh}{number:02d}（演示）",
        "name_en": f"{en} {number:02d} with demo university {university:02d} (synthetic)",
        "host": "host",
        "partners": [f"university-{university}"],
        "source": content["source"],
        "published": False,
        "synthetic": True,
        **own,
    }
