/** Visits: who is due, the form of a visit, errands. The list lies on the phone, sealed, for a day; what is told goes into the outbox. */

import { $, $$, make } from "../lib/dom.js";
import { busy, onSubmit } from "../lib/busy.js";
import { getJSON } from "../lib/http.js";
import { newId } from "../lib/ids.js";
import { KeptList, dueWords, lampOf, startPage } from "../lib/keptlist.js";
import { save, unsent } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { keepDraft } from "../lib/outbox/drafts.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";
import { watchTemplates } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";

startOutbox();
const [page, visits, later, errands] = [$("#main").dataset, $("#visits"), $("#later"), $("#errands")];
const list = new KeptList("visits", page.list, { visits: [], errands: [] });
let here = null;
let saved = new Map();

const far = (row) => (here && row.point ? metres(here, { lon: row.point[0], lat: row.point[1] }) : Infinity);
const tone = { red: "red", yellow: "yellow", green: "green" };

/** What is to be done today, overdue first, then near first; and what may wait, by its day. */
const late = (row) => Number(row.late_days > 0);
const today = (rows) => rows.filter((row) => row.late_days >= 0).sort((a, b) => late(b) - late(a) || far(a) - far(b) || b.late_days - a.late_days);
const ahead = (rows) => rows.filter((row) => row.late_days < 0).sort((a, b) => b.late_days - a.late_days || far(a) - far(b));

function visitRow(row) {
  const lamp = lampOf(row.late_days);
  const told = saved.get(row.id);
  const where = [row.title, row.place, row.last && interpolate(gettext("上次 %s %s"), [row.last.on.slice(5), row.last.outcome])].filter(Boolean).join(" · ");
  const distance = far(row);
  const one = make("a", { className: "task", href: `#${row.id}`, dataset: { lamp } }, make("b", {}, row.kind_label),
    make("span", { className: "end" }, make("span", { className: `left ${tone[lamp]}` }, told ? gettext("已走访，待上传") : dueWords(row.late_days))),
    make("span", { className: "where" }, where), make("span", { className: "end far num" }, distance < Infinity ? distanceText(distance) : ""));
  return one;
}

function errandRow(row) {
  const done = make("button", { type: "button", className: "button" }, saved.has(row.id) ? gettext("已办，待上传") : gettext("办结"));
  done.disabled = saved.has(row.id);
  done.addEventListener("click", () => busy(done, () => finish(row).catch(complain)));
  return make("li", { className: "card place" }, make("div", {}, make("b", {}, `${row.kind_label} · ${row.title}`),
    make("p", { className: "muted" }, [row.place, dueWords(row.late_days)].filter(Boolean).join(" · "))), done);
}

async function finish(row) {
  await save({ subject: row.id, label: `${gettext("代办")} · ${row.kind_label}`, method: "POST", url: `/api/errands/${row.id}/done/`, body: {} });
}

function show() {
  const [due, rest] = [today(list.known.visits), ahead(list.known.visits)];
  visits.replaceChildren(...due.map(visitRow));
  later.replaceChildren(...rest.map(visitRow));
  errands.replaceChildren(...list.known.errands.map(errandRow));
  $("#no-visits").hidden = due.length > 0;
  $("#later-head").hidden = !rest.length;
  $("#errands-head").hidden = !list.known.errands.length;
  $("#count").textContent = due.length || "";
  $("#count").hidden = !due.length;
}

async function refresh() {
  await list.refresh();
  await mark();
}

async function mark() {
  const items = await unsent();
  const before = saved.size;
  saved = new Map(items.filter((item) => item.told).map((item) => [item.told.body.plan || item.subject, item]));
  show();
  if (saved.size < before && navigator.onLine) refresh();
}

/** The form of one visit, in place of the list; the phone's back key leads back. */
function route() {
  const row = list.known.visits.find((one) => `#${one.id}` === location.hash);
  $("#all").hidden = Boolean(row);
  $("#one").hidden = !row;
  $("#one").replaceChildren();
  if (row) open(row);
  scrollTo(0, 0);
}

function open(row) {
  const form = document.importNode($("#form").content, true).firstElementChild;
  $("h2", form).textContent = `${row.title} · ${row.kind_label}`;
  $("[data-where]", form).textContent = [row.place, row.phone].filter(Boolean).join(" · ");
  $("#one").append(form);
  watchTemplates(form);
  past(row, $("[data-past]", form));
  onSubmit(form, (button) => tell(row, form, button));
  $("h2", form).focus();
}

async function past(row, home) {
  if (!row.last) return;
  home.append(make("p", { className: "muted" }, interpolate(gettext("上次 %s %s"), [row.last.on, row.last.outcome])));
  const { visits } = await getJSON(`${page.list}plans/${row.id}/`).catch(() => ({ visits: [] }));
  if (!visits.length) return;
  const lines = visits.map((one) => make("li", {}, `${one.at.slice(0, 10)} ${one.outcome_label} `, make("bdi", {}, one.note)));
  home.replaceChildren(make("ul", { className: "steps" }, ...lines));
}

/** Kept on the phone first. A need is an errand in the same record, or a case: its id is in the visit, its form comes next. */
async function tell(row, form, button) {
  const values = new FormData(form);
  if (!values.get("outcome")) return toast(gettext("请选择走访结果。"), { bad: true });
  const [id, kind] = [newId(), values.get("errand")];
  const wanted = button.value === "case" ? newId() : null;
  const body = { plan: row.id, outcome: values.get("outcome"), note: values.get("note").trim(), captured_at: new Date().toISOString(), errand: kind ? { id: newId(), kind } : null, case: wanted };
  await save({ id, subject: id, label: `${gettext("走访")} · ${row.title}`, method: "PUT", url: `/api/visits/${id}/`, body });
  if (wanted) {
    await keepDraft(`report:${wanted}`, { captured_at: body.captured_at, place: row.person ? "" : row.place }, []);
    return location.assign(`${page.report}#${wanted}`);
  }
  toast(gettext("已保存，联网自动发送。"));
  return history.back();
}

watchPosition((fix) => ((here = fix), $$(".task").some((one) => one === document.activeElement) || show()), () => {});
startPage(list, { mark, route, refresh }).catch(complain);
