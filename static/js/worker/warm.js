/** What the phone should know before the network goes: whom to visit and what to look at, some hours fresh, for whoever works single grids. */

import { facts, keepFacts, tidyFacts } from "../lib/facts.js";
import { getJSON } from "../lib/http.js";
import { owner } from "../lib/outbox.js";

const FRESH_MS = 6 * 3600 * 1000;

/** @param {{people: string, changes: string}} addresses */
export async function warm({ people, changes }) {
  await tidyFacts(owner());
  await fetched("visits", people);
  await fetched("changes", changes);
}

async function fetched(name, url) {
  const kept = await facts(owner(), name);
  if (kept && Date.now() - kept.at < FRESH_MS) return;
  const fresh = await getJSON(url);
  if (fresh.keep) await keepFacts(owner(), name, fresh);
}
