"""Handing a post over with its open cases (岗位交接): the security administrator names who comes after."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post, User
from governance.access.policy import allowed
from governance.access.roles import Role
from governance.errors import NotFound, Refused
from governance.keeping.page import user_named
from incidents.actions.handover import hand_over_post, open_cases
from incidents.web.pages import StaffPage

NEAR = 20


class HandOver(StaffPage):
    """One post: who holds it, what is in hand, who is to come after."""

    roles = frozenset({Role.SECURITY_ADMIN})

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """The form."""
        return self.page(request, self.held(post_id))

    def post(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """Hand it over, then show the posts of who has it now; a refusal shows the page again with the reason."""
        post = self.held(post_id)
        try:
            successor = user_named(request.POST.get("successor", ""), "successor")
            hand_over_post(actor=self.actor, mover=SYSTEM_ACTOR, post=post, successor=successor, at=timezone.now())
        except Refused as refused:
            return self.page(request, post, refused)
        return redirect(f"{reverse('posts')}?{urlencode({'q': successor.username})}")

    def held(self, post_id: int) -> Post:
        """A post that is held now and may be ended by this person."""
        post = Post.objects.select_related("user", "unit").filter(pk=post_id).first()
        if post is None or not post.held(timezone.now()) or not allowed(self.actor, "post.end", post.user):
            raise NotFound
        return post

    def page(self, request: HttpRequest, post: Post, refused: Refused | None = None) -> HttpResponse:
        """The page. Proposed are people of the same unit."""
        near = User.objects.filter(posts__unit=post.unit, is_active=True).exclude(pk=post.user_id).distinct().order_by("username")
        context: dict[str, Any] = {
            "post": post,
            "cases": len(open_cases(post)),
            "near": near[:NEAR],
            "refused": refused,
            "typed": request.POST,
        }
        return render(request, "governance/hand_over.html", context, status=refused.status if refused else 200)
