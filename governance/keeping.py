"""Pages of the administrators (管理页面): posts for the security administrator, the ledger for the audit administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from governance.access import policy
from governance.access.actions import end_post, grant_post
from governance.access.actor import PUBLIC, Actor
from governance.access.models import Post, Unit, User
from governance.access.roles import Role
from governance.errors import Invalid, NotFound, Refused
from governance.http import actor_from
from governance.ledger.heads import read_heads
from governance.ledger.models import Entry
from governance.ledger.verify import Checked, chains, check_chain

PER_PAGE = 50


class Keeping(View):
    """A page behind one verb of the policy."""

    verb = ""
    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """People without a sign-in are sent to it; others need the verb."""
        self.actor = actor_from(request)
        if not self.actor.signed_in:
            return redirect_to_login(request.get_full_path())
        policy.require(self.actor, self.verb, None)
        return super().dispatch(request, *args, **kwargs)


class Posts(Keeping):
    """Who holds which post, by name, role or area."""

    verb = "post.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list with the form to grant."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Grant or end; a refusal shows the page again with the reason."""
        try:
            if "end" in request.POST:
                end_post(actor=self.actor, post=row_of(Post, request.POST["end"], "end"), at=timezone.now())
            else:
                grant_post(
                    actor=self.actor,
                    user=user_named(request.POST.get("user", "")),
                    role=request.POST.get("role", ""),
                    unit=row_of(Unit, request.POST.get("unit", ""), "unit"),
                    code=request.POST.get("code", "").strip(),
                    at=timezone.now(),
                )
        except Refused as refused:
            return self.page(request, refused)
        return redirect("posts")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        wanted = request.GET.get("q", "").strip()[:50]
        now = timezone.now()
        held = (
            Post.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).select_related("user", "unit").order_by("code", "role", "pk")
        )
        if wanted:
            held = held.filter(
                Q(user__display_name__contains=wanted)
                | Q(user__username=wanted)
                | Q(code__startswith=wanted)
                | Q(unit__name__contains=wanted)
            )
        context = {
            "posts": Paginator(held, PER_PAGE).get_page(request.GET.get("page")),
            "q": wanted,
            "roles": Role.choices,
            "units": Unit.objects.filter(ended_at__isnull=True).order_by("name"),
            "refused": refused,
            "typed": request.POST,
            "may_grant": self.actor.has_role(Role.SECURITY_ADMIN),
        }
        return render(request, "governance/posts.html", context, status=refused.status if refused else 200)


def user_named(username: str) -> User:
    """The user with this sign-in name; Invalid when there is none."""
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise Invalid(fields={"user": [_("没有这个登录名。")]})
    return user


def row_of(model: type[Any], key: str, field: str) -> Any:
    """A row by its number from a form; Invalid when it is none."""
    row = model.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if row is None:
        raise Invalid(fields={field: [_("没有找到。")]})
    return row


class Ledger(Keeping):
    """The record, newest first; verified on request."""

    verb = "ledger.read"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of entries; with `?verify=1` each chain is walked at that moment."""
        chain = request.GET.get("chain", "")
        known = chains()
        if chain and chain not in known:
            raise NotFound
        entries = Entry.objects.filter(chain=chain) if chain else Entry.objects.all()
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit():
            entries = entries.filter(pk__lt=int(before))
        rows = list(entries.order_by("-pk")[:PER_PAGE])
        people = dict(User.objects.filter(pk__in=[row.actor_id for row in rows if row.actor_id]).values_list("pk", "display_name"))
        context = {
            "rows": [(row, people.get(row.actor_id or 0, row.post)) for row in rows],
            "chains": known,
            "chain": chain,
            "last": rows[-1].pk if len(rows) == PER_PAGE else None,
            "checked": verdicts(known) if "verify" in request.GET else None,
        }
        return render(request, "governance/ledger.html", context)


def verdicts(known: list[str]) -> list[Checked]:
    """Each chain against its hashes and the heads kept outside."""
    outside = read_heads(file=settings.LEDGER_HEAD_FILE)
    return [check_chain(chain=chain, outside=outside.get(chain, {})) for chain in known]
