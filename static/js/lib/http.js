/** Talks to the server. Every refusal arrives as one kind of error, whatever went wrong. */

export class Refusal extends Error {
  /** @param {number} status 0 when the server was not reached @param {object} error the API's error object */
  constructor(status, error) {
    super(error.message || gettext("出错了，请重试。"));
    this.status = status;
    this.code = error.code || "fault";
    this.fields = error.fields || {};
    this.error = error;
  }

  /** The message with what each field says. */
  get told() {
    const fields = Object.values(this.fields).flat();
    return fields.length ? fields.join(" ") : this.message;
  }
}

const OFFLINE = { code: "offline", message: gettext("连不上服务器，请检查网络。") };

/** The token of this moment: another tab may have signed in anew. */
function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : document.querySelector("meta[name=csrf]")?.content || "";
}

let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, () => (touched = Date.now()), { capture: true, passive: true });

/** What a page asks with nobody's hand on it keeps no session awake. */
const byItself = () => (Date.now() - touched > 60000 ? { "X-By-Itself": "1" } : {});

async function call(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options, headers: { ...options.headers, ...byItself() } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, OFFLINE);
  }
  if (response.ok) return response;
  let error = {};
  try {
    error = (await response.json()).error || {};
  } catch {
    // a proxy's page: the status says enough
  }
  if (response.status === 401) error = { ...error, message: gettext("登录已过期，请重新登录。") };
  throw new Refusal(response.status, error);
}

export async function getJSON(url, { signal } = {}) {
  return (await call(url, { headers: { Accept: "application/json" }, signal })).json();
}

/** A fragment of a page. Refusals still come as JSON. */
export async function getHTML(url, { signal } = {}) {
  const response = await call(url, { headers: { Accept: "text/html, application/json", "X-Fragment": "1" }, signal });
  return response.text();
}

export async function sendJSON(method, url, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() };
  const response = await call(url, { method, headers, body: JSON.stringify(body) });
  return response.status === 204 ? null : response.json();
}

/** @param {Blob | ArrayBuffer} bytes */
export async function putBytes(url, bytes, type) {
  const headers = { "Content-Type": type, Accept: "application/json", "X-CSRFToken": token() };
  return (await call(url, { method: "PUT", headers, body: bytes })).json();
}
