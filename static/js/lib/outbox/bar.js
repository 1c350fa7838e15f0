/** The outbox on every page of the field: keeps it going and says what is not sent yet. */

import { $ } from "../dom.js";
import { counts, owner } from "../outbox.js";
import { onChange, flush, session } from "./sending.js";

const EVERY = 30000;
let state = "";

async function show() {
  const bar = $("#outbox");
  if (!bar) return;
  const { waiting, stuck, others } = await counts();
  const offline = !navigator.onLine || state === "offline" || state === "away";
  const words = [];
  if (offline) words.push(gettext("离线"));
  if (waiting && state === "signin") words.push(interpolate(gettext("登录已过期，%s 条待上传"), [waiting]));
  else if (waiting) words.push(interpolate(gettext("%s 条待上传，联网自动发送"), [waiting]));
  else if (offline) words.push(gettext("可以照常上报和办理"));
  if (stuck) words.push(interpolate(gettext("%s 条需处理"), [stuck]));
  if (!waiting && !stuck && others) words.push(interpolate(gettext("前一位使用者还有 %s 条未上传，由其本人登录后发送"), [others]));
  const text = words.join(" · ");
  if ($("span", bar).textContent !== text) $("span", bar).textContent = text;
  bar.classList.toggle("late", stuck > 0);
  bar.hidden = !words.length;
  $("a", bar).hidden = !(waiting || stuck);
}

async function install() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("message", (event) => event.data === "flush" && flush({ force: true }));
  await navigator.serviceWorker.register("/sw.js").catch(() => {});
  const ready = await navigator.serviceWorker.ready;
  keepPages([$("#outbox a").pathname], [$("script[src*=jsi18n]").src]); // the list behind the bar, and words of the page that came before the worker did
  ready.sync?.register("outbox").catch(() => {});
}

/** What is to be there without a network. @param {string[]} pages of cases; others are forgotten @param {string[]} data lists and outlines */
export async function keepPages(pages, data = []) {
  const ready = await navigator.serviceWorker?.ready;
  ready?.active?.postMessage({ pages, data });
}

/** Start it: once on each page of the field. */
export function startOutbox() {
  if (!owner()) return;
  onChange((event) => ((state = event.detail ?? event.data ?? ""), show()));
  addEventListener("online", () => ((state = ""), show(), flush({ force: true })));
  addEventListener("offline", show);
  addEventListener("pageshow", () => flush());
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(() => document.hidden || flush(), EVERY);
  install();
  navigator.storage?.persist?.();
  session().then((who) => ((state = !who ? "offline" : who.user ? "" : "signin"), show(), who && flush({ force: true }))).catch(() => {});
  show();
}
