/** Short notes at the edge of the page, and alerts that wait for an OK. */

import { h } from "./dom.js";

const SHORTEST_MS = 2200;
const PER_CHARACTER_MS = 40;
const MOST = 4;

/**
 * Show a note for as long as it takes to read.
 * @param {string} text
 * @param {"note"|"error"} kind
 */
export function toast(text, kind = "note") {
  const area = document.getElementById("toasts");
  const element = h("div", { class: `toast ${kind}`, "data-testid": "toast", onclick: () => leave() }, text);
  const leave = () => {
    element.classList.add("leaving");
    setTimeout(() => {
      element.remove();
      if (!area.children.length) area.hidePopover?.();
    }, 220);
  };
  // As in Telegram the newest note takes the place of the last: of five taps on a button only one is still true.
  if (kind === "note") area.querySelectorAll(".note").forEach((each) => each.remove());
  while (area.children.length >= MOST) area.firstElementChild.remove();
  area.append(element);
  // In the top layer, and taken there anew, a toast is seen over an open dialog too.
  area.hidePopover?.();
  area.showPopover?.();
  setTimeout(leave, SHORTEST_MS + text.length * PER_CHARACTER_MS);
}

/** Tell of a request that failed, in words that name what was tried. */
export function toastError(what, error) {
  toast(what ? `${what}: ${error.message}` : error.message, "error");
}
