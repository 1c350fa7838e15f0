/** What is to be looked at on the spot: values in doubt, captains' words, declarations. Tasks lie on the phone, sealed, for a day; answers go into the outbox. */

import { $, make } from "../lib/dom.js";
import { onSubmit } from "../lib/busy.js";
import { getJSON } from "../lib/http.js";
import { newId } from "../lib/ids.js";
import { KeptList, dueWords, lampOf, startPage } from "../lib/keptlist.js";
import { save, unsent } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { complain, toast } from "../lib/toast.js";

startOutbox();
const [page, tasks, reports] = [$("#main").dataset, $("#tasks"), $("#reports")];
const list = new KeptList("changes", page.tasks, { tasks: [] });
let declared = []; // of the whole community: looked at while there is a network, never kept
let saved = new Set();

/** A row; one that is answered waits for the network and is not answered twice. */
function row(one, { title, where, end, lamp = "" }) {
  const told = saved.has(one.id);
  const words = make("span", { className: "end" }, make("span", { className: `left ${lamp}` }, told ? gettext("已核实，待上传") : end));
  const element = make(told ? "div" : "a", { className: "task", dataset: { lamp } }, make("b", {}, title), words, make("span", { className: "where" }, where));
  if (!told) element.href = `#${one.id}`;
  return element;
}

const taskRow = (one) => row(one, { title: one.title, where: [one.label || one.kind_label, one.place].filter(Boolean).join(" · "), end: dueWords(one.late_days), lamp: lampOf(one.late_days) });
const reportRow = (one) => row(one, { title: interpolate(gettext("%s自主申报"), [one.kind_label]), where: one.area, end: one.sent_at.slice(5, 10) });

function show() {
  tasks.replaceChildren(...list.known.tasks.map(taskRow));
  reports.replaceChildren(...declared.map(reportRow));
  const left = list.known.tasks.filter((one) => !saved.has(one.id)).length;
  $("#count").textContent = left || "";
  $("#count").hidden = !left;
  $("#no-tasks").hidden = list.known.tasks.length > 0;
  $("#reports-head").hidden = !declared.length;
}

async function refresh() {
  await list.refresh();
  declared = (await getJSON(page.reports).catch(() => ({ reports: declared }))).reports;
  await mark();
}

async function mark() {
  const before = saved.size;
  saved = new Set((await unsent()).map((item) => item.subject));
  show();
  if (saved.size < before && navigator.onLine) refresh();
}

/** The form of one, in place of the list; the phone's back key leads back. */
function route() {
  const wanted = (one) => `#${one.id}` === location.hash && !saved.has(one.id);
  const [task, report] = [list.known.tasks.find(wanted), declared.find(wanted)];
  $("#all").hidden = Boolean(task || report);
  $("#one").hidden = !(task || report);
  $("#one").replaceChildren();
  if (task) openTask(task);
  else if (report) openReport(report);
  scrollTo(0, 0);
}

function opened(template, tell) {
  const form = document.importNode($(template).content, true).firstElementChild;
  onSubmit(form, (button) => tell(form, button));
  $("#one").append(form);
  $("h2", form).focus();
  return form;
}

function openTask(one) {
  const form = opened(one.two ? "#two" : "#word", (given) => tellTask(one, given));
  $("h2", form).textContent = [one.title, one.label || one.kind_label].filter(Boolean).join(" · ");
  const captain = [gettext("楼栋长报告"), one.people != null && interpolate(gettext("%s 人"), [one.people]), one.note].filter(Boolean).join(" · ");
  $("[data-where]", form).textContent = one.two ? one.place : captain;
  if (!one.two) return;
  const said = { kept: [one.kept, one.kept_source, one.kept_on], claimed: [one.claimed, one.claimed_source] };
  for (const [name, [value, ...source]] of Object.entries(said)) {
    $(`[data-${name}]`, form).textContent = value || "—";
    $(`[data-${name}-source]`, form).textContent = source.filter(Boolean).join(" ");
  }
  form.addEventListener("change", () => ($("[data-other]", form).hidden = form.elements.answer.value !== "other"));
}

function openReport(one) {
  const form = opened("#report", (given, button) => tellReport(one, given, button.value === "accept"));
  $("h2", form).textContent = interpolate(gettext("%s自主申报"), [one.kind_label]);
  $("[data-where]", form).textContent = `${one.area} · ${one.sent_at.slice(0, 10)}`;
  $("dl", form).append(...one.rows.map(({ label, text }) => make("div", {}, make("dt", {}, label), make("dd", {}, make("bdi", {}, text)))));
}

const kept = async (one, label, url, body) => {
  await save({ subject: one.id, label, method: "POST", url, body: { answer_id: newId(), ...body } });
  toast(gettext("已保存，联网自动发送。"));
  history.back();
};

async function tellTask(one, form) {
  const { answer, value } = Object.fromEntries(new FormData(form));
  if (!answer) return toast(gettext("请选择核实结果。"), { bad: true });
  if (answer === "other" && !value.trim()) return toast(gettext("请填写核实到的内容。"), { bad: true });
  return kept(one, `${gettext("核实")} · ${one.title}`, `${page.tasks}${one.id}/seen/`, { answer, value: answer === "other" ? value.trim() : "" });
}

async function tellReport(one, form, accepted) {
  const { grid, reason } = Object.fromEntries(new FormData(form));
  if (!accepted && !reason.trim()) return toast(gettext("不采纳须说明理由。"), { bad: true });
  return kept(one, `${gettext("核对申报")} · ${one.kind_label}`, `${page.reports}${one.id}/checked/`, { accepted, reason: accepted ? "" : reason.trim(), grid: accepted ? grid : "" });
}

startPage(list, { mark, route, refresh }).catch(complain);
