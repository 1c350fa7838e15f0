/** A button that works once at a time. */

/** Runs `work` once at a time per button, and shows that it runs. */
export async function busy(button, work) {
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
