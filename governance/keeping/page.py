"""What the administrators' pages share (管理页面)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from governance.access.models import User
from governance.errors import Invalid
from governance.privacy import DirtyText, clean_text

PER_PAGE = 50


def user_named(username: str, field: str = "user") -> User:
    """The user with this sign-in name; Invalid when there is none."""
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise Invalid(fields={field: [_("没有这个登录名。")]})
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
