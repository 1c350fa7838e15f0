/** A list that lies on the phone, sealed, for a day (手机名单): from the phone at once, then from the server. */

import { $ } from "./dom.js";
import { dropFacts, facts, keepFacts } from "./facts.js";
import { getJSON } from "./http.js";
import { owner } from "./outbox.js";
import { onChange, session } from "./outbox/sending.js";

export class KeptList {
  /** @param {string} name under which the phone keeps it @param {string} url @param {object} empty what there is when there is nothing */
  constructor(name, url, empty) {
    Object.assign(this, { name, url, empty, known: empty });
  }

  /** What the phone has. */
  async restore() {
    this.known = (await facts(owner(), this.name))?.value || this.known;
  }

  /** What the server has; whom it does not name any more is forgotten here. Without a network all stays. */
  async refresh() {
    await session(); // brings the key that seals the list
    try {
      this.known = await getJSON(this.url);
      await (this.known.keep ? keepFacts(owner(), this.name, this.known) : dropFacts(owner(), this.name));
    } catch (refusal) {
      if (refusal.status === 401 || refusal.status === 403) (await dropFacts(owner(), this.name), (this.known = this.empty));
    }
  }
}

/** The page of such a list: from the phone at once, then from the server; a form behind the hash opens as soon as its row is known. */
export async function startPage(list, { mark, route, refresh }) {
  addEventListener("hashchange", route);
  onChange(mark);
  await list.restore();
  await mark();
  route();
  await refresh();
  if (location.hash && !$("#one").firstElementChild) route();
}

/** Red when it is past its day, yellow within three days of it. */
export const lampOf = (late) => (late > 0 ? "red" : late > -3 ? "yellow" : "green");

export const dueWords = (late) => (late > 0 ? interpolate(gettext("超期 %s 天"), [late]) : late === 0 ? gettext("今天") : interpolate(gettext("还有 %s 天"), [-late]));
