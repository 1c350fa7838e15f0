"""The page of posts (岗位), for the security administrator; the system administrator reads it."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.actions import end_post, grant_post
from governance.access.models import Post, Unit
from governance.access.roles import Role
from governance.errors import Refused
from governance.keeping.page import PER_PAGE, row_of, user_named
from governance.pages import VerbPage


class Posts(VerbPage):
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
