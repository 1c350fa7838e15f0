"""Service codes (服务代码): how a category is called outside. `e0409` is the event 0409 of the national scheme."""

import re

NATIONAL = "gbt30428"
KINDS = {"c": "component", "e": "event"}
CODE = re.compile(r"(?:(?P<scheme>[a-z0-9][a-z0-9:_.-]{0,23})~)?(?P<kind>[ce])(?P<code>[^~,/\s]{1,16})")


def service_code(*, scheme: str, kind: str, code: str) -> str:
    """The code of a category; those of another scheme carry its name."""
    return f"{'' if scheme == NATIONAL else scheme + '~'}{kind[0]}{code}"


def category_key(text: str) -> tuple[str, str, str] | None:
    """Scheme, kind and code of a service code, or None for what cannot be one."""
    found = CODE.fullmatch(text)
    return (found["scheme"] or NATIONAL, KINDS[found["kind"]], found["code"]) if found else None
