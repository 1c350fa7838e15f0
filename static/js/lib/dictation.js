/** Speaking instead of typing, where the browser can. */

/** @param {HTMLButtonElement | null} button shown only where it works @param {HTMLTextAreaElement} field */
export function dictate(button, field) {
  const Recognition = globalThis.SpeechRecognition || globalThis.webkitSpeechRecognition;
  if (!button || !Recognition) return;
  button.hidden = false;
  let running = null;
  button.addEventListener("click", () => {
    if (running) return running.stop();
    running = Object.assign(new Recognition(), { lang: document.documentElement.lang === "en" ? "en-US" : "zh-CN", interimResults: false });
    button.setAttribute("aria-pressed", "true");
    running.onresult = (event) => {
      field.value += [...event.results].map((one) => one[0].transcript).join("");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    running.onend = () => ((running = null), button.setAttribute("aria-pressed", "false"));
    running.start();
  });
}
