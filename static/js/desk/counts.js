/** The numbers above the queue. They also filter. */

import { $$ } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";

const SUMS = {
  reported: ["reported", "verifying"],
  filed: ["filed"],
  handling: ["dispatched", "handling"],
  checking: ["fed_back", "checking", "checked"],
  overdue: ["overdue"],
};
const CAP = 1000;

/** @param {HTMLElement} root @param {URLSearchParams} query the filters of the list; its stage and order say nothing here */
export async function showCounts(root, query) {
  const counts = await getJSON(`/api/incidents/counts/?${query}`);
  for (const button of $$("[data-stage]", root)) {
    const sum = SUMS[button.dataset.stage].reduce((total, name) => total + (counts[name] || 0), 0);
    const text = sum >= CAP && button.dataset.stage === "overdue" ? "999+" : String(sum);
    const number = button.querySelector("b");
    if (number.textContent !== text) number.textContent = text;
  }
}
