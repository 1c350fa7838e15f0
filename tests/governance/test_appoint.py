"""How the first administrators come into a new system."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from governance.access.models import Post, Unit, User
from governance.ledger.models import Entry
from tests.governance.test_people import choose


def appoint(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("appoint", *words, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_the_first_administrator_of_an_empty_system_chooses_a_password_and_signs_in():
    address = appoint("wang", "system_admin", "440310", "--name", "王", "--unit", "区指挥中心")
    status, person = choose("/" + address.split("/", 3)[3])
    assert status == 302
    assert person.post("/sign-in/", {"username": "wang", "password": "ein-Gutes-Wort-77"}).status_code == 302
    assert person.get("/people/").status_code == 200
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"user.added", "unit.added", "post.granted", "user.invited", "password.set"}


@pytest.mark.django_db
def test_a_second_time_changes_nothing():
    words = ("wang", "system_admin", "440310", "--name", "王", "--unit", "区指挥中心", "--no-address")
    assert [appoint(*words), appoint(*words)] == ["", ""]
    assert (User.objects.count(), Unit.objects.count(), Post.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("wang", "system_admin", "12", "--name", "王", "--unit", "区指挥中心"), "codes"),
        (("wang", "system_admin", "440310", "--unit", "区指挥中心"), "display_name"),
        (("w", "system_admin", "440310", "--name", "王", "--unit", "区指挥中心"), "username"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_left_behind(words: tuple[str, ...], said: str):
    with pytest.raises(CommandError, match=said):
        appoint(*words)
    assert not User.objects.exists()
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_c5_a_second_administrator_role_of_one_person_is_refused():
    appoint("wang", "system_admin", "440310", "--name", "王", "--unit", "区指挥中心")
    with pytest.raises(CommandError, match="role"):
        appoint("wang", "audit_admin", "440310", "--unit", "区指挥中心")
