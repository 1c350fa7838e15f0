/** One task of a worker: look, take photos, say what was found. */

import { $ } from "../lib/dom.js";
import { startClock } from "../lib/clock.js";
import { watchPhotos } from "../lib/lightbox.js";
import { showPlace } from "../lib/onecase.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { watchStepForms } from "../lib/stepforms.js";

startClock();
startOutbox();
watchPhotos($("main"));
watchStepForms($("main"));
showPlace($(".minimap"));
