/** The list of cases: pages of 50, rows patched in place, new ones announced. Nothing moves under the mouse. */

import { $, $$, make, painted } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";
import { showDeadlines, serverNow } from "../lib/clock.js";
import { complain } from "../lib/toast.js";
import { byDeadline, filtersOf, fits, here, needsServer } from "./place.js";
import { fillRow, makeRow } from "./rows.js";

const PAGE = 50;
const SWEEP = 4000;

export class Queue {
  /** @param {HTMLElement} root @param {{open: Function, hover: Function, area: () => string}} given `area` is the map's bbox */
  constructor(root, { open, hover, area, settled }) {
    Object.assign(this, { root, open, hover, area, settled, next: null, chosen: "", waiting: new Map(), pending: null, filling: false });
    this.list = $("ol", root);
    this.body = $(".queue-body", root);
    this.bar = $(".fresh", root);
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("mouseover", (event) => this.lit(event.target.closest("li")));
    this.list.addEventListener("mouseleave", () => (this.lit(null), this.sweep()));
    this.bar.addEventListener("click", () => this.letIn());
    new IntersectionObserver((seen) => seen[0].isIntersecting && this.more(), { root: this.body, rootMargin: "400px" }).observe($(".more", root));
    setInterval(() => this.sweep(), SWEEP);
  }

  rowOf(id) {
    return id ? $(`li[data-id="${CSS.escape(id)}"]`, this.list) : null;
  }

  /** Load the list of this place from its beginning. */
  async load() {
    this.pending?.abort();
    this.pending = new AbortController();
    this.waiting.clear();
    this.announce();
    this.body.setAttribute("aria-busy", "true");
    try {
      const page = await this.fetch("", this.pending.signal);
      this.next = page.next;
      this.list.replaceChildren(...page.items.map(makeRow));
      this.body.scrollTop = 0;
      this.settle();
    } catch (error) {
      if (error.name !== "AbortError") (this.settle(true), complain(error));
    } finally {
      this.body.removeAttribute("aria-busy");
    }
  }

  fetch(after, signal) {
    const query = filtersOf(here(), this.area());
    query.set("limit", PAGE);
    if (after) query.set("after", after);
    return getJSON(`/api/incidents/?${query}`, { signal });
  }

  async more() {
    if (!this.next || this.filling) return;
    this.filling = true;
    try {
      const page = await this.fetch(this.next, this.pending?.signal);
      this.next = page.next;
      this.list.append(...page.items.filter((row) => !this.rowOf(row.id)).map(makeRow));
      this.settle();
    } catch (error) {
      complain(error);
    } finally {
      this.filling = false;
    }
  }

  /** After rows came or went: deadlines, the empty word, the selection. */
  settle(failed = false) {
    showDeadlines();
    $(".more .ghosts", this.root).hidden = !this.next;
    $(".queue-body .empty", this.root).hidden = failed || this.list.childElementCount > 0;
    $(".queue-body .failed", this.root).hidden = !failed;
    this.choose(this.chosen, { focus: false });
    this.settled();
  }

  /** Rows that changed: known ones are patched, new ones that fit wait behind the bar. */
  async refetch(ids) {
    const place = here();
    const [known, fresh] = [ids.filter((id) => this.rowOf(id)), ids.filter((id) => !this.rowOf(id))];
    const ask = (some, filtered) => {
      const query = filtered ? filtersOf(place, this.area()) : new URLSearchParams();
      query.set("ids", some.join(","));
      query.set("limit", 100);
      return some.length ? getJSON(`/api/incidents/?${query}`) : { items: [] };
    };
    const [changed, came] = await Promise.all([ask(known, false), ask(fresh, needsServer(place))]);
    changed.items.forEach((row) => this.patch(row));
    const seen = new Set(changed.items.map((row) => row.id));
    known.filter((id) => !seen.has(id)).forEach((id) => this.rowOf(id)?.firstElementChild.classList.add("gone"));
    for (const row of came.items) {
      if (fits(row, place, serverNow())) this.waiting.set(row.id, row);
      else this.waiting.delete(row.id);
    }
    this.announce();
    return [...changed.items, ...came.items];
  }

