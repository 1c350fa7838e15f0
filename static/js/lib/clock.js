/** Deadlines that count down: one timer for the whole page, by the server's clock. */

import { $$ } from "./dom.js";

const DAY = 86400;
let offset = 0;
let timer = 0;

/** The server's time of this moment, in ms; phones and desks are often minutes off. */
export const serverNow = () => Date.now() + offset;

/** @param {string} iso the server's time just received */
export function setServerTime(iso) {
  const then = Date.parse(iso);
  if (!Number.isNaN(then)) offset = then - Date.now();
}

const two = (number) => String(number).padStart(2, "0");

function span(seconds) {
  if (seconds >= DAY) {
    const days = Math.floor(seconds / DAY);
    const hours = Math.floor((seconds % DAY) / 3600);
    return hours && days < 10 ? interpolate(gettext("%s 天 %s 小时"), [days, hours]) : interpolate(gettext("%s 天"), [days]);
  }
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** What a deadline says now, with words: colour alone says nothing. */
export function dueText(due, now) {
  const seconds = Math.floor((due - now) / 1000);
  return seconds < 0 ? interpolate(gettext("超时 %s"), [span(-seconds)]) : interpolate(gettext("剩 %s"), [span(seconds)]);
}

function tick() {
  const now = serverNow();
  for (const element of $$("[data-due]")) {
    const due = Date.parse(element.dataset.due);
    if (Number.isNaN(due)) continue;
    const text = dueText(due, now);
    if (element.textContent !== text) element.textContent = text;
    if (due < now && !element.classList.contains("red")) {
      element.classList.remove("green", "yellow");
      element.classList.add("red");
      const row = element.closest("[data-lamp]");
      if (row) row.dataset.lamp = "red";
    }
  }
}

/** Starts the page's one timer, and shows at once what came in with the page. */
export function startClock() {
  const now = document.querySelector("meta[name=now]");
  if (now && !timer) setServerTime(now.content);
  tick();
  timer ||= setInterval(() => document.hidden || tick(), 1000);
}

/** Shows the deadlines of rows that were just put in, without waiting for the next second. */
export const showDeadlines = tick;
