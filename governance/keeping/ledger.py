"""The page of the record (台账), for the audit administrator."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from governance.access.models import User
from governance.errors import Invalid, NotFound
from governance.keeping.page import PER_PAGE
from governance.ledger.heads import read_heads
from governance.ledger.models import Entry
from governance.ledger.verify import Checked, chains, check_chain
from governance.ledger.words import kind_word, names_of_objects, post_word, verb_choices, verb_word
from governance.pages import VerbPage


class Ledger(VerbPage):
    """The record, newest first; verified on request."""

    verb = "ledger.read"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of entries by chain, person, verb and days; with `?verify=1` each chain is walked at that moment."""
        asked = {name: request.GET.get(name, "").strip() for name in ("chain", "who", "did", "since", "until")}
        known = chains()
        if asked["chain"] and asked["chain"] not in known:
            raise NotFound
        refused, found = None, Entry.objects.none()
        try:
            found = wanted(asked)
        except Invalid as wrong:
            refused = wrong
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit():
            found = found.filter(pk__lt=int(before))
        rows = list(found.order_by("-pk")[:PER_PAGE])
        context = {
            "rows": told(rows),
            "chains": known,
            "verbs": verb_choices(),
            "asked": asked,
            "refused": refused,
            "last": rows[-1].pk if len(rows) == PER_PAGE else None,
            "checked": verdicts(known) if "verify" in request.GET else None,
        }
        return render(request, "governance/ledger.html", context, status=refused.status if refused else 200)


def wanted(asked: dict[str, str]) -> "QuerySet[Entry]":
    """The entries asked for; Invalid names a person or a day that is none."""
    found = Entry.objects.all()
    if asked["chain"]:
        found = found.filter(chain=asked["chain"])
    if asked["did"]:
        found = found.filter(verb=asked["did"])
    if asked["who"]:
        people = list(User.objects.filter(username=asked["who"])) or list(User.objects.filter(display_name=asked["who"]))
        if not people:
            raise Invalid(fields={"who": [_("没有这个登录名或姓名。")]})
        found = found.filter(actor_id__in=[person.pk for person in people])
    if asked["since"]:
        found = found.filter(at__gte=begin(asked["since"], "since"))
    if asked["until"]:
        found = found.filter(at__lt=begin(asked["until"], "until") + timedelta(days=1))
    return found


def begin(text: str, field: str) -> datetime:
    """The first moment of a day as it was typed."""
    try:
        return make_aware(datetime.combine(date.fromisoformat(text), time.min))
    except (ValueError, OverflowError) as error:
        raise Invalid(fields={field: [_("日期应写作 2026-03-05。")]}) from error


def told(rows: list[Entry]) -> list[dict[str, object]]:
    """The entries in words. What stands in `detail` is numbers, names of fields and opinions, never a value of a person."""
    people = dict(User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id}).values_list("pk", "display_name"))
    named = names_of_objects({(row.kind, row.object_id) for row in rows})
    return [
        {
            "entry": row,
            "who": people.get(row.actor_id or 0, ""),
            "post": post_word(row.post),
            "did": verb_word(row.verb),
            "kind": kind_word(row.kind),
            "named": named.get((row.kind, row.object_id)),
        }
        for row in rows
    ]


def verdicts(known: list[str]) -> list[Checked]:
    """Each chain against its hashes and the heads kept outside."""
    outside = read_heads(file=settings.LEDGER_HEAD_FILE)
    return [check_chain(chain=chain, outside=outside.get(chain, {})) for chain in known]
