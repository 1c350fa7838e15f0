/** The cases of one's unit. */

import { startClock } from "../lib/clock.js";

startClock();
