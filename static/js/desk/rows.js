/** One row of the queue, from the page's <template id="row">. Text is text. */

import { $ } from "../lib/dom.js";
import { OVER } from "./place.js";

const OURS = new Set(["reported", "filed", "fed_back", "checked"]); // states in which the desk must act

const toneOf = (state) => (OURS.has(state) ? "info" : state === "closed" ? "fine" : "");

export function makeRow(row) {
  const item = $("#row").content.firstElementChild.cloneNode(true);
  fillRow(item, row);
  return item;
}

/** Put a newer card into a row that is there: it keeps its place, focus and selection. */
export function fillRow(item, row) {
  const link = $(".row", item);
  item.dataset.id = row.id;
  item.dataset.version = row.version;
  link.href = `?case=${row.id}`;
  if (row.lamp) link.dataset.lamp = row.lamp;
  else delete link.dataset.lamp;
  $(".title", link).textContent = row.title;
  $(".where", link).textContent = [row.place || row.area, row.unit || row.source_label].filter(Boolean).join(" · ");
  const tag = $(".tag", link);
  tag.textContent = row.state_label;
  tag.className = `end tag ${toneOf(row.state)}`;
  const left = $(".left", link);
  left.className = `end left ${row.lamp || ""}`;
  if (row.due_at && !OVER.has(row.state)) left.dataset.due = row.due_at;
  else {
    delete left.dataset.due;
    left.textContent = row.late ? gettext("曾超时") : "";
  }
  item.place = row.point ? { lon: row.point[0], lat: row.point[1] } : null;
  item.row = row;
  $(".pick", item).setAttribute("aria-label", interpolate(gettext("选择%s"), [row.title]));
}
