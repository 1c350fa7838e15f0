/** A resident's report in three steps. What was filled in survives a reload; nothing is sent before "send". */

import { $, $$, make } from "../lib/dom.js";
import { Categories } from "../lib/categories.js";
import { Areas } from "../lib/areas.js";
import { watchHints } from "../lib/hints.js";
import { Placing } from "../lib/placing.js";
import { Shots } from "../lib/shots.js";
import { newId } from "../lib/ids.js";
import { busy } from "../lib/busy.js";
import { showWrong } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";
import { startShell } from "../portal/shell.js";
import { searchAddress, showNear } from "./near.js";

const KEPT = "resident:draft";
startShell({ blank: true });
const form = $("form.report");
form.elements.id.value = newId(); // a page from the phone has the id and the time of another report
form.elements.captured_at.value = new Date().toISOString();
const steps = $$("[data-step]", form);
const shots = new Shots($("[data-shots]", form), "before");
const categories = new Categories($(".category", form));
const accuracy = $(".accuracy", form);
const placing = new Placing($(".minimap"), {
  named: (text) => (($(".named", form).textContent = text), placing.point && showNear($(".near", form), placing.point).catch(() => {})),
  accuracy: (text, tone) => ((accuracy.textContent = text), (accuracy.className = `accuracy tag ${tone}`)),
}, {
  layer: (map) => new Areas(map, { areas: $(".minimap").dataset.areas, counts: "" }, { coloured: false, finest: $(".minimap").dataset.finest }),
});
let step = 1;

function show(number, { push = true, focus = true } = {}) {
  step = number;
  for (const section of steps) {
    section.classList.toggle("shown", Number(section.dataset.step) === number);
    section.classList.toggle("hidden", Number(section.dataset.step) !== number);
  }
  const title = steps[number - 1].dataset.title;
  $("[data-heading]").textContent = `· ${title}`;
  const bar = $(".progress");
  bar.setAttribute("aria-valuenow", String(number));
  $$("i", bar).forEach((mark, at) => mark.classList.toggle("on", at < number));
  if (number === 3) summarize();
  if (push) history.pushState({ step: number }, "");
  if (focus) ($("h2, .minimap", steps[number - 1])?.scrollIntoView?.({ block: "nearest" }), scrollTo(0, 0));
}

/** The place in words: what was written, and the name of the area or the community that was chosen. */
function placeText() {
  const { place, community } = form.elements;
  const area = placing.point ? $(".named", form).textContent : community.value && community.selectedOptions[0].textContent;
  return [place.value.trim(), area].filter(Boolean).join(" · ");
}

function summarize() {
  $("[data-sum=category]").textContent = categories.label;
  $("[data-sum=place]").textContent = placeText();
  $("[data-sum=text]").textContent = form.elements.text.value.trim() || gettext("（没有说明）");
  $("[data-sum=photos]").replaceChildren(...shots.shots.map((shot) => make("div", { className: "shot" }, make("img", { src: shot.url, alt: gettext("已选的照片") }))));
}

/** What keeps a step from being left; empty when nothing does. */
function lacking(number) {
  if (number === 1 && !placing.point && !form.elements.community.value && !form.elements.place.value.trim()) return gettext("请拖动地图、选社区或写下地点。");
  if (number === 2 && !categories.chosen) return gettext("请选一类问题。");
  return "";
}

function next() {
  const wrong = lacking(step);
  if (wrong) return toast(wrong, { bad: true });
  show(step + 1);
}

function keep() {
  const { place, community, text, id, captured_at } = form.elements;
  const category = { id: categories.chosen, label: categories.label };
  const draft = { id: id.value, captured_at: captured_at.value, place: place.value, community: community.value, text: text.value, point: placing.point, category };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // a browser within another app may keep nothing: the form works without
  }
}

function draftOf() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function restore() {
  const draft = draftOf();
  if (!draft) return history.replaceState({ step: 1 }, "");
  for (const name of ["id", "captured_at", "place", "community", "text"]) form.elements[name].value = draft[name] || form.elements[name].value;
  categories.choose(draft.category?.id, draft.category?.label);
  if (draft.point) placing.map.setView([draft.point.lat, draft.point.lon], 17, { animate: false }), placing.chosen();
}

const outbox = new Promise((resolve) => (window.requestIdleCallback || setTimeout)(resolve)).then(() => import("../portal/sending.js"));
outbox.catch(() => {});

const follow = (token) => location.assign(token.startsWith("/") ? token : form.dataset.follow.replace(/0{64}/, token));

async function send() {
  const { id, captured_at, community, place, text, phone } = form.elements;
  const body = {
    category: categories.chosen, captured_at: captured_at.value, source: "resident", point: placing.point, community: community.value,
    place: place.value.trim(), text: text.value.trim(), phone: phone.value.trim(), private: form.elements.private.checked,
  };
  const { sendReport } = await outbox;
  const token = await sendReport({ id: id.value, label: categories.label, body, shots: await shots.taken() });
  if (draftOf()) sessionStorage.removeItem(KEPT);
  if (token) return follow(token);
  form.replaceWith(document.importNode($("#saved").content, true));
  addEventListener("outbox-answer", ({ detail }) => detail.id === id.value && follow(detail.follow_token || "/"));
  return scrollTo(0, 0);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = lacking(1) || lacking(2);
  if (wrong) return toast(wrong, { bad: true });
  busy($("[type=submit]", form), async () => {
    try {
      await send();
    } catch (error) {
      if (error.status === 400) toast(showWrong(form, error) || error.message, { bad: true });
      else complain(error);
    }
  });
});
form.addEventListener("input", keep);
watchHints(form, { categories, placing });
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.next !== undefined) next();
  else if (button.dataset.back !== undefined) history.back();
  else if (button.dataset.go) show(Number(button.dataset.go));
  else if (button.dataset.here !== undefined) placing.locate();
});
placing.map.on("moveend", keep);
addEventListener("popstate", (event) => show(event.state?.step || 1, { push: false }));
searchAddress($("#search"), $("#addresses"), (found) => (placing.put(found), (form.elements.place.value ||= found.name), keep()));
if (form.dataset.start) placing.put(JSON.parse(form.dataset.start));
restore();
if (location.hash === "#here" && !placing.point) placing.locate(); // the tap on the first page asked for it, where the reason stands
show(history.state?.step || 1, { push: false, focus: false }); // a phone that killed the tab while it took the photo comes back to the step
