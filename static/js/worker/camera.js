/** The camera of the home page: loaded with the first photo. */

import { newId } from "../lib/ids.js";
import { keepDraft } from "../lib/outbox/drafts.js";
import { shrink } from "../lib/shrink.js";
import { complain } from "../lib/toast.js";

/** The photos go into a draft, the draft onto the report page: camera, category, send. @param {File[]} files @param {string} page */
export async function shoot(files, page) {
  try {
    const id = newId();
    const shots = [];
    for (const file of files) shots.push({ id: newId(), stage: "before", ...(await shrink(file)) });
    await keepDraft(`report:${id}`, { captured_at: new Date().toISOString() }, shots);
    location.assign(`${page}#${id}`);
  } catch (error) {
    complain(error);
  }
}
