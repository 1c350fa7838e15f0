/* The app on the phone: pages, scripts and styles without a network. What people wrote is not here but in the outbox, which no
   update touches. Residents get the same with files of their own. Written for this release: {{ version }}. */
"use strict";

const SHELL = {{ shell|safe }};
const BLANK = {{ blank|safe }};
const CACHE = "shell-{{ version }}";
const PAGES = "pages";
const OWNER = "/~owner";
const NOBODY = "0";
const LANGUAGE = "{% url 'set_language' %}";
const SIGN_IN = "{% url 'sign_in' %}";
const STATIC = "{{ static_url }}";
const PATIENCE = 4000;
const FRESH = 5 * 60 * 1000;
const FIELD = /^\/($|w\/|handle\/)/;
const DATA = /^\/(w\/area\/|api\/categories\/$|api\/buildings\/$|jsi18n\/)/;
const LISTS = new Set(["/w/", "/handle/"]);
const THUMB = /\/api\/photos\/[0-9a-f-]{36}\/thumb\//g;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(Promise.all([keep(event.data.pages || [], event.data.data || []), keepBlank()])));
self.addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(wake()));
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === LANGUAGE) event.waitUntil(forgetBlank());
  if (request.method === "POST" && pathname === SIGN_IN) event.respondWith(signedIn(request));
  if (request.method !== "GET") return;
  if (BLANK.includes(pathname) && !search) event.respondWith(blank(request, pathname));
  else if (pathname.startsWith(STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate" && FIELD.test(pathname)) event.respondWith(page(event, pathname));
  else if (DATA.test(pathname)) event.respondWith(data(event));
  else if (new RegExp(THUMB.source).test(pathname)) event.respondWith(thumb(request));
  else if (BLANK.length && request.mode === "navigate") event.respondWith(fetch(request).catch(() => away(pathname, search)));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.map((url) => new Request(url, { cache: "no-cache" })));
  await keepBlank();
  await self.skipWaiting();
}

/* The files of the release before stay: pages that were kept under it still need them. */
async function activate() {
  const shells = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* The reader of codes is no part of the shell: it is kept once somebody needed it. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(request)) || (await caches.match(request));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && request.url.includes("/vendor/qr/")) await cache.put(request, response.clone());
  return response;
}

/* A page that tells nothing of anybody: at once from the phone. The page then asks for itself, which renews what is kept. */
async function blank(request, pathname) {
  const kept = request.mode === "navigate" && (await (await caches.open(CACHE)).match(pathname));
  if (kept) return kept;
  const asked = fetch(request);
  const response = await (request.mode === "navigate" ? asked.catch(() => away(pathname)) : asked);
  await storeBlank(pathname, response.clone());
  return response;
}

/* Only our own page says that it is nobody's: what the login of a public Wi-Fi answers in its place is not kept. */
async function storeBlank(pathname, response) {
  if (response.status !== 200 || response.redirected || response.headers.get("X-Signed-In-As") !== NOBODY) return;
  await (await caches.open(CACHE)).put(pathname, response);
}

/* Those that are missing: at the first visit, and after the language changed. */
async function keepBlank() {
  const cache = await caches.open(CACHE);
  for (const page of BLANK) {
    if (await cache.match(page)) continue;
    const response = await fetch(page, { cache: "no-cache", credentials: "same-origin" }).catch(() => null);
    if (response) await storeBlank(page, response);
  }
}

/* In another language they are other pages; the next page in it asks for them. */
async function forgetBlank() {
  const cache = await caches.open(CACHE);
  await Promise.all(BLANK.map((page) => cache.delete(page)));
}

async function wake() {
  const open = await self.clients.matchAll({ type: "window" });
  open.forEach((client) => client.postMessage("flush"));
}

/* One notification for each id: a second copy of the same replaces the first. */
async function show(data) {
  const { id, title, body, link } = data.json();
  await self.registration.showNotification(title, { body, tag: id, data: { link }, icon: STATIC + "icons/192.png" });
}

