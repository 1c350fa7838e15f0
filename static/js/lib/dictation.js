/** Speaking instead of typing: loaded with the first tap on the button. */

const Recognition = globalThis.SpeechRecognition || globalThis.webkitSpeechRecognition;
let running = null;

/** Start, or stop what runs. @param {HTMLButtonElement} button @param {HTMLTextAreaElement} field */
export function dictate(button, field) {
  if (running) return running.stop();
  running = Object.assign(new Recognition(), { lang: document.documentElement.lang === "en" ? "en-US" : "zh-CN", interimResults: false });
  button.setAttribute("aria-pressed", "true");
  running.onresult = (event) => {
    field.value += [...event.results].map((one) => one[0].transcript).join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  running.onend = () => ((running = null), button.setAttribute("aria-pressed", "false"));
  return running.start();
}
