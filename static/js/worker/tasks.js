/** All tasks: overdue first, then near; what was done here offline is marked. */

import { $ } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { TaskList } from "../lib/tasklist.js";

startClock();
startOutbox();
new TaskList($("#tasks-list"));
