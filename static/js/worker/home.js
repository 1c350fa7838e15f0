/** The worker's home: tasks overdue first, then near first; distances are computed on the phone. */

import { $, $$ } from "../lib/dom.js";
import { serverNow, startClock } from "../lib/clock.js";
import { distanceText, metres, watchPosition } from "../lib/position.js";

startClock();

const list = $(".list");
if (list) {
  const tasks = $$(".task", list);
  watchPosition((here) => {
    const far = (task) => (task.dataset.lon ? metres(here, { lon: Number(task.dataset.lon), lat: Number(task.dataset.lat) }) : Infinity);
    const late = (task) => Number(Date.parse(task.dataset.until) < serverNow());
    for (const task of tasks) if (far(task) < Infinity) $(".far", task).textContent = distanceText(far(task));
    if (list.contains(document.activeElement)) return;
    tasks.sort((a, b) => late(b) - late(a) || far(a) - far(b)).forEach((task) => list.append(task));
  }, () => {});
}
