/** What a wall without a sign-in has for a websocket: a word of twelve letters that is another one when anything happened. */

import { getJSON } from "../lib/http.js";

const EACH = 3000;

/** Ask while somebody may look; a link that has ended is heard at once. A lost network is left to the figures to say. */
export function listen(address, { changed, ended }) {
  let last = "";
  let asking = false;
  setInterval(async () => {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const { beat } = await getJSON(address);
      if (last && beat !== last) changed();
      last = beat;
    } catch (error) {
      if (error.status === 404) ended();
    } finally {
      asking = false;
    }
  }, EACH);
}
