/** What is already known at a place, and where an address is: before somebody reports the same again. */

import { $, later, make } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";

/** Show open cases near a point; each can be joined with one tap. */
export async function showNear(root, point) {
  const { items } = await getJSON(`${root.dataset.near}?lon=${point.lon}&lat=${point.lat}`);
  root.hidden = !items.length;
  $("ul", root).replaceChildren(...items.map((item) => {
    const when = new Date(item.received_at).toLocaleDateString(document.documentElement.lang, { month: "numeric", day: "numeric" });
    const form = make("form", { method: "post", action: root.dataset.case.replace("NUMBER", item.number) });
    form.append(make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: $("[name=csrfmiddlewaretoken]").value }), make("button", { className: "button", type: "submit" }, gettext("我也遇到")));
    const told = [item.title, item.state_label, when, item.voices].filter(Boolean).join(" · ");
    return make("li", {}, make("span", {}, told, make("small", {}, item.place || item.area)), form);
  }));
}

/** Find an address; what is chosen is handed to `put`. */
export function searchAddress(field, list, put) {
  field.addEventListener("input", later(300, async () => {
    const words = field.value.trim();
    const { items } = words.length < 2 ? { items: [] } : await getJSON(`${field.dataset.places}?q=${encodeURIComponent(words)}`).catch(() => ({ items: [] }));
    list.hidden = !items.length;
    list.replaceChildren(...items.map((item) => {
      const button = make("button", { type: "button" }, item.name, make("small", {}, item.area));
      button.addEventListener("click", () => ((list.hidden = true), put(item)));
      return make("li", {}, button);
    }));
  }));
}
