"""What the administrators' pages share (管理页面)."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.access.models import User
from governance.errors import Invalid
from governance.http import actor_from
from governance.privacy import DirtyText, clean_text

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


def line(request: HttpRequest, field: str, *, longest: int) -> str:
    """A line that was typed, without blanks around it; Invalid names the field when it cannot be kept."""
    try:
        return clean_text(request.POST.get(field, "").strip(), max_length=longest)
    except DirtyText as error:
        raise Invalid(fields={field: [str(error)]}) from error
