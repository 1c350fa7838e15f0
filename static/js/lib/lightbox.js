/** Photos in full size: a dialog that arrow keys turn over. Any `[data-photo]` link inside `root` opens it. */

import { $, $$, icon, make } from "./dom.js";

let box = null;
let shown = [];
let at = 0;
let turns = [];

function show(step) {
  at = (at + step + shown.length) % shown.length;
  const link = shown[at];
  $("img", box).src = link.href;
  $("img", box).alt = link.dataset.photo;
  $("figcaption", box).textContent = `${link.dataset.photo}  ${at + 1} / ${shown.length}`;
  for (const button of turns) button.hidden = shown.length < 2;
}

function build() {
  const turn = (step, name, label) => {
    const button = make("button", { type: "button", className: "button", "aria-label": label }, icon(name));
    button.addEventListener("click", () => show(step));
    return button;
  };
  const close = make("button", { type: "button", className: "button" }, icon("close"), gettext("关闭"));
  close.addEventListener("click", () => box.close());
  const picture = make("figure", {}, make("img", { alt: "" }), make("figcaption"));
  turns = [turn(-1, "back", gettext("上一张")), turn(1, "next", gettext("下一张"))];
  box = make("dialog", { className: "lightbox", "aria-label": gettext("照片") }, picture, make("nav", {}, turns[0], close, turns[1]));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(-1);
    if (event.key === "ArrowRight") show(1);
  });
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
}

/** @param {HTMLElement} root stays; its content may change */
export function watchPhotos(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-photo]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!box) build();
    shown = $$("a[data-photo]", root);
    at = shown.indexOf(link);
    show(0);
    box.showModal();
  });
}
