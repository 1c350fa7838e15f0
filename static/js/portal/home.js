/** The first page: nothing but what every page of the portal does. */

import { startShell } from "./shell.js";

startShell();
