"""CAP 1.2 as OASIS has it: the official schema, and what the standard says in words beside it."""

import re
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

from xmlschema import XMLSchema

CAP_SCHEMA = Path(__file__).parent.parent / "vendor" / "oasis-cap" / "CAP-v1.2.xsd"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
PAIR = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?")


@cache
def schema() -> XMLSchema:
    """The schema of the standard; nothing is fetched for it."""
    return XMLSchema(str(CAP_SCHEMA), allow="local")


def cap_faults(xml: bytes) -> list[str]:
    """What is wrong with a message: by the schema, and by the standard's words on signs and polygons, which no schema can say."""
    found = [f"{fault.path}: {fault.reason}" for fault in schema().iter_errors(xml.decode())]
    alert = fromstring(xml)
    found += [
        f"{name} has a sign that is not allowed"
        for name in ("identifier", "sender")
        if re.search(r"[\s,<&]", alert.findtext(f"{CAP}{name}") or " ")
    ]
    for polygon in alert.iterfind(f".//{CAP}polygon"):
        pairs = (polygon.text or "").split(" ")
        if len(pairs) < 4 or pairs[0] != pairs[-1] or not all(PAIR.fullmatch(pair) for pair in pairs):
            found.append("a polygon is not closed or no list of pairs")
    return found
