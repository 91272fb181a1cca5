import pytest

from huizhi.dmn.errors import DmnError
from huizhi.dmn.xml import MAX_LEVELS, parse_xml

BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def test_names_carry_their_namespace():
    root = parse_xml('<a xmlns="urn:x" xmlns:y="urn:y" y:k="值"><b>文</b></a>'.encode())
    assert (root.tag, root.attrib, root[0].tag, root[0].text) == (
        "{urn:x}a",
        {"{urn:y}k": "值"},
        "{urn:x}b",
        "文",
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"),
        (b"<a><b></a>", "not-xml"),
        (b"", "not-xml"),
        (b"\xff\xfe\x00", "not-xml"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not-xml"),
        (b"<a>" * (MAX_LEVELS + 1), "too-deep"),
    ],
)
def test_what_is_refused(data, code):
    with pytest.raises(DmnError) as refused:
        parse_xml(data)
    assert refused.value.code == code
    assert refused.value.message("zh") != refused.value.message("en")
