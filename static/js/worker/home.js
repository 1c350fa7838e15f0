/** The worker's home: camera in one tap, tasks overdue first, then near first; what was done here offline is marked. */

import { $, make } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { keepPages, startOutbox } from "../lib/outbox/bar.js";
import { draftNames } from "../lib/outbox/drafts.js";
import { TaskList } from "../lib/tasklist.js";

startClock();
startOutbox();

const home = $("#main").dataset;
const list = new TaskList($("#tasks-list"), (left) => {
  const number = $("#tasks");
  if (number) (number.textContent = left), (number.hidden = !left);
  $("#no-tasks").hidden = left > 0;
});
keepPages([location.pathname, home.report, home.unsent, ...home.keep.split(" "), ...list.tasks.map((task) => task.pathname)], [home.area, home.categories, ...home.houses.split(" ").filter(Boolean)]);

const camera = $(".shout input");
async function taken() {
  const { shoot } = await import("./camera.js");
  if (camera.files.length) shoot([...camera.files], home.report);
}
camera?.addEventListener("change", taken);
if (camera?.files.length) taken(); // taken before this script was there: a slow phone must not lose it

/** Reports that were begun and not sent. */
async function unfinished() {
  const names = await draftNames("report:");
  const links = names.map((name) => make("a", { className: "button wide", href: `${home.report}#${name.split(":")[1]}` }, gettext("继续未提交的上报")));
  $("#drafts")?.replaceChildren(...links);
}
unfinished();
setTimeout(() => import("./warm.js").then(({ warm }) => warm(home)).catch(() => {}), 1500); // after the page itself
addEventListener("pageshow", (event) => event.persisted && (list.mark(), unfinished()));
