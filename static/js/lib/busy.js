/** Buttons that work once at a time. */

import { complain } from "./toast.js";

/** Runs `work`; the button shows that it runs. */
export async function busy(button, work) {
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** The same for a form; what goes wrong is said. */
export const onSubmit = (form, work) => form.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(event.submitter, () => work(event.submitter).catch(complain));
});
