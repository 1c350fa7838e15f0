/** Keys on the page of decisions: J and K go through the items, G grants and N refuses the one at hand. */

import { $, $$ } from "../lib/dom.js";

const items = () => $$("[data-item]");

function go(by) {
  const all = items();
  const at = all.indexOf(document.activeElement?.closest("[data-item]"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select, dialog")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    go(key === "j" ? 1 : -1);
    return;
  }
  const item = document.activeElement?.closest("[data-item]");
  const button = item && $(`button[data-key="${CSS.escape(key)}"]`, item);
  if (!button) return;
  event.preventDefault();
  const words = $("textarea", item);
  if (key === "n" && !words.value.trim()) words.focus(); // a refusal says why
  else button.click();
});
