"""The page of people (人员): the system administrator adds and invites, the security administrator switches off."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.access.actions import add_user, disable_user, enable_user, end_sessions, invite
from governance.access.models import Post, User
from governance.access.policy import allowed
from governance.access.roles import ADMINISTRATORS
from governance.access.second_factor.actions import release
from governance.access.second_factor.models import SecondFactor
from governance.errors import NotFound, Refused
from governance.keeping.page import PER_PAGE, line, row_of
from governance.pages import VerbPage

NAME = 64
TURNS: dict[str, Callable[..., object]] = {"disable": disable_user, "enable": enable_user, "sign_out": end_sessions, "release": release}


class People(VerbPage):
    """Who may sign in, with the posts that each holds."""

    verb = "post.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list with what this administrator may do."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add, invite, switch off or on, sign out a lost phone, take its authenticator away.

        An invitation's address is shown once and kept nowhere.
        """
        try:
            return self.taken(request, request.POST.get("act", ""))
        except Refused as refused:
            return self.page(request, refused=refused)

    def taken(self, request: HttpRequest, act: str) -> HttpResponse:
        """What was asked for, done."""
        at = timezone.now()
        if act == "add":
            username, name = line(request, "username", longest=NAME), line(request, "display_name", longest=NAME)
            return self.invited(request, add_user(actor=self.actor, username=username, display_name=name, password=None, at=at))
        user: User = row_of(User, request.POST.get("user", ""), "user")
        if act == "invite":
            return self.invited(request, user)
        if act not in TURNS:
            raise NotFound
        TURNS[act](actor=self.actor, user=user, at=at)
        return redirect("people")

    def invited(self, request: HttpRequest, user: User) -> HttpResponse:
        """The page with the address by which this user chooses a password."""
        key, token = invite(actor=self.actor, user=user, at=timezone.now())
        address = request.build_absolute_uri(reverse("welcome", args=[key, token]))
        return self.page(request, invited=user, address=address)

    def page(self, request: HttpRequest, *, refused: Refused | None = None, invited: User | None = None, address: str = "") -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        wanted, now = request.GET.get("q", "").strip()[:50], timezone.now()
        posts = Post.objects.exclude(ends_at__lte=now).select_related("unit").order_by("code")
        people = User.objects.prefetch_related(Prefetch("posts", posts)).order_by("-is_active", "username")
        if wanted:
            people = people.filter(Q(display_name__contains=wanted) | Q(username__contains=wanted))
        shown = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "people": shown,
            "keepers": {one.pk for one in shown if any(post.role in ADMINISTRATORS for post in one.posts.all())},
            "bound": set(SecondFactor.objects.filter(user__in=list(shown)).values_list("user_id", flat=True)),
            "q": wanted,
            "refused": refused,
            "typed": request.POST if refused else {},
            "invited": invited,
            "address": address,
            "may_add": allowed(self.actor, "user.add", None),
            "may_disable": allowed(self.actor, "user.disable", User()),
        }
        return render(request, "governance/people.html", context, status=refused.status if refused else 200)
