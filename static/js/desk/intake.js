/** A call is entered: category and likely duplicates are proposed while it is typed; the report goes by the API. */

import { $, make } from "../lib/dom.js";
import { Areas } from "../lib/areas.js";
import { Categories } from "../lib/categories.js";
import { busy } from "../lib/busy.js";
import { sendJSON } from "../lib/http.js";
import { watchHints } from "../lib/hints.js";
import { Placing } from "../lib/placing.js";
import { showWrong } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";

const form = $("form.report");
const categories = new Categories($(".category", form), "used:desk");
const accuracy = $(".accuracy", form);
const home = $(".minimap");
const placing = new Placing(home, {
  named: (text) => ($(".named", form).textContent = text),
  accuracy: (text, tone) => ((accuracy.textContent = text), (accuracy.className = `accuracy tag ${tone}`)),
}, { layer: (map) => new Areas(map, { areas: home.dataset.areas, counts: "" }, { coloured: false, finest: home.dataset.finest }) });

const caseLink = (one) => make("a", { href: `${form.dataset.desk}?case=${one.id}`, target: "_blank", rel: "noopener" }, one.title);
watchHints(form, { categories, placing }, caseLink);

function lacking() {
  if (!form.elements.text.value.trim()) return gettext("请写下来电内容。");
  return categories.chosen ? "" : gettext("请选择类别。");
}

async function file() {
  const label = categories.label;
  const { id, captured_at, source, nature, community, place, text } = form.elements;
  const body = {
    category: categories.chosen, captured_at: captured_at.value, sent_at: new Date().toISOString(), source: source.value, nature: nature.value,
    point: placing.point, community: community.value, place: place.value.trim(), text: text.value.trim(),
  };
  const receipt = await sendJSON("PUT", `/api/incidents/${id.value}/`, body);
  categories.used(body.category, label);
  location.assign(`${form.dataset.desk}?case=${receipt.id}`);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = lacking();
  if (wrong) return toast(wrong, { bad: true });
  busy($("[type=submit]", form), () => file().catch((error) => (error.status === 400 ? toast(showWrong(form, error) || error.message, { bad: true }) : complain(error))));
});
form.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit());
form.elements.text.focus();
