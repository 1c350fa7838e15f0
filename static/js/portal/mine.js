/** The reports of this phone: their links are kept here and nowhere else. */

import { $, make } from "../lib/dom.js";
import { kept } from "./kept.js";

const list = $("#mine");
const found = kept();
$("#none").hidden = found.length > 0;
list.replaceChildren(...found.map(({ token, title, place, at }) => {
  const when = new Date(at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const link = make("a", { className: "task", href: list.dataset.follow.replace(/0{64}/, token) }, make("b", {}, title), make("span", { className: "end num" }, when), make("span", { className: "where" }, place));
  return make("li", {}, link);
}));
