"""Who reads a page, and the page open before them."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.people import Door, Person
from tests.incidents.portal.test_my_data import last_code
from tests.residents.people import person
from tests.town import Town

ME = person(1, phone="13800138000")
"""Who proves a phone and a document number to read what the register holds."""


@dataclass(frozen=True)
class PageOf:
    """A page: who opens it (nobody: a resident; "me": one whose phone and number are proved), where, what shows that it is there,
    what is opened on it by a key, whether on a phone, and how it is answered."""

    name: str
    reader: str
    path: str
    there: str
    keys: str = ""
    phone: bool = True
    status: int = 200


@dataclass
class Readers:
    """The windows of all who read pages, one for each reader and size, in one language and colour."""

    door: Door
    town: Town
    language: str = "zh-hans"
    scheme: str = "light"
    windows: dict[tuple[str, bool], Person] = field(default_factory=dict)

    def at(self, page: PageOf) -> Page:
        """The page, open before somebody who really has it: not a refusal, which has a heading too."""
        key = (page.reader, page.phone)
        if key not in self.windows:
            self.windows[key] = self.let_in(page)
        person = self.windows[key]
        tab = person.go(page.path)
        assert person.status == page.status, f"{page.name}: {person.status}"
        expect(tab.locator(page.there).first).to_be_visible()
        if page.keys:
            tab.keyboard.press(page.keys)
            expect(tab.locator("dialog[open]")).to_be_visible()
        return tab

    def let_in(self, page: PageOf) -> Person:
        """A window in the language; "me" proves phone and document number in it."""
        person = self.door.open(self.town.people.get(page.reader), phone=page.phone, scheme=self.scheme)
        person.context.add_cookies([{"name": "django_language", "value": self.language, "url": self.door.address}])
        if page.reader == "me":
            prove(person)
        return person


def prove(person: Person) -> None:
    """Prove the phone by the code that was sent, then the document number."""
    tab = person.go("/prove/")
    tab.locator("#phone").fill(ME["phone"])
    tab.locator("main .primary").click()
    tab.locator("#code").fill(last_code())
    tab.locator("main .primary").click()
    tab.wait_for_url("**/my-data/")
    person.go("/my-record/").locator("#number").fill(ME["id_number_enc"])
    tab.locator("main .primary").click()
    expect(tab.locator("#field")).to_be_visible()
