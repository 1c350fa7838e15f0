"""Whole stories of what the office tells and asks: a bulletin, an emergency notice, a consultation, a place."""

from datetime import timedelta
from xml.etree.ElementTree import fromstring

from playwright.sync_api import expect

from bulletins.actions.facilities import keep_facility
from bulletins.models import Consultation, Rating, Wish
from bulletins.queries.inforce import forget_alerts
from governance.access.actor import SYSTEM_ACTOR
from governance.notices.actions import load_notice_templates
from governance.notices.models import Address
from incidents.actions.portal.subscribing import link_of
from incidents.models import Subscription
from tests.browser.people import Door
from tests.browser.pictures import photo
from tests.browser.test_accessibility import findings_on
from tests.governance.notices.running import run_notices
from tests.town import Town, inside

COMMUNITY = "第一街道第1社区"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_communitys_paper_reaches_the_portal_the_feed_and_a_subscriber_who_then_leaves(
    door: Door, town: Town, settings, mailoutbox
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    load_notice_templates(actor=SYSTEM_ACTOR, at=town.at)
    reader = door.open(phone=True)
    page = reader.go("/subscribe/")
    page.get_by_label("我的社区").select_option(label=COMMUNITY)
    page.get_by_label("电子邮箱").fill("lin@example.org")
    page.get_by_role("button", name="用邮件订阅").tap()
    expect(page.get_by_role("status").first).to_contain_text("确认链接已发往")
    link = link_of(Subscription.objects.get().pk)
    run_notices(town.at)
    assert link in mailoutbox[-1].body
    page = reader.go(link)
    page.get_by_role("button", name="确认订阅").tap()
    expect(page.get_by_role("status").first).to_contain_text("已订阅")
    assert not findings_on(page)

    desk = door.open(town.people["alice"])
    page = desk.go("/newsroom/bulletin/")
    page.get_by_label("区域").select_option(label=COMMUNITY)
    page.get_by_label("类别").select_option(label="社区报")
    page.get_by_label("标题").fill("社区报｜老楼的新扶手")
    page.get_by_label("正文").fill("三十年的老楼装上了扶手。\n\n谢谢各位邻居。")
    page.get_by_label("图片", exact=False).first.set_input_files(photo(size=(300, 200)))
    page.get_by_label("图片说明").fill("装上扶手的楼梯")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("heading", name="社区报｜老楼的新扶手")).to_be_visible()

    page = reader.go("/")
    page.get_by_role("link", name="社区报｜老楼的新扶手").tap()
    expect(page.get_by_role("img", name="装上扶手的楼梯")).to_have_js_property("complete", True)
    expect(page.locator(".prose p")).to_have_count(2)
    feed = fromstring(page.request.get(f"{door.address}/bulletins/feed.atom").body())
    assert [one.text for one in feed.iter(f"{ATOM}title")][1:] == ["社区报｜老楼的新扶手"]
    run_notices(town.at)
    assert "社区报｜老楼的新扶手" in mailoutbox[-1].subject + mailoutbox[-1].body
    page = reader.go(link)
    page.get_by_role("button", name="退订").tap()
    expect(page.get_by_role("heading", name="订阅身边事")).to_be_visible()
    assert Address.objects.get().sealed is None


