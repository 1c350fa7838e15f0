/** One's own page: what was reported, and the way out. */

import { startOutbox } from "../lib/outbox/bar.js";
import { guardSignOut } from "../lib/outbox/leaving.js";

startOutbox();
guardSignOut();
