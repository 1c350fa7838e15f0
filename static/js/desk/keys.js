/** The board's keyboard. While somebody types, only Escape is heard. */

import { $ } from "../lib/dom.js";

/** @param {{search: Function, move: Function, enter: Function, press: (key: string) => boolean, pick: () => boolean, own: Object<string, Function>, shut: Function, typing: Function}} to */
export function watchKeys(to) {
  const help = $("dialog.keys");
  $(".help").addEventListener("click", () => help.showModal());
  $("button", help).addEventListener("click", () => help.close());

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (to.typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const done = () => event.preventDefault();
    switch (event.key) {
      case "/": return done(), to.search();
      case "?": return done(), help.showModal();
      case "j": case "ArrowDown": return event.target.closest?.(".map") ? undefined : (done(), to.move(1));
      case "k": case "ArrowUp": return event.target.closest?.(".map") ? undefined : (done(), to.move(-1));
      case "Enter": return event.target.closest?.("a, button, summary") && !event.target.closest(".row") ? undefined : (done(), to.enter());
      case " ": return event.target.closest?.("a:not(.row), button, summary, input, .map") ? undefined : void (to.pick() && done());
      case "Escape": return to.shut();
      default:
        if (!/^[a-z]$/i.test(event.key)) return;
        if (to.press(event.key.toUpperCase()) || to.own[event.key.toUpperCase()]?.()) done();
    }
  });
}
