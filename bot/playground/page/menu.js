/** A pop-up menu: arrow keys move in it, Escape or a click elsewhere closes it. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const MARGIN = 8;

/**
 * @param {Array<{icon: string, label: string, run: () => void, danger: ?boolean, testid: ?string}>} items
 * @param {{x: number, y: number}|Element} where a point, or an element to open at
 */
export function openMenu(items, where) {
  const opener = document.activeElement;
  const close = () => menu.hidePopover();
  const menu = h("div", { class: "menu", role: "menu", popover: "auto" },
    items.map((item) => h("button", {
      type: "button", role: "menuitem", class: item.danger ? "danger" : null, "data-testid": item.testid,
      onclick: () => {
        close();
        item.run();
      },
    }, icon(item.icon), item.label)));
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Tab") return;
    event.preventDefault();
    const buttons = [...menu.children];
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + (step ?? (event.shiftKey ? -1 : 1)) + buttons.length) % buttons.length].focus();
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus) opener?.focus?.({ preventScroll: true });
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, where);
  menu.firstElementChild.focus({ preventScroll: true });
}

function place(menu, where) {
  // Not the bounding box, which the opening animation has scaled.
  const { offsetWidth: width, offsetHeight: height } = menu;
  let { x, y } = where;
  let above = y - height;
  if (where instanceof Element) {
    const box = where.getBoundingClientRect();
    x = box.right - width;
    y = box.bottom + 4;
    above = box.top - height - 4;
    if (x < MARGIN) x = box.left;
  }
  if (y + height > innerHeight - MARGIN) y = above;
  menu.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
}
