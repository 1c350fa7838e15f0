/** The dispatcher's board: wires queue, map, detail, live line and keyboard together. */

import { $, $$, later, make, painted, typing } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { watchPhotos } from "../lib/lightbox.js";
import { follow } from "../lib/live.js";
import { takeStep, watchTemplates } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";
import { BoardMap, categories } from "./boardmap.js";
import { showCounts } from "./counts.js";
import { Bulk } from "./bulk.js";
import { Detail } from "./detail.js";
import { drift, filtersOf, go, here } from "./place.js";
import { Queue } from "./queue.js";
import { watchKeys } from "./keys.js";
import { undoLast } from "./undo.js";
import { Views } from "./views.js";

const board = $(".board");
const counts = $(".counts");
const recount = later(1200, () => showCounts(counts, filtersOf({ ...here(), stage: "all" }, map.bbox)).catch(() => {}));

const map = new BoardMap($(".map-wrap"), { pick: (id) => open(id), hover: (id) => queue.light(id), moved: () => (queue.load(), recount()), drawn: (ring) => filter({ ring }), chosen: placeOf });
const queue = new Queue($(".queue"), { open: (id, drifting) => open(id, { drifting, focus: true }), settled: () => bulk.prune(), hover: (place) => map.pins.glow(place), area: () => map.bbox });
const bulk = new Bulk($(".queue"), tookAll);
const detail = new Detail($(".detail"), { url: board.dataset.case, changed, pick: place });

function placeOf() {
  const { lon, lat } = detail?.article?.dataset || {};
  return lon ? { lon: Number(lon), lat: Number(lat) } : null;
}

/** Cases took a step together. */
function tookAll(rows) {
  rows.forEach((row) => queue.patch(row));
  map.changed(rows);
  recount();
  if (rows.some((row) => row.id === detail.id)) detail.refresh();
}

function changed(card) {
  queue.patch(card);
  map.changed([card]);
  recount();
}

/** Show a case. By keyboard it drifts: "back" should not step through every case looked at. */
async function open(id, { drifting = false, focus = false, quiet = false } = {}) {
  if (drifting) painted(() => detail.id === id && drift({ case: id }));
  else if (!quiet) go({ case: id });
  queue.choose(id, { focus });
  try {
    await detail.open(id, { passing: drifting });
    if (detail.ready) ring();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.status === 404) (shut(), toast(gettext("没有这个案件，或您无权查看。"), { bad: true }));
    else complain(error);
  }
}

function ring() {
  map.pins.choose(placeOf());
  map.people.near();
}

function shut() {
  drift({ case: "" });
  detail.close();
  queue.choose("");
  map.pins.choose(null);
}

async function place() {
  const [id, version] = [detail.id, detail.version];
  toast(gettext("请在地图上点击案件的位置，按 Esc 放弃。"));
  const point = await map.ask();
  if (!point) return;
  try {
    changed(await takeStep(id, "place", version, { point }));
    await detail.refresh();
    ring();
  } catch (error) {
    complain(error);
  }
}

/** Filters as the URL says: on the controls, in the list, on the map. */
function apply({ reload = true } = {}) {
  const at = here();
  $$("[data-stage]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.stage === at.stage)));
  for (const name of ["q", "code", "category"]) {
    const field = $(`[name="${name}"]`, board);
    // Not while somebody types into it: the words are not in the URL yet, and must not be lost.
    if (field.value !== at[name] && field !== document.activeElement) field.value = at[name];
  }
  $("[name=inview]", board).checked = Boolean(at.inview);
  $$("[data-order]", $(".queue")).forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.order === at.order)));
  map.drawing.show(at.ring);
  if (reload) (queue.load(), map.pins.refresh().catch(complain), recount());
}

function filter(changes) {
  go(changes);
  apply();
}

$$("[data-stage]").forEach((button) =>
  button.addEventListener("click", () => filter({ stage: here().stage === button.dataset.stage ? "open" : button.dataset.stage })));
$("[name=q]").addEventListener("input", later(350, (event) => {
  const q = event.target.value.trim();
  if (q.length !== 1 && q !== here().q) (drift({ q }), apply());
}));
for (const name of ["code", "category"]) $(`[name=${name}]`).addEventListener("change", (event) => filter({ [name]: event.target.value }));
$$(".queue [data-order]").forEach((button) => button.addEventListener("click", () => filter({ order: button.dataset.order })));
new Views($(".views"), $("dialog.view"), (query) => {
  history.pushState(null, "", `?${query}`);
  apply();
  map.follow(here());
});
$("[name=inview]").addEventListener("change", (event) => filter({ inview: event.target.checked ? "1" : "" }));
$(".failed button").addEventListener("click", () => queue.load());
document.addEventListener("click", (event) => {
  if (event.target.closest(".close-detail")) shut();
  const near = event.target.closest("a[data-case]");
  if (near && !event.ctrlKey && !event.metaKey) (event.preventDefault(), open(near.dataset.case));
});

addEventListener("popstate", () => {
  const at = here();
  apply();
  map.follow(at);
  if (at.case) open(at.case, { quiet: true });
  else (detail.close(), queue.choose(""), map.pins.choose(null));
});

/* The live line. Hints of one moment are fetched together. */
const hinted = new Map();
const take = later(150, async () => {
  const hints = [...hinted.values()];
  hinted.clear();
  try {
    for (let at = 0; at < hints.length; at += 100) map.changed(await queue.refetch(hints.slice(at, at + 100).map((hint) => hint.incident)));
  } catch (error) {
    complain(error);
  }
  hints.filter((hint) => hint.incident === detail.id).forEach((hint) => detail.heard(hint.version));
  recount();
});
const words = { on: gettext("实时"), wait: gettext("正在连接…"), off: gettext("实时中断"), ended: gettext("登录已失效，请重新登录") };
follow({
  socket: board.dataset.socket,
  feed: board.dataset.feed,
  cursor: board.dataset.cursor,
  onHints(hints) {
    hints.forEach((hint) => hinted.set(hint.incident, hint));
    take();
  },
  onState(state) {
    $(".live").dataset.state = state === "ended" ? "off" : state;
    $(".live").textContent = words[state];
  },
});

watchKeys({
  search: () => $("[name=q]").focus(),
  move: (step) => queue.move(step),
  enter: () => (queue.chosen ? detail.article?.focus() : queue.move(1)),
  press: (key) => detail.press(key),
  pick: () => bulk.press(queue.chosen),
  own: {
    Z: undoLast,
    S: () => (filter({ order: here().order === "due" ? "new" : "due" }), true),
    B: () => (map.drawing.toggle(), true),
  },
  shut,
  typing,
});
watchPhotos($(".detail"));
watchTemplates($(".detail"));
startClock();
queue.ghosts(8);
apply();
if (here().case) open(here().case, { quiet: true });

categories().then((all) => {
  const majors = new Map();
  const english = document.documentElement.lang === "en";
  for (const one of all) {
    const group = majors.get(one.major_name) || majors.set(one.major_name, make("optgroup", { label: one.major_name })).get(one.major_name);
    group.append(make("option", { value: one.id }, (english && one.name_en) || one.name));
  }
  $("[name=category]").append(...majors.values());
  apply({ reload: false });
}).catch(() => {});
