"""A pack made up for tests: text by file, to be changed and loaded."""

from __future__ import annotations

from textwrap import dedent, indent

HEAD = """\
schema: huizhi-pack/1
id: small
name: {zh: 小包, en: Small}
region: "140200"
version: 2021.10
documents: [rules.yaml]
"""
DOCUMENT = """\
document:
  id: rules
  title: {zh: 办法, en: Rules}
  in_force: {from: 2020-01-01, to: null}
clauses:
  - {id: "1", label: 第一条, text: {zh: 文, en: Text}}
"""


def benefit(id: str, amount: str = "1000", condition: str = "true", **more: str) -> str:
    """Return a benefit in YAML; `more` are further lines as key and text."""
    lines = {
        "name": f"{{zh: {id}, en: {id}}}",
        "clause": '"1"',
        "subject": "person",
        "form": "money",
        "period": "once",
        "amount": f"'{amount}'",
        **more,
    }
    text = f"- id: {id}\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items())
    named = '{name: {zh: 条件, en: Condition}, clause: "1", feel: '
    text += f"  conditions:\n    - {named}'{condition}'}}\n"
    return text


def pack_files(*benefits: str, head: str = "", body: str = "") -> dict[str, str]:
    """Return the files of a pack with these benefits, more head and more of the document."""
    text = DOCUMENT + dedent(body)
    if benefits:
        text += "benefits:\n" + indent("".join(benefits), "  ")
    return {"pack.yaml": HEAD + dedent(head), "rules.yaml": text}
