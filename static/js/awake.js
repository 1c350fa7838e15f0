/** A desk is signed out after half an hour without a hand on it. A hand on the page keeps it, though nothing is sent yet. */

const { ask, signIn, over, link } = document.querySelector("script[data-ask]").dataset;
const EVERY = 5 * 60000;
let asked = Date.now();

/** The session is over and something may be typed here: say how to go on without losing it. */
function warn() {
  if (document.querySelector(".signed-out")) return;
  const bar = document.createElement("p");
  bar.className = "note late signed-out";
  bar.setAttribute("role", "alert");
  const way = document.createElement("a");
  Object.assign(way, { href: signIn, target: "_blank", rel: "noopener", textContent: link });
  bar.append(over, " ", way);
  document.getElementById("main").prepend(bar);
}

async function stir() {
  if (Date.now() - asked < EVERY) return;
  asked = Date.now();
  const answer = await fetch(ask, { credentials: "same-origin" }).catch(() => null);
  if (answer?.status === 401) (warn(), (asked = 0));
  else if (answer?.ok) document.querySelector(".signed-out")?.remove();
}

for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, stir, { capture: true, passive: true });

// Signing in elsewhere made a new token; the form here was shown with the old one.
document.addEventListener("submit", ({ target }) => {
  const [field, now] = [target.elements?.csrfmiddlewaretoken, document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)];
  if (field && now) field.value = now[1];
}, true);
