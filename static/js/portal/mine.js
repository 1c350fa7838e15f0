/** The reports of this phone: their links are kept here and nowhere else. */

import { $, make } from "../lib/dom.js";
import { kept } from "./kept.js";
import { startShell } from "./shell.js";

startShell({ blank: true });
const list = $("#mine");
const found = kept();
$("#none").hidden = found.length > 0;
list.replaceChildren(...found.map(({ token, title, place, at }) => {
  const when = new Date(at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const link = make("a", { className: "task", href: list.dataset.follow.replace(/0{64}/, token) }, make("b", {}, title), make("span", { className: "end num" }, when), make("span", { className: "where" }, place));
  return make("li", {}, link);
}));

/** What could not be sent yet: said, and tried again. */
async function showWaiting() {
  const { waiting } = await import("./sending.js");
  addEventListener("outbox-answer", () => location.reload());
  const items = await waiting();
  list.prepend(...items.map((item) => make("li", { className: "task" }, make("b", {}, item.told?.label || ""), make("span", { className: "end tag soon" }, gettext("待发送")))));
}
showWaiting().catch(() => {});
