/** The worker's report: photo, category, send. It is saved on the phone first; the outbox brings it. */

import { $, later } from "../lib/dom.js";
import { Categories } from "../lib/categories.js";
import { newId } from "../lib/ids.js";
import { owner, queued, save } from "../lib/outbox.js";
import { startOutbox } from "../lib/outbox/bar.js";
import { draft, keepDraft } from "../lib/outbox/drafts.js";
import { onChange } from "../lib/outbox/sending.js";
import { gridAt, ownGrids } from "../lib/owngrids.js";
import { Placing } from "../lib/placing.js";
import { Shots } from "../lib/shots.js";
import { busy } from "../lib/busy.js";
import { complain, toast } from "../lib/toast.js";

startOutbox();
const form = $("form.report");
const fields = form.elements;
const id = /^#[0-9a-f-]{36}$/.test(location.hash) ? location.hash.slice(1) : newId(); // a page from the cache has the id of another report
const name = `report:${id}`;
history.replaceState(null, "", `#${id}`);
let capturedAt = new Date().toISOString();
let done = false;

const before = new Shots($("[data-shots=before]"), "before");
const after = new Shots($("[data-shots=after]"), "after");
const categories = new Categories($(".category"), `used:categories:${owner()}`);
const [accuracy, named] = [$(".accuracy"), $(".named")]; // a fix may come when the form is gone
const own = ownGrids($(".minimap").dataset.own);
const placing = new Placing($(".minimap"), {
  named: (text) => (named.textContent = text),
  accuracy: (text, tone) => ((accuracy.textContent = text), (accuracy.className = `accuracy tag ${tone}`)),
}, { areas: own.then((kept) => kept.areas), name: async ({ lon, lat }) => gridAt((await own).areas, lon, lat)?.properties.name });
placing.locate();
$("[data-here]").addEventListener("click", () => placing.locate());
const voice = $("[data-dictate]");
voice.hidden = !(globalThis.SpeechRecognition || globalThis.webkitSpeechRecognition);
voice.addEventListener("click", async () => (await import("../lib/dictation.js")).dictate(voice, fields.text));

const onTheSpot = fields.on_the_spot;
const reveal = () => ($(".after").hidden = !onTheSpot.checked);
onTheSpot.addEventListener("change", reveal);

const shotsOf = async () => [...(await before.taken()), ...(onTheSpot.checked ? await after.taken() : [])];

async function keep() {
  if (done) return;
  const value = {
    captured_at: capturedAt, category: categories.chosen, label: categories.label, place: fields.place.value, text: fields.text.value,
    community: fields.community.value, on_the_spot: onTheSpot.checked, point: placing.byHand ? placing.point : null,
  };
  const shots = [...(await before.taken()), ...(await after.taken())];
  if (!done && (value.category || value.place || value.text || shots.length)) await keepDraft(name, value, shots);
}

async function restore() {
  const kept = await draft(name);
  if (kept) {
    capturedAt = kept.value.captured_at || capturedAt;
    categories.choose(kept.value.category, kept.value.label);
    for (const field of ["place", "text", "community"]) fields[field].value ||= kept.value[field] || "";
    onTheSpot.checked ||= Boolean(kept.value.on_the_spot);
    before.restore(kept.shots);
    after.restore(kept.shots);
    if (kept.value.point) placing.put(kept.value.point);
  }
  reveal();
  const soon = later(250, () => keep().catch(() => {}));
  ["input", "change", "shots"].forEach((event) => form.addEventListener(event, soon));
  document.addEventListener("visibilitychange", () => document.hidden && keep().catch(() => {}));
}

function missing() {
  if (!categories.chosen) return gettext("请选择类别。");
  return onTheSpot.checked && !after.count ? gettext("当场已处理的，需要一张处置后的照片。") : "";
}

/** Never held up by a place: without one the report goes to one's own community, to be placed by hand. */
function body() {
  const [point, chosen] = [placing.point, fields.community.value];
  return {
    category: categories.chosen, captured_at: capturedAt, point, community: point ? "" : chosen || form.dataset.community, place: fields.place.value.trim(),
    text: fields.text.value.trim(), source: "grid_worker", on_the_spot: onTheSpot.checked,
  };
}

function tick() {
  history.replaceState(null, "", location.pathname);
  const page = document.importNode($("#done").content, true);
  $("main").replaceChildren(page);
  $("main h2").focus();
  scrollTo(0, 0);
  const arrived = async () => (await queued(id)) || ($(".way-out").textContent = gettext("已送达。"));
  onChange(arrived);
  arrived();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const lacking = missing();
  if (lacking) return toast(lacking, { bad: true });
  busy($("[type=submit]", form), async () => {
    try {
      const [label, report, shots] = [categories.label, body(), await shotsOf()];
      done = true;
      await save({ id, subject: id, label, method: "PUT", url: `/api/incidents/${id}/`, body: report, shots, draft: name });
      categories.used(report.category, label);
      tick();
    } catch (error) {
      done = false;
      complain(error);
    }
  });
});
import("../lib/hints.js").then(({ watchHints }) => watchHints(form, { categories, placing })).catch(() => {});
restore().catch(complain);
