/** What an answer means for what was sent. Nothing here touches the network or the store. */

const AGAIN = new Set([408, 425, 429]);
const LONGEST_MS = 5 * 60 * 1000;

/**
 * @typedef {{kind: "sent" | "away" | "signin" | "forbidden" | "stuck", status?: number, wait?: number, why?: object}} Verdict
 *
 * Only an answer that names our own id is an acknowledgement: the 200 of a portal is not. What is no JSON of ours comes from
 * something in between, whatever its status, and is tried again.
 * @param {{status: number, type?: string, wait?: string | null, body: object | null}} answer @param {string} id
 * @returns {Verdict}
 */
export function judge(answer, id) {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return body?.id === id ? { kind: "sent", status } : { kind: "away", status, why: { code: "portal" } };
  const error = body?.error;
  if (status >= 500 || AGAIN.has(status)) return { kind: "away", status, wait: seconds(answer.wait), why: error || { code: "away" } };
  if (!error) return { kind: "away", status, why: { code: status ? "portal" : "offline" } };
  if (status === 401) return { kind: "signin", status, why: error };
  if (status === 403) return { kind: "forbidden", status, why: error };
  return { kind: "stuck", status, why: error };
}

function seconds(text) {
  const number = Number(text);
  return number > 0 ? Math.min(number * 1000, LONGEST_MS) : 0;
}

/** How long to wait before the next try: twice as long each time, at most five minutes, and not all phones at once. */
export const pause = (tries, wait = 0, chance = Math.random()) => Math.max(wait, Math.min(LONGEST_MS, 2000 * 2 ** Math.min(tries, 10)) * (0.5 + chance / 2));

/** Whether it is time; a clock that was set back must not hold anything for long. */
export const due = (item, now) => item.next_at <= now || item.next_at > now + LONGEST_MS;
