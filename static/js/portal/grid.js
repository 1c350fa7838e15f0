/** The position of the phone for a form: asked for on a tap, sent in the body, kept nowhere. */

import { $ } from "../lib/dom.js";
import { watchPosition } from "../lib/position.js";
import { toast } from "../lib/toast.js";

function position(done) {
  const stop = watchPosition((fix) => (stop(), done(fix)), () => toast(gettext("定位不到，请选择社区。"), { bad: true }));
}

function fill(form, fix) {
  form.elements.lon.value = fix.lon;
  form.elements.lat.value = fix.lat;
}

const here = $("form#here");
here?.addEventListener("submit", (event) => {
  if (here.elements.lon.value) return;
  event.preventDefault();
  position((fix) => (fill(here, fix), here.submit()));
});

const button = $("[data-here]");
button?.addEventListener("click", () => position((fix) => (fill(button.form, fix), ($("[data-told]").textContent = gettext("已取得位置")))));
