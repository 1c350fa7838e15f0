/** The worker's home: camera in one tap, tasks overdue first, then near first; what was done here offline is marked. */

import { $, $$, make } from "../lib/dom.js";
import { serverNow, startClock } from "../lib/clock.js";
import { newId } from "../lib/ids.js";
import { unsent } from "../lib/outbox.js";
import { keepPages, startOutbox } from "../lib/outbox/bar.js";
import { draftNames, keepDraft } from "../lib/outbox/drafts.js";
import { onChange } from "../lib/outbox/sending.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";
import { shrink } from "../lib/shrink.js";
import { complain } from "../lib/toast.js";

startClock();
startOutbox();

const list = $(".list");
const tasks = list ? $$(".task", list) : [];
const home = $("#main").dataset;
keepPages([location.pathname, home.report, home.unsent, ...tasks.map((task) => task.pathname)], [home.area, home.categories]);

if (list) {
  watchPosition((here) => {
    const far = (task) => (task.dataset.lon ? metres(here, { lon: Number(task.dataset.lon), lat: Number(task.dataset.lat) }) : Infinity);
    const late = (task) => Number(Date.parse(task.dataset.until) < serverNow());
    for (const task of tasks) if (far(task) < Infinity) $(".far", task).textContent = distanceText(far(task));
    if (list.contains(document.activeElement)) return;
    tasks.sort((a, b) => late(b) - late(a) || far(a) - far(b)).forEach((task) => list.append(task));
  }, () => {});
}

/** A task with a saved step says so; when the step has arrived the task is done. */
async function mark() {
  const saved = new Map((await unsent()).map((item) => [item.subject, item]));
  for (const task of tasks) {
    const item = saved.get(task.dataset.id);
    if (!item && task.dataset.saved) task.remove();
    else if (item && !task.dataset.saved) $(".where", task).textContent = gettext("已办理，待上传");
    if (item) task.dataset.saved = item.state;
  }
  const left = tasks.filter((task) => task.isConnected).length;
  const number = $("#tasks");
  if (number) (number.textContent = left), (number.hidden = !left);
  if ($("#no-tasks")) $("#no-tasks").hidden = left > 0;
}
onChange(mark);
mark();

/** The photo goes into a draft, the draft onto the report page: camera, category, send. */
async function shoot(files) {
  const id = newId();
  const shots = [];
  for (const file of files) shots.push({ id: newId(), stage: "before", ...(await shrink(file)) });
  await keepDraft(`report:${id}`, { captured_at: new Date().toISOString() }, shots);
  location.assign(`${home.report}#${id}`);
}
const camera = $(".shout input");
camera?.addEventListener("change", () => camera.files.length && shoot([...camera.files]).catch(complain));

/** Reports that were begun and not sent. */
async function unfinished() {
  const names = await draftNames("report:");
  const links = names.map((name) => make("a", { className: "button wide", href: `${home.report}#${name.split(":")[1]}` }, gettext("继续未提交的上报")));
  $("#drafts")?.replaceChildren(...links);
}
unfinished();
addEventListener("pageshow", (event) => event.persisted && (mark(), unfinished()));
