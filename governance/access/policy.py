"""The policy (权限): deny by default; each app registers a rule for each verb, and every door asks here."""

from collections.abc import Callable
from typing import Any

from governance.access.actor import Actor
from governance.errors import NotAllowed, NotSignedIn

Rule = Callable[[Actor, Any], bool]
_rules: dict[str, Rule] = {}


def rule(*verbs: str) -> Callable[[Rule], Rule]:
    """Register a rule `may_*(actor, obj)` for these verbs; a second rule for a verb is a mistake."""

    def register(function: Rule) -> Rule:
        for verb in verbs:
            if verb in _rules:
                raise ValueError(f"two rules for {verb}")
            _rules[verb] = function
        return function

    return register


def verbs() -> frozenset[str]:
    """Every verb that has a rule."""
    return frozenset(_rules)


def allowed(actor: Actor, verb: str, obj: Any) -> bool:
    """Whether the actor may do it to that object. A verb without a rule is denied."""
    found = _rules.get(verb)
    return found is not None and found(actor, obj)


def require(actor: Actor, verb: str, obj: Any) -> None:
    """Refuse with NotAllowed (or NotSignedIn for the public) unless the policy allows it."""
    if not allowed(actor, verb, obj):
        raise NotAllowed(verb=verb) if actor.signed_in else NotSignedIn