  patch(row) {
    const item = this.rowOf(row.id);
    if (!item || Number(item.dataset.version) > row.version) return;
    const changed = Number(item.dataset.version) !== row.version;
    fillRow(item, row);
    const link = item.firstElementChild;
    link.classList.toggle("gone", !fits(row, here(), serverNow()));
    if (changed) {
      link.classList.remove("touched");
      requestAnimationFrame(() => link.classList.add("touched"));
    }
    showDeadlines();
  }

  announce() {
    const count = this.waiting.size;
    this.bar.hidden = count === 0;
    this.bar.textContent = interpolate(ngettext("%s 条新案件", "%s 条新案件", count), [count]);
  }

  /** Show the rows that waited: newest first, or each before the first row whose deadline is later. */
  letIn() {
    const rows = [...this.waiting.values()].sort((a, b) => (a.received_at < b.received_at ? 1 : -1));
    this.waiting.clear();
    const items = rows.filter((row) => !this.rowOf(row.id)).map(makeRow);
    items.forEach((item) => item.firstElementChild.classList.add("fresh-in"));
    if (byDeadline(here())) items.forEach((item) => this.slot(item));
    else this.list.prepend(...items);
    if (!byDeadline(here())) this.body.scrollTop = 0;
    else items[0]?.scrollIntoView({ block: "nearest" });
    this.announce();
    this.settle();
    items[0]?.firstElementChild.focus({ preventScroll: true });
  }

  slot(item) {
    const due = Date.parse(item.row.due_at || "9999-01-01");
    const later = [...this.list.children].find((other) => other.row && Date.parse(other.row.due_at || "9999-01-01") > due);
    if (later) later.before(item);
    else if (this.next) item.remove(); // it belongs to a page that was not read yet
    else this.list.append(item);
  }

  /** Take out rows that no longer belong, once no pointer rests on the list. */
  sweep() {
    if (this.list.matches(":hover") || document.hidden) return;
    const gone = $$(".row.gone", this.list).filter((link) => link.parentElement.dataset.id !== this.chosen && link !== document.activeElement);
    if (!gone.length) return;
    gone.forEach((link) => link.parentElement.remove());
    this.settle();
  }

  choose(id, { focus = true } = {}) {
    this.chosen = id;
    $$('.row[aria-current="true"]', this.list).forEach((link) => link.removeAttribute("aria-current"));
    const link = this.rowOf(id)?.firstElementChild;
    if (!link) return;
    link.setAttribute("aria-current", "true");
    if (focus) painted(() => this.chosen === id && (link.focus({ preventScroll: true }), link.scrollIntoView({ block: "nearest" })));
  }

  /** The row before or after the chosen one; at the end the next page comes. */
  move(step) {
    const items = [...this.list.children];
    const at = items.findIndex((item) => item.dataset.id === this.chosen);
    const to = items[at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1)];
    if (to && to.dataset.id !== this.chosen) this.open(to.dataset.id, true);
    if (at + step >= items.length - 3) this.more();
  }

  clicked(event) {
    const item = event.target.closest("li[data-id]");
    if (!item || event.ctrlKey || event.metaKey || event.target.matches(".pick")) return;
    event.preventDefault();
    this.open(item.dataset.id, false);
  }

  lit(item) {
    if (this.over === item) return;
    this.over = item;
    this.hover(item?.place || null);
  }

  /** A pin is under the mouse: its row lights up. */
  light(id) {
    $$(".row.lit", this.list).forEach((link) => link.classList.remove("lit"));
    this.rowOf(id)?.firstElementChild.classList.add("lit");
  }

  /** The list as it will be read out when it is still coming. */
  ghosts(count) {
    this.list.replaceChildren(...Array.from({ length: count }, () => make("li", { className: "row ghost spin", "aria-hidden": "true" }, make("i"), make("i"), make("i"))));
  }
}
