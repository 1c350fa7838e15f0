/** The reports of this phone: their links are kept here and nowhere else, and can be taken off it. */

import { $, icon, make } from "../lib/dom.js";
import { forget, kept } from "./kept.js";
import { startShell } from "./shell.js";

startShell({ blank: true });
const list = $("#mine");
const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

function line({ token, title, place, at }) {
  const link = make("a", { className: "task", href: list.dataset.follow.replace(/0{64}/, token) }, make("b", {}, title), make("span", { className: "end num" }, moment(at)), make("span", { className: "where" }, place));
  const away = make("button", { type: "button", className: "button", "aria-label": interpolate(gettext("从这部手机移除：%s"), [`${title} ${place}`]) }, icon("close"));
  away.addEventListener("click", () => {
    if (!confirm(gettext("移除后，这部手机上不再列出它；反映本身不受影响，凭链接或编号仍可查。"))) return;
    forget(token);
    show();
  });
  return make("li", { className: "kept" }, link, away);
}

function show() {
  const found = kept();
  $("#none").hidden = found.length > 0;
  $("#shared").hidden = !found.length;
  list.replaceChildren(...found.map(line));
}

addEventListener("kept", show);
show();
import("./pending.js").then(({ showPending }) => showPending($("#pending"), moment)).catch(() => {});
