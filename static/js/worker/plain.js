/** A page that needs the outbox's bar and nothing else. */

import { startOutbox } from "../lib/outbox/bar.js";

startOutbox();
