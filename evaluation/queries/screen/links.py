"""Links of screens by their signed word, and those of an area (大屏链接)."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from evaluation.models import ScreenLink
from evaluation.screen_rules import LENDERS
from governance.access.actor import Actor, code_in
from governance.errors import NotFound

SIGNER = "screen-link"
SEP = "."


def word_of(link: ScreenLink) -> str:
    """What stands in the address: the link's number, signed with the secret key; nothing else opens it."""
    return Signer(sep=SEP, salt=SIGNER).sign(str(link.pk))


def link_by_word(*, word: str, at: datetime) -> ScreenLink:
    """The link, if it opens anything at this moment; a wrong, expired or revoked one is NotFound, all alike."""
    try:
        key = Signer(sep=SEP, salt=SIGNER).unsign(word)
    except BadSignature as error:
        raise NotFound from error
    link = ScreenLink.objects.filter(pk=int(key), revoked_at__isnull=True, expires_at__gt=at).first()
    if link is None:
        raise NotFound
    return link


def links_of(*, actor: Actor) -> QuerySet[ScreenLink]:
    """The links of the actor's areas, newest first."""
    return ScreenLink.objects.filter(code_in("code", actor.scopes(LENDERS))).select_related("made_by").order_by("-made_at", "-pk")
