/** Sending as something new what was refused as it was (作为新案件发送). */

import { newId } from "../ids.js";
import { discard, photoBytes, save } from "../outbox.js";
import { unsealValue } from "./sealing.js";

/** A report whose id was used with other content goes out again under an id of its own (A2). */
export async function sendAsNew(item, changes = {}) {
  const told = await unsealValue(item.user, item.sealed);
  const id = newId();
  const shots = [];
  for (const photo of item.photos) shots.push({ ...photo, id: newId(), bytes: await photoBytes(item, photo) });
  const readable = shots.filter((shot) => shot.bytes);
  await save({ ...told, body: { ...told.body, ...changes }, id, subject: id, url: told.url.replace(item.subject, id), shots: readable });
  await discard(item);
}
