/** One's own page: what was reported, and the way out. */

import { startOutbox } from "../lib/outbox/bar.js";

startOutbox();
