/** Small words for the document. */

/** @returns {HTMLElement | null} the first match */
export const $ = (selector, root = document) => root.querySelector(selector);

/** @returns {HTMLElement[]} all matches */
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Server-rendered HTML as a fragment; scripts in it never run. */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** An element with properties and children; text children are text, never HTML. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An icon of the sprite that the page names in <meta name="icons">. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${$("meta[name=icons]").content}#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Calls `run` once, `wait` ms after the last of many calls. */
export function later(wait, run) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
}

/** Calls `run` after the next frame: focus and scrolling make the browser lay out the page, which the eye need not wait for. */
export const painted = (run) => requestAnimationFrame(() => setTimeout(run));

/** Whether somebody types text: keys of the page stay quiet then. */
export const typing = (target) => target instanceof Element && Boolean(target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
