/** A pop-up menu: arrow keys move in it, Escape or a press elsewhere closes it. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const MARGIN = 8;

let current = null;
/** The element whose press has just closed its own menu; its click then does not open it again. */
let justClosedBy = null;

/**
 * @param {Array<{icon: string, label: string, run: () => void, danger: ?boolean, testid: ?string}>} items
 * @param {{x: number, y: number}|Element} where a point, or an element to open at
 */
export function openMenu(items, where) {
  current?.close();
  if (justClosedBy && justClosedBy === where) {
    justClosedBy = null;
    return;
  }
  current = new Menu(items, where);
}

class Menu {
  constructor(items, where) {
    this.opener = document.activeElement;
    this.where = where;
    // Not an "auto" popover: the end of the long press that opens a menu would close that at once.
    this.element = h(
      "div",
      { class: "menu", role: "menu", popover: "manual", "data-testid": "menu" },
      items.map((item) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            class: item.danger ? "danger" : null,
            "data-testid": item.testid,
            onclick: () => {
              this.close();
              item.run();
            },
          },
          icon(item.icon),
          item.label,
        ),
      ),
    );
    this.onPress = (event) => {
      justClosedBy = null;
      if (this.element.contains(event.target)) return;
      if (where instanceof Element && where.contains(event.target)) justClosedBy = where;
      this.close();
    };
    // On the document, since a touch may have taken the focus out of the menu.
    this.onKey = (event) => this.#key(event);
    document.addEventListener("pointerdown", this.onPress, true);
    document.addEventListener("keydown", this.onKey, true);
    document.body.append(this.element);
    this.element.showPopover();
    this.#place();
    this.element.firstElementChild.focus({ preventScroll: true });
  }

  close() {
    if (current === this) current = null;
    document.removeEventListener("pointerdown", this.onPress, true);
    document.removeEventListener("keydown", this.onKey, true);
    const hadFocus = this.element.contains(document.activeElement);
    this.element.remove();
    if (hadFocus) this.opener?.focus?.({ preventScroll: true });
  }

  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.element.children];
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  }

  #place() {
    // Not the bounding box, which the opening animation has scaled.
    const { offsetWidth: width, offsetHeight: height } = this.element;
    let { x, y } = this.where;
    let above = y - height;
    if (this.where instanceof Element) {
      const box = this.where.getBoundingClientRect();
      x = box.right - width < MARGIN ? box.left : box.right - width;
      y = box.bottom + 4;
      above = box.top - height - 4;
    }
    if (y + height > innerHeight - MARGIN) y = above;
    this.element.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
    this.element.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
  }
}
