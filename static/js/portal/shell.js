/** The portal on the phone: its files and its blank pages are kept, so that they open at once and without a network. */

import { $, $$ } from "../lib/dom.js";
import { serviceWorker } from "../lib/serviceworker.js";

const OLD_MS = 60000;

/** Once on each page; what it needs itself comes first. @param {{blank?: boolean}} given whether the page is one of the kept ones */
export function startShell({ blank = false } = {}) {
  const age = Date.now() - Date.parse($("meta[name=now]").content);
  if (blank && Math.abs(age) > OLD_MS) renew().catch(() => {});
  addEventListener("load", () => {
    install().catch(() => {});
    import("./sending.js").catch(() => {}); // what waits on this phone goes out from any page
  });
}

async function install() {
  if (!navigator.serviceWorker) return;
  const { controller } = navigator.serviceWorker;
  if (!controller) await serviceWorker();
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(controller ? {} : { data: [$("script[src*=jsi18n]").src] }); // the words of the page that came before it did
}

/** A page from the phone may be older than a warning, and than the token that its forms send. */
async function renew() {
  const response = await fetch(location.pathname, { credentials: "same-origin" });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = $("meta[name=csrf]", fresh).content;
  $("meta[name=csrf]").content = token;
  $$("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  $(".alerts")?.remove();
  if ($(".alerts", fresh)) $(".skip").after($(".alerts", fresh));
}
