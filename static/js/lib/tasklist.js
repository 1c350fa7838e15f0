/** A list of tasks on a phone: overdue first, then near first; a task with a saved step says so and goes when it has arrived. */

import { $, $$ } from "./dom.js";
import { serverNow } from "./clock.js";
import { unsent } from "./outbox.js";
import { onChange } from "./outbox/sending.js";
import { distanceText, metres, watchPosition } from "./position.js";

export class TaskList {
  /** @param {HTMLElement | null} list @param {(left: number) => void} told how many are left to do */
  constructor(list, told = () => {}) {
    Object.assign(this, { list, told, tasks: list ? $$(".task", list) : [] });
    if (list) watchPosition((here) => this.sort(here), () => {});
    onChange(() => this.mark());
    this.mark();
  }

  sort(here) {
    const far = (task) => (task.dataset.lon ? metres(here, { lon: Number(task.dataset.lon), lat: Number(task.dataset.lat) }) : Infinity);
    const late = (task) => Number(Date.parse(task.dataset.until) < serverNow());
    for (const task of this.tasks) if (far(task) < Infinity) $(".far", task).textContent = distanceText(far(task));
    if (this.list.contains(document.activeElement)) return;
    this.tasks.sort((a, b) => late(b) - late(a) || far(a) - far(b)).forEach((task) => task.isConnected && this.list.append(task));
  }

  async mark() {
    const saved = new Map((await unsent()).map((item) => [item.subject, item]));
    for (const task of this.tasks) {
      const item = saved.get(task.dataset.id);
      if (!item && task.dataset.saved) task.remove();
      else if (item && !task.dataset.saved) $(".where", task).textContent = gettext("已办理，待上传");
      if (item) task.dataset.saved = item.state;
    }
    this.told(this.tasks.filter((task) => task.isConnected).length);
  }
}
