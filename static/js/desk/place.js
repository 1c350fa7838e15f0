/** Where the board stands, in the URL: filters, chosen case, map view. Links can be shared and "back" works. */

const STAGES = {
  open: { state: "open" },
  reported: { state: "reported,verifying" },
  filed: { state: "filed" },
  handling: { state: "dispatched,handling" },
  checking: { state: "fed_back,checking,checked" },
  overdue: { overdue: "1" },
  closed: { state: "closed,refused,cancelled,merged" },
  all: {},
};
/** States in which nobody has to do anything any more. */
export const OVER = new Set(["closed", "refused", "cancelled", "merged"]);

const KEYS = ["stage", "q", "category", "code", "case", "map", "inview", "sky", "ring", "order"];
const USUAL = document.querySelector(".board")?.dataset.order || "new";
const TIMED = new Set(["open", "reported", "filed", "handling", "checking"]);

export function here() {
  const query = new URLSearchParams(location.search);
  const place = Object.fromEntries(KEYS.map((key) => [key, query.get(key) || ""]));
  if (!(place.stage in STAGES)) place.stage = "open";
  if (place.order !== "new" && place.order !== "due") place.order = USUAL;
  return place;
}

const UNSAID = { stage: "open", order: USUAL };

function write(changes, how) {
  const place = { ...here(), ...changes };
  const query = new URLSearchParams();
  for (const key of KEYS) if (place[key] && place[key] !== UNSAID[key]) query.set(key, place[key]);
  const text = query.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3B", ";");
  const url = text ? `?${text}` : location.pathname;
  if (url !== location.search) history[how](null, "", url);
}

/** A place that "back" returns to. */
export const go = (changes) => write(changes, "pushState");

/** A change that is no place of its own: panning the map, the next case by keyboard. */
export const drift = (changes) => write(changes, "replaceState");

/** The API's filters for a place. `bbox` only counts when the queue follows the map. */
export function filtersOf(place, bbox = "") {
  const query = new URLSearchParams(STAGES[place.stage]);
  if (place.q.length >= 2) query.set("q", place.q);
  if (place.category) query.set("category", place.category);
  if (place.code) query.set("code", place.code);
  if (place.inview && bbox) query.set("bbox", bbox);
  if (place.ring) query.set("ring", place.ring);
  if (byDeadline(place)) query.set("order", "due");
  return query;
}

/** Whether a row still belongs into the list of a place, as far as the row itself tells. */
export function fits(row, place, now) {
  const { state, overdue } = STAGES[place.stage];
  const over = OVER.has(row.state);
  if (state === "open" && over) return false;
  if (state && state !== "open" && !state.split(",").includes(row.state)) return false;
  if (overdue && (over || !row.due_at || Date.parse(row.due_at) > now)) return false;
  if (place.category && String(row.category) !== place.category) return false;
  return !place.code || row.code.startsWith(place.code);
}

/** Filters that only the server can judge. */
export const needsServer = (place) => Boolean(place.q || place.inview || place.ring);

/** Whether the list stands by deadline: of what is over there is none. */
export const byDeadline = (place) => place.order === "due" && TIMED.has(place.stage);
