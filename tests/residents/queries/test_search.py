"""People are found by keyed values alone, in scope, within limits; list and count agree."""

import pytest

from governance.access.actor import Actor, Held
from governance.errors import Invalid
from residents.models import Locator
from residents.queries import search
from residents.queries.people import visible_to
from residents.queries.search import find
from residents.rules import may_view
from tests.residents.conftest import GRID, OTHER_GRID, STREET
from tests.residents.people import identity_number, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


@pytest.fixture
def wang(alice):
    return register(alice, 1, name="欧阳建国", residence_address="坪山区坑梓街道秀新路88号3栋1201室", phone="13911112222")


@pytest.mark.parametrize(
    "text",
    [
        "欧阳建国",
        "建国",
        "欧阳",
        "ouyangjianguo",
        "jianguo",
        "oyjg",
        "yj",
        "秀新路",
        "坑梓",
        "３栋1201",
        "139 1111 2222",
        "13911112222",
        identity_number(1),
    ],
)
def test_each_way_of_asking_finds_the_person(alice, wang, text):
    register(alice, 2, name="李红", residence_address="别处")
    assert find(actor=alice, text=text).ids == [wang.pk]


@pytest.mark.parametrize("text", ["建军", "1391111", "13911112223", "440305199101010", "guojian"])
def test_what_does_not_fit_is_not_found(alice, wang, text):
    assert find(actor=alice, text=text).ids == []


@pytest.mark.parametrize("text", ["张", "1", "长" * 61])
def test_d14_one_character_is_too_short(alice, text):
    with pytest.raises(Invalid):
        find(actor=alice, text=text)


def test_d14_the_prefix_of_a_phone_or_number_finds_nobody(alice, wang):
    for text in ("138", "1391111", "139111122", "44030519910101"):
        assert find(actor=alice, text=text).count == 0


def test_c3_search_and_count_stay_in_scope(alice, bob, carol, wang):
    far = register(alice, 3, name="欧阳建设", code=OTHER_GRID)
    assert find(actor=bob, text="欧阳").ids == [wang.pk]
    assert find(actor=bob, text="欧阳").count == 1
    assert set(find(actor=alice, text="欧阳").ids) == {wang.pk, far.pk}
    assert find(actor=carol, text="欧阳").count == 0
    assert find(actor=bob, code=OTHER_GRID).count == 0
    assert find(actor=alice, code=OTHER_GRID).ids == [far.pk]


@pytest.mark.parametrize("sorted_up_to", [5000, 3])
def test_pages_follow_each_other_without_gap_whether_few_or_many_fit(alice, monkeypatch, sorted_up_to):
    monkeypatch.setattr(search, "PAGE", 4)
    monkeypatch.setattr(search, "SORTED", sorted_up_to)
    everybody = {register(alice, n, name="赵敏敏").pk for n in range(10)}
    seen, after = [], ""
    while True:
        found = find(actor=alice, text="赵敏", after=after)
        assert found.count == min(10, sorted_up_to)
        seen += found.ids
        after = found.after
        if not after:
            break
    assert set(seen) == everybody
    assert seen == list(Locator.objects.order_by("code", "resident_id").values_list("pk", flat=True))


def test_a_forged_page_is_refused(alice):
    with pytest.raises(Invalid):
        find(actor=alice, after="440310.not-a-uuid")


POSTS = [
    (), (("registrar", STREET),), (("grid_worker", GRID),), (("grid_leader", OTHER_GRID),), (("leader", "4403"),),
    (("system_admin", "4403"),),
    (("registrar", "440310002"), ("grid_worker", GRID)), (("handler", STREET),), (("registrar", "4403"),),
]  # fmt: skip


@pytest.mark.parametrize("posts", POSTS)
def test_may_view_and_visible_to_agree(alice, posts):
    actor = Actor(5, "Eve", tuple(Held(role, code) for role, code in posts))
    elsewhere = Actor(6, "Fay", (Held("registrar", "4403"),))
    people = [register(alice, 1), register(alice, 2, code=OTHER_GRID), register(elsewhere, 3, code="440310002001001")]
    seen = set(visible_to(actor).values_list("pk", flat=True))
    assert seen == {one.pk for one in people if may_view(actor, one)}
    assert set(find(actor=actor).ids) == seen
