/** How a report leaves the phone. The one place that an outbox will take over: it gets the same report and photos. */

import { sendJSON } from "../lib/http.js";

/**
 * Photos first, each its own request, then the report under the id made when the form was opened: sending twice is one case.
 * @param {{id: string, body: object, shots: import("../lib/shots.js").Shots[]}} report
 * @returns {Promise<object>} the receipt, which names our own id
 */
export async function send({ id, body, shots }) {
  const photos = [];
  for (const group of shots) photos.push(...(await group.send()));
  const receipt = await sendJSON("PUT", `/api/incidents/${id}/`, { ...body, photos, sent_at: new Date().toISOString() });
  if (receipt.id !== id) throw new Error("the reply is about another report");
  return receipt;
}