def test_a_warning_stands_on_every_page_and_the_office_sees_which_grids_have_heard(door: Door, town: Town) -> None:
    chief = door.open(town.people["erin"])
    page = chief.go("/newsroom/alert/")
    page.get_by_label("区域").select_option(label="第一街道")
    page.get_by_label("事件").fill("暴雨")
    page.get_by_label("标题").fill("今晚有大暴雨，请不要出门")
    page.get_by_label("情况").fill("预计今晚八点到十点有大暴雨。")
    page.get_by_label("请居民这样做").fill("关好门窗，不要蹚水。")
    page.get_by_role("button", name="立即发出").click()
    expect(page.get_by_text("0 / 8 个网格已签收")).to_be_visible()
    forget_alerts()  # instead of waiting until each page asks anew

    resident = door.open(phone=True)
    for path in ("/", "/report/", "/places/", "/around/"):
        expect(resident.go(path).locator(".alerts")).to_contain_text("今晚有大暴雨，请不要出门")
    resident.page.locator(".alert-line").tap()
    expect(resident.page.locator("main")).to_contain_text("关好门窗，不要蹚水。")
    cap = resident.page.request.get(door.address + str(resident.page.get_by_role("link", name="CAP 1.2").get_attribute("href")))
    assert "今晚有大暴雨" in cap.text()

    worker = door.open(town.people["bob"], phone=True).go("/w/")
    worker.locator(".alert-line").tap()
    worker.get_by_role("button", name="已收到，正在通知本网格").tap()
    expect(worker.get_by_text("您已签收")).to_be_visible()
    page = chief.go("/newsroom/")
    expect(page.get_by_text("1 / 8 个网格已签收")).to_be_visible()
    page.get_by_label("解除说明").fill("雨已过去。")
    page.get_by_role("button", name="解除").click()
    expect(page.get_by_text("生效中的应急通知")).to_have_count(0)
    forget_alerts()
    expect(resident.go("/").locator(".alerts")).to_have_count(0)


def test_a_text_is_asked_about_by_paragraph_closed_and_summed_up_and_a_place_is_rated_and_missed(door: Door, town: Town) -> None:
    place = keep_facility(
        actor=town.actor("alice"), kind="market", name="学院路菜市场", address="学院路8号", code=f"{town.grid[:12]}", at=town.at
    )
    desk = door.open(town.people["alice"])
    page = desk.go("/newsroom/consultation/")
    page.get_by_label("标题").fill("背街小巷停车办法")
    page.get_by_label("条文").fill("消防通道全天不能停车。\n\n晚上十点到早上七点，划线车位免费。")
    page.get_by_role("button", name="开始征求").click()
    expect(page.get_by_role("heading", name="第 2 条")).to_be_visible()
    asked = Consultation.objects.get()

    resident = door.open(phone=True, at=inside(town.grid))
    page = resident.go("/consultations/")
    page.get_by_role("link", name="背街小巷停车办法").tap()
    page.get_by_text("说说您的意见").nth(1).tap()
    page.get_by_label("对第 2 条的意见").fill("免费到早上八点更好")
    page.get_by_role("button", name="提交意见").locator("visible=true").tap()
    expect(page.get_by_role("status").first).to_contain_text("您的意见已收到")
    page = resident.go(f"/places/{place.pk}/")
    page.get_by_label("想说一句").fill("菜新鲜，秤也准")
    page.get_by_role("button", name="4 星").tap()
    expect(page.get_by_role("status").first).to_contain_text("谢谢您的评分")
    page = resident.go("/places/wish/")
    page.get_by_label("希望增设").select_option(label="公厕")
    page.get_by_role("button", name="就在我现在的位置").tap()
    expect(page.get_by_text("已取得位置")).to_be_visible()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("status").first).to_contain_text("街道会看到哪里缺什么")
    assert (Rating.objects.get().stars, Wish.objects.get().kind) == (4, "toilet")

    page = desk.go("/newsroom/")
    for left in (1, 0):
        page.get_by_role("button", name="公开", exact=True).first.click()
        expect(page.get_by_role("button", name="公开", exact=True)).to_have_count(left)
    expect(page.get_by_role("cell", name="公厕", exact=True)).to_be_visible()
    Consultation.objects.update(opens_at=town.at - timedelta(days=9), closes_at=town.at - timedelta(days=1))  # its days have passed
    page.reload()
    page.get_by_role("link", name="公布采纳情况").click()
    page.get_by_label("免费到早上八点更好").check()
    page.get_by_label("采纳情况和理由").fill("采纳一条：免费时间延长到早上八点。")
    page.get_by_role("button", name="公布", exact=True).click()
    page = resident.go(f"/consultations/{asked.pk}/")
    expect(page.locator("main")).to_contain_text("采纳一条：免费时间延长到早上八点。")
    expect(page.locator(".comments li")).to_contain_text("已采纳")
    expect(page.get_by_text("说说您的意见")).to_have_count(0)
    expect(resident.go(f"/places/{place.pk}/").locator("main")).to_contain_text("菜新鲜，秤也准")
