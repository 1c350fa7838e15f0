/** Writing an import: batch after batch, the page replaced after each, until nothing is left or somebody cancels. */

const main = document.getElementById("main");

/** Send the form as it stands and show the page that comes back. */
async function step(form, ask) {
  const body = new FormData(form);
  body.set("ask", ask);
  const answer = await fetch(location.href, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  main.replaceChildren(...page.getElementById("main").childNodes);
}

let stopped = false;
main.addEventListener("submit", async (event) => {
  const ask = event.submitter?.value;
  if (ask !== "apply" && ask !== "cancel") return;
  event.preventDefault();
  stopped = ask === "cancel";
  try {
    await step(event.target, ask);
    while (!stopped && main.querySelector("[data-left]")) await step(main.querySelector("form[data-left]"), "apply");
  } catch {
    location.reload(); // what was written stays written; the page says how far it is
  }
});
