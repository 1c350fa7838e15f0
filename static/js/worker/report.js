/** The worker's report: photo, category, place, done. */

import { $ } from "../lib/dom.js";
import { Categories } from "../lib/categories.js";
import { Placing } from "../lib/placing.js";
import { Shots } from "../lib/shots.js";
import { busy, showWrong } from "../lib/steps.js";
import { complain, toast } from "../lib/toast.js";
import { send } from "./sending.js";

const form = $("form.report");
const before = new Shots($("[data-shots=before]"), "before");
const after = new Shots($("[data-shots=after]"), "after");
const categories = new Categories($(".category"), "used:categories");
const capturedAt = new Date().toISOString();
const accuracy = $(".accuracy");
const placing = new Placing($(".minimap"), {
  named: (text) => ($(".named").textContent = text),
  accuracy: (text, tone) => ((accuracy.textContent = text), (accuracy.className = `accuracy tag ${tone}`)),
});
placing.locate();
$("[data-here]").addEventListener("click", () => placing.locate());

const onTheSpot = $("[name=on_the_spot]");
const reveal = () => ($(".after").hidden = !onTheSpot.checked);
onTheSpot.addEventListener("change", reveal);
reveal();

function missing() {
  if (!categories.chosen) return gettext("请选择类别。");
  if (onTheSpot.checked && !after.count) return gettext("当场已处理的，需要一张处置后的照片。");
  if (!placing.point && !$("[name=community]").value && !$("[name=place]").value.trim()) return gettext("请等定位完成、拖动地图或填写地点。");
  return "";
}

function body() {
  return {
    category: categories.chosen, captured_at: capturedAt, point: placing.point, community: placing.point ? "" : $("[name=community]").value,
    place: $("[name=place]").value.trim(), text: $("[name=text]").value.trim(), source: "grid_worker", on_the_spot: onTheSpot.checked,
  };
}

function done(receipt) {
  categories.used();
  const page = document.importNode($("#done").content, true);
  $(".number", page).textContent = receipt.number;
  $("main").replaceChildren(page);
  $("main h2").focus();
  scrollTo(0, 0);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const lacking = missing();
  if (lacking) return toast(lacking, { bad: true });
  busy($("[type=submit]", form), async () => {
    try {
      done(await send({ id: form.elements.id.value, body: body(), shots: onTheSpot.checked ? [before, after] : [before] }));
    } catch (error) {
      if (error.status === 400) toast(showWrong(form, error) || error.message, { bad: true });
      else if (error.status === 403 && onTheSpot.checked) toast(gettext("只能自行处置本网格内的问题。请取消“当场已处理”再上报。"), { bad: true });
      else complain(error);
    }
  });
});
