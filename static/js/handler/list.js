/** The cases of one's unit, kept with their pages for a cellar without a network. */

import { $$ } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { keepPages, startOutbox } from "../lib/outbox/bar.js";
import { guardSignOut } from "../lib/outbox/leaving.js";

startClock();
startOutbox();
guardSignOut();
keepPages([location.pathname, ...$$(".task").map((task) => task.pathname)]);
