"""A person at a browser: signs in, looks, and leaves a trace of everything that went wrong on the page."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from governance.access.models import User

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
REFUSED_ON_PURPOSE = "Failed to load resource"
"""What Chromium says of every refused request; the tests of refusals look at the page instead."""


@dataclass
class Person:
    """One browser window with its own cookies. `faults` must be empty at the end of a test."""

    context: BrowserContext
    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    status: int = 0

    def go(self, path: str) -> Page:
        """Open a page of the system and wait until it has loaded; `status` is its answer's, that of before where only the hash is new."""
        self.collect()
        answer = self.page.goto(self.address + path)
        self.status = answer.status if answer else self.status
        return self.page

    def collect(self) -> list[str]:
        """The faults so far, with violations of the content security policy on the page at hand."""
        if self.page.url.startswith(self.address):
            self.faults += self.page.evaluate("window.violations.splice(0)")
        return self.faults


@dataclass
class Door:
    """Lets people in, each in a window of their own."""

    browser: Browser
    address: str
    people: list[Person] = field(default_factory=list)

    def open(
        self,
        user: User | None = None,
        *,
        phone: bool = False,
        scheme: str = "light",
        at: tuple[float, float] | None = None,
        scripts: bool = True,
    ) -> Person:
        """A window, signed in as `user`; on a phone when asked, standing at lon, lat when given."""
        options: dict[str, Any] = {
            "viewport": PHONE if phone else DESK, "is_mobile": phone, "has_touch": phone, "color_scheme": scheme,
            "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "java_script_enabled": scripts, "reduced_motion": "reduce",
        }  # fmt: skip
        if at is not None:
            options |= {"geolocation": {"longitude": at[0], "latitude": at[1], "accuracy": 8}, "permissions": ["geolocation"]}
        context = self.browser.new_context(**options)
        context.set_default_timeout(30_000)
        context.add_init_script(WATCH)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}])
        page = context.new_page()
        person = Person(context, page, self.address)
        page.on("pageerror", lambda error: person.faults.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: person.faults.append(said.text) if said.type == "error" and REFUSED_ON_PURPOSE not in said.text else None,
        )
        self.people.append(person)
        return person
