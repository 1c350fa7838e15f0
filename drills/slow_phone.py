"""./dev drill slow_phone: pages of workers and residents on a slow line and a slow phone (400 kbit/s, 400 ms, a quarter of the CPU).

Prints for each page the bytes that came over the line, packed as by the nginx of docs/operations.md, the first paint and when the
page could be used, for a first visit and for a second one (through the service worker where the page has it, else from the browser's
cache). With a port, `./dev drill slow_phone 8000`, it visits the residents' pages of what runs there, as of ./dev run with all its
data. Nothing is asserted here, because times depend on the machine; that bytes keep their budgets is asserted by
tests/incidents/web/test_weights.py, without a browser.
"""

import gzip
import os
import re
import sys
import time

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from drills import scene
from drills.browser import launched
from drills.phones import PLACE, worker_session
from drills.proxy import Proxy
from drills.server import Server

PAGES = {
    "/w/": ".shout",
    "/w/report/": "label.tile",
    "/w/tasks/": ".tabbar",
    "/w/visits/": "#no-visits:not([hidden])",
    "/w/patrol/": "#go:enabled",
}
FOR_RESIDENTS = {
    "/": ".shout",
    "/report/": "[data-step='1'].shown .leaflet-container",
    "/report/?plain": "#place",
    "/around/": "#around-map.leaflet-container",
    "/bulletins/": ".foot",
    "/mine/": "#number",
}
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 4
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
INSTALLED = """() => {
  const after = (wait) => new Promise((done) => setTimeout(done, wait));
  return Promise.race([navigator.serviceWorker.ready, after(20000)]).then(() => after(3000));
}"""
PACKED = re.compile(rb"(?i)\r\ncontent-type: *(?:text/|application/(?:javascript|json|manifest)|image/svg)")


class Nginx(Proxy):
    """Packs texts as the web server in front does."""

    async def _forward(self, head: bytes, body: bytes, *, cut: bool) -> bytes:
        reply = await super()._forward(head, body, cut=cut)
        words, _gap, content = reply.partition(b"\r\n\r\n")
        if not PACKED.search(words) or re.search(rb"(?i)\r\n(?:content-encoding|transfer-encoding):", words):
            return reply
        packed = gzip.compress(content, 6)
        words = re.sub(rb"(?i)\r\ncontent-length:[^\r]*", b"", words)
        return words + b"\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


def slow(context: BrowserContext) -> tuple[Page, list[int]]:
    """A tab behind a slow line, and a counter of its bytes."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    counted = [0]
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", LINE)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    cdp.on("Network.loadingFinished", lambda told: counted.__setitem__(0, counted[0] + int(told["encodedDataLength"])))
    return page, counted


def measured(browser: Browser, address: str, path: str, there: str, cookie: str = "") -> str:
    """One line for one page: a first visit with nothing kept, a second one. With a cookie as a worker, else as a resident."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, geolocation=PLACE, permissions=["geolocation"]
    )
    context.set_default_timeout(60_000)
    if cookie:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    said = []
    for name in ("first", "again"):
        page, counted = slow(context)
        begin = time.monotonic()
        page.goto(address + path, wait_until="commit")
        page.locator(there).first.wait_for()
        usable = time.monotonic() - begin
        page.wait_for_load_state("load")
        said.append(f"{name}: kb={counted[0] / 1024:.0f} paint_s={page.evaluate(PAINT) / 1000:.1f} usable_s={usable:.1f}")
        page.evaluate(INSTALLED)
        page.close()
    context.close()
    return f"{path:15} " + " | ".join(said)


def main() -> int:
    """Print a line for each page."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright leaves a loop running in this thread
    with sync_playwright() as playwright:
        browser = launched(playwright)
        if len(sys.argv) > 1:
            with Nginx(int(sys.argv[1])) as nginx:
                visit(browser, f"http://localhost:{nginx.port}", "")
        else:
            scene.set_up()
            with Server() as server, Nginx(server.port) as nginx:
                visit(browser, f"http://localhost:{nginx.port}", worker_session(0))
        browser.close()
    return 0


def visit(browser: Browser, address: str, cookie: str) -> None:
    """A worker's pages, if there is one, and the residents'."""
    for path, there in PAGES.items() if cookie else ():
        print(measured(browser, address, path, there, cookie), flush=True)
    for path, there in FOR_RESIDENTS.items():
        print(measured(browser, address, path, there), flush=True)


if __name__ == "__main__":
    sys.exit(main())
