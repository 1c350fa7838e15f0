/** What the phone should know before the network goes: the list of visits, some hours fresh, for whoever works single grids. */

import { facts, keepFacts, tidyFacts } from "../lib/facts.js";
import { getJSON } from "../lib/http.js";
import { owner } from "../lib/outbox.js";

const FRESH_MS = 6 * 3600 * 1000;

/** @param {{people: string}} addresses */
export async function warm({ people }) {
  await tidyFacts(owner());
  const kept = await facts(owner(), "visits");
  if (kept && Date.now() - kept.at < FRESH_MS) return;
  const fresh = await getJSON(people);
  if (fresh.keep) await keepFacts(owner(), "visits", fresh);
}
