/** The worker's home: camera in one tap, tasks overdue first, then near first; what was done here offline is marked. */

import { $, $$, make } from "../lib/dom.js";
import { serverNow, startClock } from "../lib/clock.js";
import { unsent } from "../lib/outbox.js";
import { keepPages, startOutbox } from "../lib/outbox/bar.js";
import { draftNames } from "../lib/outbox/drafts.js";
import { onChange } from "../lib/outbox/sending.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";

startClock();
startOutbox();

const list = $(".list");
const tasks = list ? $$(".task", list) : [];
const home = $("#main").dataset;
keepPages([location.pathname, home.report, home.unsent, home.visits, ...tasks.map((task) => task.pathname)], [home.area, home.categories]);

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

const camera = $(".shout input");
camera?.addEventListener("change", async () => {
  const { shoot } = await import("./camera.js");
  if (camera.files.length) shoot([...camera.files], home.report);
});

/** Reports that were begun and not sent. */
async function unfinished() {
  const names = await draftNames("report:");
  const links = names.map((name) => make("a", { className: "button wide", href: `${home.report}#${name.split(":")[1]}` }, gettext("继续未提交的上报")));
  $("#drafts")?.replaceChildren(...links);
}
unfinished();
setTimeout(() => import("./warm.js").then(({ warm }) => warm(home)).catch(() => {}), 1500); // after the page itself
addEventListener("pageshow", (event) => event.persisted && (mark(), unfinished()));