async function open(notification) {
  notification.close();
  const { link } = notification.data;
  const same = (await self.clients.matchAll({ type: "window" })).find((page) => page.url === link);
  if (same) return void (await same.focus());
  if (link) await self.clients.openWindow(link);
}

/* Whose pages are kept: another person's sign-in throws the first one's away. */
async function store(request, response) {
  const user = response.headers.get("X-Signed-In-As");
  if (!user || response.status !== 200) return;
  let cache = await caches.open(PAGES);
  const owner = await (await cache.match(OWNER))?.text();
  if (owner && owner !== user) {
    await caches.delete(PAGES);
    cache = await caches.open(PAGES);
  }
  if (owner !== user) await cache.put(OWNER, new Response(user));
  await cache.put(request, response);
}

/* Somebody signed in anew, perhaps somebody else: on a slow line they must not see what is kept of the one before. */
async function signedIn(request) {
  const response = await fetch(request);
  if (response.type === "opaqueredirect") await caches.delete(PAGES);
  return response;
}

async function page(event, pathname) {
  const kept = await (await caches.open(PAGES)).match(pathname);
  const asked = fetch(event.request).then(async (response) => {
    if (response.type !== "opaqueredirect") await store(pathname, response.clone());
    return response;
  });
  event.waitUntil(asked.catch(() => {}));
  const late = kept && new Promise((resolve) => setTimeout(resolve, PATIENCE, kept.clone()));
  try {
    const response = await Promise.race([asked, late].filter(Boolean));
    const ours = response.type === "opaqueredirect" || response.headers.has("X-Signed-In-As") || (response.status >= 400 && response.status < 500);
    return ours || !kept ? response : kept;
  } catch {
    return kept || away(pathname);
  }
}

/* Offline and not kept. The front door and the code on a wall lead to what is: the home page or the form of residents; else a word. */
async function away(pathname, search = "") {
  const homes = FIELD.test(pathname) || search.startsWith("?building=") ? ["/w/", "/handle/", ...BLANK] : [];
  for (const home of homes) if (home + search !== pathname && (await caches.match(home))) return Response.redirect(home);
  const links = BLANK.length ? "<p><a href=/report/>我要反映 Report</a> · <a href=/mine/>我的反映 My reports</a>" : "";
  const words = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>离线</title><h1>离线 Offline</h1><p>联网后再打开。 Open it again with a network.";
  return new Response(words + links, { status: 503, headers: { "Content-Type": "text/html" } });
}

/* At once from the phone, renewed behind it. */
async function data(event) {
  const cache = await caches.open(PAGES);
  const key = event.request.url;
  const kept = await cache.match(key);
  const asked = fetch(event.request).then(async (response) => {
    if (response.status === 200 && /json|javascript/.test(response.headers.get("Content-Type"))) await cache.put(key, response.clone());
    return response;
  });
  event.waitUntil(asked.catch(() => {}));
  return kept || asked;
}

async function thumb(request) {
  return (await (await caches.open(PAGES)).match(request)) || fetch(request);
}

/* By the server's clock on it, and the phone's: where they disagree, it is asked for again. */
async function fresh(cache, url) {
  const age = Date.now() - Date.parse((await cache.match(url))?.headers.get("Date"));
  return age >= 0 && age < FRESH;
}

/* Keep this data and these pages with their small pictures; where a list of tasks is among them, no tasks but those. */
async function keep(urls, facts) {
  const cache = await caches.open(PAGES);
  await Promise.all(facts.map((url) => cache.add(url).catch(() => {})));
  if (!urls.length) return;
  const wanted = new Set(urls);
  for (const old of urls.some((url) => LISTS.has(url)) ? await cache.keys() : []) {
    const { pathname } = new URL(old.url);
    if (/^\/(w\/tasks|handle)\/./.test(pathname) && !wanted.has(pathname)) await cache.delete(old);
  }
  for (const url of urls) {
    if (await fresh(cache, url)) continue;
    const response = await fetch(url, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!response || response.status !== 200) continue;
    const text = await response.clone().text();
    await store(url, response);
    const pictures = [...new Set(text.match(THUMB))].map((one) => cache.add(one).catch(() => {}));
    await Promise.all(pictures);
  }
}
