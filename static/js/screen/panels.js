/** Numbers and lists of the command centre. Text only; an area without enough cases says how many instead of a share. */

import { $, make } from "../lib/dom.js";
import { shortName } from "./wallmap.js";

const ENOUGH = 10;
const LEVELS = { city: gettext("各区"), district: gettext("各街道"), street: gettext("各社区"), community: gettext("各网格"), grid: "" };

const number = (value) => value.toLocaleString("zh-CN");
export const percent = ({ n, of }) => `${(Math.floor((n / of) * 1000) / 10).toFixed(1)}`;

/** A share of enough cases as a share, of few as "3/4", of none as none. */
function share(tile, part) {
  if (!part.of) return none(tile, gettext("暂无"));
  if (part.of < ENOUGH) return put(tile, `${part.n}/${part.of}`, gettext("件"));
  put(tile, percent(part), "%");
}

function put(tile, text, unit = "") {
  tile.classList.remove("none");
  tile.replaceChildren(text, ...(unit ? [make("small", {}, unit)] : []));
}

function none(tile, text) {
  tile.classList.add("none");
  tile.textContent = text;
}

function bar(part) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  svg.setAttribute("class", "bar");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.append(rect);
  const grow = (upright) => {
    const size = Math.max(0, Math.min(100, part * 100));
    const box = upright ? { x: 0, y: 100 - size, width: 100, height: size } : { x: 0, y: 0, width: size, height: 100 };
    Object.entries(box).forEach(([name, value]) => rect.setAttribute(name, value));
    return svg;
  };
  return grow;
}

function tiles(figures) {
  const at = (name) => $(`[data-tile=${name}]`);
  for (const name of ["came", "closed", "open", "overdue"]) put(at(name), number(figures.tiles[name]));
  at("overdue").classList.toggle("some", figures.tiles.overdue > 0);
  share(at("in_time"), figures.tiles.in_time);
  const { mean, of } = figures.tiles.pleased;
  if (of < ENOUGH) none(at("pleased"), of ? interpolate(gettext("仅 %s 份"), [of]) : gettext("暂无评价"));
  else put(at("pleased"), mean.toFixed(1), "/5");
}

function ranking(figures, open) {
  const most = Math.max(4, Math.floor(figures.ranking.length ? 10 : 0));
  const rows = figures.ranking.slice(0, most).map((row, index) => {
    const value = !row.of ? make("span", { className: "value few" }, gettext("暂无")) : row.of < ENOUGH
      ? make("span", { className: "value few num" }, `${row.n}/${row.of} ${gettext("件")}`)
      : make("span", { className: "value num" }, `${percent(row)}%`);
    const button = make("button", { type: "button", dataset: { code: row.code }, title: interpolate(gettext("在办 %s 件，超时 %s 件"), [row.open, row.overdue]) },
      make("span", { className: "place num" }, String(index + 1)), make("span", { className: "name" }, shortName(row.name)),
      row.of >= ENOUGH ? bar(row.n / row.of)(false) : make("span"), value);
    button.addEventListener("click", () => open(row.code));
    return make("li", {}, button);
  });
  const list = $(".ranking ol");
  const held = list.contains(document.activeElement) && document.activeElement.dataset.code;
  list.replaceChildren(...rows);
  if (held) $(`[data-code="${held}"]`, list)?.focus();
  $(".ranking .of").textContent = LEVELS[figures.level];
  $(".ranking").hidden = figures.level === "grid";
}

function events(figures, before) {
  const known = new Set((before?.events || []).map((one) => one.at + one.verb + one.area));
  const today = new Date(figures.at).toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai" });
  const rows = figures.events.map((one) => {
    const moment = new Date(one.at);
    const same = moment.toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai" }) === today;
    const options = same ? { hour: "2-digit", minute: "2-digit", hour12: false } : { month: "numeric", day: "numeric" };
    const fresh = before && !known.has(one.at + one.verb + one.area);
    return make("li", { className: fresh ? "fresh" : "" },
      make("time", { className: "num", dateTime: one.at }, moment.toLocaleString("zh-CN", { ...options, timeZone: "Asia/Shanghai" })),
      make("span", { className: `tag ${one.verb}` }, one.tag),
      make("p", {}, one.title, " ", make("small", {}, one.area)));
  });
  $(".events ul").replaceChildren(...(rows.length ? rows : [make("li", { className: "quiet" }, gettext("近期没有事件。"))]));
}

/** Minutes as people say them. */
function span(minutes) {
  if (minutes < 60) return interpolate(gettext("%s 分"), [minutes]);
  if (minutes < 2880) return interpolate(gettext("%s 时"), [(minutes / 60).toFixed(minutes < 600 ? 1 : 0)]);
  return interpolate(gettext("%s 天"), [(minutes / 1440).toFixed(1)]);
}

function stages(figures) {
  const judged = figures.stages.filter((one) => one.times >= ENOUGH);
  const slowest = Math.max(1, ...judged.map((one) => one.minutes));
  const rows = figures.stages.map((one) => {
    const enough = one.times >= ENOUGH;
    const slow = enough && one.minutes === slowest;
    const waiting = make("small", { className: "num" }, interpolate(gettext("在办 %s"), [one.waiting]));
    const late = make("small", { className: one.overdue ? "num bad" : "num" }, interpolate(gettext("超时 %s"), [one.overdue]));
    return make("li", { className: slow ? "slow" : "" },
      make("b", { className: enough ? "num" : "num none" }, enough ? span(one.minutes) : one.times ? gettext("样本少") : gettext("暂无")),
      bar(enough ? Math.max(one.minutes / slowest, 0.02) : 0)(true), make("span", {}, one.label), waiting, late);
  });
  $(".stages").replaceChildren(...rows);
}

function spots(figures) {
  const rows = figures.spots.map((one) => make("li", {},
    make("p", {}, make("b", {}, `${one.place} · ${one.kind}`), " ", make("small", {}, `${one.around}，${interpolate(gettext("方圆 %s 米"), [one.radius_m])}`)),
    make("p", { className: "num" }, interpolate(gettext("近 %s 天 %s 件，往常约 %s 件"), [one.days, one.seen, one.expected])),
    make("p", {}, make("small", {}, interpolate(gettext("%s，误报概率不超过 %s%"), [one.sure, Math.ceil(one.p * 1000) / 10])))));
  $(".spots ul").replaceChildren(...(rows.length ? rows : [make("li", { className: "quiet" }, gettext("与前八周相比，没有明显异常。"))]));
}

/** Everything that is no chart and no map. */
export function show(figures, before, { open }) {
  $("h1 .area").textContent = figures.name;
  $(".crew").textContent = interpolate(gettext("网格 %s · 网格员 %s"), [number(figures.crew.grids), number(figures.crew.people)]);
  tiles(figures);
  ranking(figures, open);
  events(figures, before);
  stages(figures);
  spots(figures);
}
