/** Patrol: start and stop, the way on the map with its gaps, points with what is due, check-in by position or code. */

import { $, make } from "../lib/dom.js";
import { busy } from "../lib/busy.js";
import { facts, keepFacts } from "../lib/facts.js";
import { getJSON } from "../lib/http.js";
import { newId } from "../lib/ids.js";
import { leaflet } from "../lib/leaflet.js";
import { owner, save } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { session } from "../lib/outbox/sending.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";
import { complain, toast } from "../lib/toast.js";
import { GAP_MS, Walk } from "../lib/walking.js";

startOutbox();
const page = $("#main").dataset;
const steps = []; // walked since the page was opened
let map = null; // comes last: a walk need not wait for it
let [plan, here, last] = [{ points: [], track: [], coverage: {}, km: 0 }, null, null];
let known = false; // whether the plan was ever brought: offline, none is not no points
const checked = new Set();

const walk = new Walk((fix) => {
  const gap = last && fix.at - last.at > GAP_MS;
  if (last) steps.push({ from: last, to: fix, gap });
  if (last) map?.step(steps.at(-1));
  if (last && !gap) plan.km += metres(last, fix) / 1000;
  last = fix;
  at(fix);
  figures();
});

function at(fix) {
  here = fix;
  map?.at(fix);
  rows();
}

function figures() {
  const on = Boolean(walk.state);
  const share = Object.values(plan.coverage);
  const seen = share.length ? Math.round((100 * share.reduce((sum, one) => sum + one, 0)) / share.length) : 0;
  const due = plan.points.filter((one) => one.due && !checked.has(one.id)).length;
  $("#figures").textContent = known ? interpolate(gettext("今日 %s 公里 · 覆盖 %s · 待查 %s 处"), [plan.km.toFixed(1), `${seen}%`, due]) : "";
  $("#go").textContent = on ? gettext("结束巡查") : gettext("开始巡查");
  $("#go").classList.toggle("danger", on);
  $("#go").classList.toggle("primary", !on);
  $("#dim").hidden = !on;
  $("#duty").textContent = on ? gettext("巡查中：屏幕常亮，只在此页面打开时记录位置。") : gettext("未在巡查：不记录位置。");
}

/** What is due and near comes first. */
function rows() {
  const far = (one) => (here ? metres(here, { lon: one.point[0], lat: one.point[1] }) : Infinity);
  const due = (one) => one.due && !checked.has(one.id);
  const sorted = [...plan.points].sort((a, b) => due(b) - due(a) || far(a) - far(b));
  $("#points").replaceChildren(...sorted.map((one) => row(one, far(one), due(one))));
  $("#no-points").hidden = plan.points.length > 0;
  $("#no-points p").textContent = known ? gettext("本网格还没有设巡查点。") : gettext("联网后显示巡查点。");
}

function row(one, far, due) {
  const near = here && far <= one.radius_m + Math.min(here.accuracy_m, 50);
  const words = checked.has(one.id) ? gettext("已打卡") : due ? gettext("今日待查") : gettext("已查");
  const go = make("button", { type: "button", className: near && due ? "button primary" : "button" }, gettext("打卡"));
  go.addEventListener("click", () => busy(go, () => checkIn(one, { position: here && { lon: here.lon, lat: here.lat, accuracy_m: here.accuracy_m, datum: "wgs84" } }, near).catch(complain)));
  return make("li", { className: "card place" }, make("div", { className: "grow" }, make("b", {}, one.name), make("p", { className: "muted" }, make("span", { className: `tag ${due ? "soon" : "fine"}` }, words), ` ${far < Infinity ? distanceText(far) : ""}`)), go);
}

async function checkIn(one, shown, allowed) {
  if (!walk.state) return toast(gettext("请先开始巡查。"), { bad: true });
  if (!allowed) return toast(interpolate(gettext("离%s还远，走近后再打卡，或扫码。"), [one.name]), { bad: true });
  const id = newId();
  await save({ id, subject: id, label: `${gettext("打卡")} · ${one.name}`, method: "PUT", url: `/api/check-ins/${id}/`, body: { captured_at: new Date().toISOString(), patrol: walk.state.id, point: one.id, ...shown } });
  checked.add(one.id);
  rows();
  figures();
  return toast(gettext("已打卡，联网自动发送。"));
}

/** The text of a point's code: wangge:POINT:MARK. */
function byCode(text) {
  const [, id, given] = text.trim().match(/^wangge:([0-9a-f-]{36}):([0-9a-f-]{36})$/i) || [];
  const one = plan.points.find((point) => point.id === id);
  if (!one) return toast(gettext("这不是本网格巡查点的二维码。"), { bad: true });
  return checkIn(one, { mark: given }, true).catch(complain);
}

function draw() {
  map?.draw(plan, steps);
  rows();
  figures();
}

async function refresh() {
  await session();
  [plan, known] = [await getJSON(page.plan), true];
  await keepFacts(owner(), "patrol", plan);
  draw();
}

$("#go").addEventListener("click", () => busy($("#go"), async () => {
  try {
    await (walk.state ? walk.stop() : walk.start());
    last = null;
    figures();
  } catch (error) {
    complain(error);
  }
}));
$("#dim").addEventListener("click", () => $("#dark").showModal());
$("#code").addEventListener("change", async () => {
  const { codeIn } = await import("../lib/scan.js");
  const text = await codeIn($("#code").files[0]).catch(() => "");
  $("#code").value = "";
  if (text) return byCode(text);
  toast(gettext("没有读到二维码，请再拍一次，或输入码下的文字。"), { bad: true });
  $("#typed").closest("details").open = true;
  return $("#typed").focus();
});
$("#typed-form").addEventListener("submit", (event) => (event.preventDefault(), byCode($("#typed").value)));
$("#set")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!here) return toast(gettext("定位后才能设点。"), { bad: true });
  const [id, name] = [newId(), $("#point-name").value.trim()];
  if (!name) return toast(gettext("请填写名称。"), { bad: true });
  await save({ id, subject: id, label: `${gettext("设巡查点")} · ${name}`, method: "PUT", url: `/api/patrol-points/${id}/`, body: { name, position: { lon: here.lon, lat: here.lat, datum: "wgs84" } } });
  $("#point-name").value = "";
  return toast(gettext("已保存，联网自动发送。"));
});

async function showMap() {
  const home = $(".minimap");
  await leaflet(home.dataset.src);
  const { PatrolMap } = await import("./patrolmap.js");
  map = new PatrolMap(home);
  map.draw(plan, steps);
  if (here) map.at(here);
}

async function start() {
  const kept = await facts(owner(), "patrol");
  if (kept) [plan, known] = [kept.value, true];
  await walk.restore();
  draw();
  $("#go").disabled = false;
  watchPosition(at, () => {});
  showMap().catch(() => {});
  await refresh().catch(() => {});
  if (plan.points.length) import("../lib/scan.js").then(({ keepReader }) => keepReader()).catch(() => {});
}
start().catch(complain);
