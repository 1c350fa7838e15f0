"""Words for what stands in the record (台账用语): each app declares its verbs and kinds once, and how its objects are called."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from governance.access.roles import SYSTEM, Role


@dataclass(frozen=True, slots=True)
class Named:
    """How an object is called, and where it is seen; no address where there is none."""

    name: str
    url: str = ""


Namer = Callable[[Collection[str]], Mapping[str, Named]]
_verbs: dict[str, str | Promise] = {}
_kinds: dict[str, str | Promise] = {}
_namers: dict[str, Namer] = {}


def declare_words(*, verbs: Mapping[str, str | Promise], kinds: Mapping[str, str | Promise]) -> None:
    """Add an app's words. A second word for a verb or a kind is a mistake (ValueError)."""
    for known, more in ((_verbs, verbs), (_kinds, kinds)):
        if twice := known.keys() & more.keys():
            raise ValueError(f"two words for {', '.join(sorted(twice))}")
        known.update(more)


def declare_names(kind: str, namer: Namer) -> None:
    """How objects of that kind are called; the namer gets all ids of a page at once. Never for residents: their names are sealed."""
    _namers[kind] = namer


def verb_word(verb: str) -> str:
    """The word of a verb; the verb itself where nobody declared one (an entry of an older program)."""
    return str(_verbs.get(verb, verb))


def kind_word(kind: str) -> str:
    """The word of a kind of object."""
    return str(_kinds.get(kind, kind))


def post_word(post: str) -> str:
    """The role of an entry's post (`dispatcher@440310001`) in words."""
    role = post.partition("@")[0]
    return str(Role(role).label) if role in Role.values else {SYSTEM: str(_("系统"))}.get(role, "")


def verb_choices() -> list[tuple[str, str]]:
    """All verbs with their words, by kind of object in the order of declaration."""
    return [(verb, str(word)) for verb, word in _verbs.items()]


def names_of_objects(seen: Collection[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """How the objects (kind, id) of a page are called: one question for each kind."""
    found: dict[tuple[str, str], Named] = {}
    for kind, namer in _namers.items():
        if ids := {key for one, key in seen if one == kind and key}:
            found |= {(kind, key): named for key, named in namer(ids).items()}
    return found
