"""Phones for the outbox drill: grid workers with a sign-in, each in a browser context of its own, whose tabs are killed."""

import io
import os
import random
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

GRID = "449701001001001"
PLACE = {"latitude": 22.705, "longitude": 114.305, "accuracy": 8}
SAVE = """async ([mark, category, count, bytes]) => {
  const { save } = await import("/static/js/lib/outbox.js");
  const id = crypto.randomUUID();
  const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const shots = Array.from({ length: count }, () =>
    ({ id: crypto.randomUUID(), stage: "before", type: "image/jpeg", bytes: raw.buffer.slice(0) }));
  const body = { category, captured_at: new Date().toISOString(), point: { lon: 114.305, lat: 22.705, accuracy_m: 8, datum: "wgs84" },
    community: "", place: "", text: mark, source: "grid_worker", on_the_spot: false };
  await save({ id, subject: id, label: mark, method: "PUT", url: `/api/incidents/${id}/`, body, shots });
  return true;
}"""
DEAD = re.compile(r"crash|closed|detached", re.IGNORECASE)
LEFT = """async () => {
  const { unsent } = await import("/static/js/lib/outbox.js");
  return (await unsent()).map(({ state, said, why, status }) =>
    ({ state, said, why: why ? why.message || why.code : "", status: status || 0 }));
}"""


READY = """async () => {
  await navigator.serviceWorker.ready;
  const words = document.querySelector("script[src*=jsi18n]").getAttribute("src");
  for (const url of ["/w/", "/w/report/", words]) {
    while (!(await (await caches.open("pages")).match(url))) await new Promise((done) => setTimeout(done, 50));
  }
}"""


def worker_session(number: int) -> str:
    """A grid worker of the drill's grid, signed in: the session's cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from drills.scene import SINCE
    from governance.access.models import Post, Unit, User
    from governance.access.roles import Role
    from governance.access.sessions.store import SessionStore

    unit, _new = Unit.objects.get_or_create(name="drill", kind="street_office", codes=[GRID[:9]])
    user, new = User.objects.get_or_create(username=f"phone{number}", defaults={"display_name": f"Phone {number}", "fictitious": True})
    if new:
        Post.objects.create(user=user, role=Role.GRID_WORKER, unit=unit, code=GRID, starts_at=SINCE)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def jpeg() -> bytes:
    """A picture of some 20 KB, as noisy as a real one."""
    from PIL import Image

    out = io.BytesIO()
    noise = Image.frombytes("RGB", (80, 60), random.Random(5).randbytes(80 * 60 * 3))  # noqa: S311
    noise.resize((480, 360)).save(out, "JPEG", quality=70)
    return out.getvalue()


@dataclass
class Phone:
    """One worker's phone. What `file` returned True for has been promised to the worker."""

    browser: Browser
    address: str
    cookie: str
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    crashed: bool = False

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, geolocation=PLACE, permissions=["geolocation"],
            service_workers="allow", locale="zh-CN",
        )  # fmt: skip
        self.context.set_default_timeout(30_000)
        self.context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": self.address}])
        self.open()
        self.page.evaluate(READY)  # the app is on the phone before the weather turns

    def open(self) -> None:
        """A tab on the worker's home; the network may be away, the app is not."""
        self.crashed = False
        self.page = self.context.new_page()
        self.page.on("crash", lambda _page: setattr(self, "crashed", True))
        self.page.goto(self.address + "/w/")

    def again(self) -> None:
        """A killed tab is opened anew."""
        if self.crashed or self.page.is_closed():
            if not self.page.is_closed():
                self.page.close()
            self.open()

    def alive(self, deed: Callable[[], Any]) -> Any:
        """Do it in a living tab; None when the tab died over it. Any other fault is the drill's end: nothing is excused."""
        try:
            self.again()
            return deed()
        except Error as fault:
            if not (self.crashed or self.page.is_closed() or DEAD.search(str(fault))):
                raise
            self.crashed = True
            return None

    def file(self, given: list[Any]) -> bool:
        """Save one report on the phone; False when the tab died over it."""
        return bool(self.alive(lambda: self.page.evaluate(SAVE, given)))

    def file_by_hand(self, mark: str, photo: bytes) -> bool:
        """The same by the form, as a worker does it."""
        return bool(self.alive(lambda: self.form(mark, photo)))

    def form(self, mark: str, photo: bytes) -> bool:
        """Photo, category, words, submit; then home."""
        self.page.goto(self.address + "/w/report/")
        self.page.locator("[data-shots=before] input").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo})
        self.page.locator("label.tile").first.click()
        self.page.get_by_label("说明").fill(mark)
        self.page.get_by_role("button", name="提交").click()
        self.page.locator(".done h2").wait_for()
        self.page.goto(self.address + "/w/")
        return True

    def nudge(self) -> None:
        """The network is said to be back: everything is tried at once."""
        self.alive(lambda: self.page.evaluate("dispatchEvent(new Event('online'))"))

    def left(self) -> list[dict[str, Any]] | None:
        """What the outbox still holds; None while the tab is dead."""
        found: list[dict[str, Any]] | None = self.alive(lambda: self.page.evaluate(LEFT))
        return found


def kill_a_tab(browser: Browser, phone: Phone, chance: random.Random) -> None:
    """Close it without a word, or -9 to one of the browser's renderers."""
    if chance.random() < 0.5:
        phone.page.close(run_before_unload=False)
        return
    cdp = browser.new_browser_cdp_session()
    processes = cdp.send("SystemInfo.getProcessInfo")["processInfo"]
    cdp.detach()
    renderers = [one["id"] for one in processes if one["type"] == "renderer"]
    if renderers:
        os.kill(chance.choice(renderers), signal.SIGKILL)
