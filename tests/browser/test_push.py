"""Web push from end to end: a refusal is told, a tap subscribes, a notice goes encrypted to the push service, the service worker
shows it and opens its page, and a subscription that the browser ended is forgotten. The push service is a server of ours."""

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from governance.access.actor import SYSTEM_ACTOR
from governance.notices import vapid
from governance.notices.actions import deliver, load_notice_templates, spread_notice
from governance.notices.channels import calling, pushcrypto
from governance.notices.models import Address, Delivery, Notice
from governance.outbound import Answer
from tests.browser.people import Door, Person
from tests.governance.notices.receiving import opened, signed_by
from tests.incidents.portal.test_around import resident_case
from tests.town import STREET, Town

ENDPOINT = "https://fcm.googleapis.com/fcm/send/one"
SECRET = b"0123456789abcdef"
FAKE = """
(keys) => { PushManager.prototype.subscribe = function (options) {
  window.askedWith = options;
  return Promise.resolve({ toJSON: () => ({ endpoint: keys.endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }) });
}; }
"""


PHONE_SHOWS = """
() => { self.shown = [];
  self.heard = new Promise((done) => { self.registration.showNotification = async (title, options) => {
    if (self.shown.push({ title, ...options }) === 2) done(self.shown);
  }; });
}
"""
TAPPED = """
(one) => new Promise((done) => {
  self.clients.openWindow = async (link) => done({ ...one, opened: link });
  self.dispatchEvent(Object.assign(new ExtendableEvent("notificationclick"), { notification: { ...one, close() {} } }));
})
"""


class PushService(BaseHTTPRequestHandler):
    """Takes messages; a subscription in `ended` is gone."""

    taken: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    ended = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).taken.append((dict(self.headers), body))
        self.send_response(410 if type(self).ended else 201)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[PushService]]:
    """What is meant for the push service goes to the local one; the rest of the way is the real one."""
    PushService.taken, PushService.ended = [], False
    server = HTTPServer(("127.0.0.1", 0), PushService)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def local(*, method: str, url: str, body: bytes, headers: dict[str, str], **_given: object) -> Answer:
        talk = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        talk.request(method, urlsplit(url).path, body=body, headers=headers)
        return Answer(talk.getresponse().status, b"", {})

    monkeypatch.setattr(calling, "call", local)
    yield PushService
    server.shutdown()


def sent(town: Town) -> list[Delivery]:
    """A case of the community is told; what the worker would send is sent."""
    resident_case(town)
    notice = Notice.objects.get(event="area.case", spread_at__isnull=True)
    spread_notice(notice_id=notice.pk, at=town.at)
    made = list(Delivery.objects.filter(notice=notice))
    for one in made:
        deliver(delivery_id=one.pk, at=town.at)
    return list(Delivery.objects.filter(notice=notice))


def test_a_browser_subscribes_hears_and_is_forgotten_when_it_left(door: Door, town: Town, service: type[PushService]) -> None:
    load_notice_templates(actor=SYSTEM_ACTOR, at=town.at)
    mine = ec.generate_private_key(ec.SECP256R1())
    person = door.open(None, phone=True)
    page = person.go("/subscribe/")
    page.select_option("#code", f"{STREET}001")
    page.locator("[data-push]").click()  # nobody allowed it
    expect(page.locator("#toasts")).to_contain_text("用邮件订阅")
    person.faults[:] = [one for one in person.faults if "incognito" not in one]  # Chromium's own word on windows like this one
    assert not Address.objects.exists()

    person.context.grant_permissions(["notifications"], origin=door.address)
    point = pushcrypto.encoded(pushcrypto.point_of(mine.public_key()))
    page.evaluate(FAKE, {"endpoint": ENDPOINT, "p256dh": point, "auth": pushcrypto.encoded(SECRET)})
    page.locator("[data-push]").click()
    page.wait_for_url("**/subscribe/*/*/")
    assert Address.objects.get(channel="push", ended_at__isnull=True).hint == "fcm.googleapis.com"

    [delivery] = sent(town)
    assert delivery.status == "sent"
    headers, body = service.taken[0]
    assert signed_by(headers["Authorization"], vapid.public_key())["aud"] == "https://fcm.googleapis.com"
    message = json.loads(opened(body, mine, SECRET))
    assert message["id"] == str(delivery.pk)

    shown = pushed(person, door, message)
    assert (shown["title"], shown["tag"]) == (message["title"], message["id"])
    assert shown["opened"] == message["link"]

    service.ended = True
    [gone] = sent(town)
    assert gone.status == "settled"
    assert Address.objects.get(channel="push").sealed is None


def pushed(person: Person, door: Door, message: dict[str, str]) -> dict[str, str]:
    """As if the push service had handed it over twice: what the service worker has the phone show, and where a tap leads.

    The phone's own part is played: a browser without a screen shows no notifications.
    """
    page = person.go("/subscribe/")
    devtools = person.context.new_cdp_session(page)
    versions: list[dict[str, str]] = []
    devtools.on("ServiceWorker.workerVersionUpdated", lambda event: versions.extend(event["versions"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    [worker] = person.context.service_workers
    worker.evaluate(PHONE_SHOWS)
    given = {"origin": door.address, "registrationId": versions[-1]["registrationId"], "data": json.dumps(message)}
    devtools.send("ServiceWorker.deliverPushMessage", given)
    devtools.send("ServiceWorker.deliverPushMessage", given)
    first, second = worker.evaluate("() => self.heard")
    assert first == second, "a second copy takes the place of the first, by its tag"
    return dict(worker.evaluate(TAPPED, first))
