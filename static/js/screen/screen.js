/** The command centre: where it stands, how often it looks, and what it says when nothing new comes. */

import { $, later } from "../lib/dom.js";
import { serverNow, setServerTime } from "../lib/clock.js";
import { getJSON } from "../lib/http.js";
import { follow } from "../lib/live.js";
import { listen } from "./beat.js";
import { Charts } from "./charts.js";
import { show } from "./panels.js";
import { startClock, tonight } from "./hours.js";
import { WallMap } from "./wallmap.js";

const EACH = 30000;
const AFTER_HINT = 6000; // longer than the server keeps an answer
const body = document.body;
const home = body.dataset.home;
const charts = new Charts();
const map = new WallMap($(".land"), { open });
const state = { code: "", figures: null, still: matchMedia("(prefers-reduced-motion: reduce)").matches, failed: false };

let sky = null;
const asked = () => new URLSearchParams(location.search).get("code") || home;

/** The address: the area, unless it is the usual one, and whether the map stands in three dimensions. */
function address({ code = state.code, sky = new URLSearchParams(location.search).get("sky") || "" }) {
  const query = new URLSearchParams([["code", code === home ? "" : code], ["sky", sky]].filter((pair) => pair[1]));
  return String(query) ? `?${query}` : location.pathname;
}

/** Show an area and keep it in the address. */
function open(code, { push = true } = {}) {
  if (push && code !== state.code) history.pushState(null, "", address({ code }));
  if (code === state.code) return;
  state.code = code;
  draw(code);
  refresh();
}

async function draw(code) {
  try {
    const areas = await getJSON(`${body.dataset.areas}?code=${code}`);
    if (code !== state.code) return;
    map.draw(code, areas);
    if (state.figures?.code === code) map.colour(state.figures, { still: state.still });
    sky?.follow();
  } catch (error) {
    failed(error);
  }
}

let running = null;
async function refresh() {
  const code = state.code;
  running?.abort();
  running = new AbortController();
  try {
    const figures = await getJSON(`${body.dataset.figures}?code=${code}`, { signal: running.signal });
    if (code !== state.code) return;
    const before = state.figures?.code === code ? state.figures : null;
    Object.assign(state, { figures, failed: false });
    setServerTime(figures.at);
    show(figures, before, { open });
    charts.show(figures, { still: state.still });
    map.colour(figures, { before, still: state.still });
    if (map.empty) draw(code);
    stamp();
  } catch (error) {
    failed(error);
  }
}

/** The last figures stay when the network is away; they go when the link or the sign-in has ended. */
function failed(error) {
  if (error.name === "AbortError") return;
  state.failed = true;
  if ([401, 403, 404].includes(error.status)) {
    const gone = $("p.gone:last-of-type");
    gone.textContent = body.dataset.feed ? gettext("登录已失效，请重新登录。") : gettext("链接已失效，请联系管理员。");
    gone.hidden = false;
    $("main").hidden = true;
  }
  stamp();
}

function stamp() {
  const line = $(".stamp");
  const at = state.figures && new Date(state.figures.at).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  const when = at ? interpolate(gettext("数据时间 %s"), [at]) : gettext("正在读取…");
  const why = body.classList.contains("paused") ? gettext("已暂停") : state.failed ? gettext("网络中断，显示最后的数据") : "";
  const told = why ? `${why} · ${when}` : when;
  if (line.textContent !== told) line.textContent = told;
  line.classList.toggle("old", Boolean(why));
}

/** Pause: nothing moves and nothing is replaced until it goes on. */
function pause(on) {
  body.classList.toggle("paused", on);
  body.classList.toggle("still", on || state.still);
  $(".pause").setAttribute("aria-pressed", String(on));
  $(".pause").textContent = on ? gettext("继续") : gettext("暂停");
  if (!on) refresh();
  stamp();
}

const paused = () => body.classList.contains("paused");
const whole = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch?.(() => {});

addEventListener("popstate", () => open(asked(), { push: false }));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-code]");
  if (link && !event.ctrlKey && !event.metaKey) (event.preventDefault(), open(link.dataset.code));
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const up = $(".trail a:last-of-type");
  const child = /^[1-9]$/.test(event.key) && $(`.ranking li:nth-child(${event.key}) button`);
  if ((event.key === "Escape" || event.key === "Backspace") && up) (event.preventDefault(), open(up.dataset.code));
  else if (child) open(child.dataset.code);
  else if (event.key === "p") pause(!paused());
  else if (event.key === "f") whole();
});
$(".pause").addEventListener("click", () => pause(!paused()));
$(".whole").addEventListener("click", whole);
addEventListener("resize", later(200, () => state.figures && (charts.resize(state.figures), map.fit())));
addEventListener("online", () => paused() || refresh());

setInterval(() => paused() || document.hidden || refresh(), EACH);
document.addEventListener("visibilitychange", () => document.hidden || paused() || refresh());
let waiting = 0;
/** Something happened: look soon, and never put it off because more happens meanwhile. */
const hinted = () => {
  waiting ||= setTimeout(() => ((waiting = 0), paused() || refresh()), AFTER_HINT);
};
if (body.dataset.beat) listen(body.dataset.beat, { changed: hinted, ended: refresh });
else follow({ socket: body.dataset.socket, feed: body.dataset.feed, cursor: body.dataset.cursor, onHints: hinted, onState: () => {} });
startClock($(".clock"), serverNow);
tonight(serverNow);
body.classList.toggle("still", state.still);
open(asked(), { push: false });
/** The third dimension comes when somebody asks for it. */
async function raise(mode) {
  const { SkyButton } = await import("../sky/button.js");
  sky ||= new SkyButton($(".land"), { read: () => map.view, moved: ([zoom, lat, lon]) => map.look(lat, lon, zoom), shown: (shown) => history.replaceState(null, "", address({ sky: shown })) });
  sky.open(mode);
}
$(".sky-toggle")?.addEventListener("click", () => sky || raise("use"));
map.ready(() => $(".sky-toggle") && new URLSearchParams(location.search).get("sky") && raise(new URLSearchParams(location.search).get("sky")));
