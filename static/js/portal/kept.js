/** The links of this phone's own reports: newest first, at most fifty, also across a full or closed store. */

const NAME = "mine";
const MOST = 50;
const TOKEN = /^[0-9a-f]{64}$/;

export function kept() {
  try {
    return (JSON.parse(localStorage.getItem(NAME)) || []).filter((one) => TOKEN.test(one.token));
  } catch {
    return [];
  }
}

/** Keep a link with what helps to know it again. @param {{token: string, title: string, place: string}} given */
export function keep(given) {
  if (!TOKEN.test(given.token)) return;
  const known = kept().find((one) => one.token === given.token);
  const all = [{ at: new Date().toISOString(), ...known, ...given }, ...kept().filter((one) => one.token !== given.token)];
  try {
    localStorage.setItem(NAME, JSON.stringify(all.slice(0, MOST)));
    dispatchEvent(new Event("kept"));
  } catch {
    // the link itself still works
  }
}

const BY_NUMBER = "by-number";

/** Whether a page was opened by proving a number: it may be somebody else's phone, so its link is not listed there. The tab remembers. */
export function byNumber(token) {
  try {
    const known = JSON.parse(sessionStorage.getItem(BY_NUMBER) || "[]");
    if (location.hash === "#number") sessionStorage.setItem(BY_NUMBER, JSON.stringify([...known, token]));
    return location.hash === "#number" || known.includes(token);
  } catch {
    return location.hash === "#number";
  }
}

export function forget(token) {
  localStorage.setItem(NAME, JSON.stringify(kept().filter((one) => one.token !== token)));
}
