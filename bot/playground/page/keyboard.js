/** An inline keyboard under a bubble. Buttons keep their place, focus and progress across edits. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const EMBLEMS = {
  url: "link",
  login_url: "link",
  web_app: "link",
  switch_inline_query: "switch",
  switch_inline_query_current_chat: "switch",
  switch_inline_query_chosen_chat: "switch",
  copy_text: "copy",
};

export class Keyboard {
  /** @param {(button: Object) => (Promise<void>|void)} onPress given the InlineKeyboardButton */
  constructor(onPress) {
    this.onPress = onPress;
    this.element = h("div", { class: "keyboard", role: "group", "aria-label": "Buttons of this message" });
    this.buttons = [];
    this.waiting = new Set();
    this.shape = "";
  }

  /** @param {Array<Array<Object>>} rows of InlineKeyboardButton */
  update(rows) {
    const shape = rows.map((row) => row.length).join(",");
    if (shape !== this.shape) {
      this.shape = shape;
      this.buttons = rows.flat().map(() => this.#button());
      let next = 0;
      this.element.replaceChildren(
        ...rows.map((row) =>
          h(
            "div",
            { class: "keyboard-row" },
            row.map(() => this.buttons[next++].element),
          ),
        ),
      );
    }
    rows.flat().forEach((button, index) => this.#fill(this.buttons[index], button));
  }

  #button() {
    const label = h("span", { class: "label" });
    const slot = { button: null, label };
    slot.element = h(
      "button",
      {
        type: "button",
        class: "inline-button",
        "data-testid": "inline-button",
        onclick: () => this.#press(slot),
      },
      label,
    );
    return slot;
  }

  #fill(slot, button) {
    const { element, label } = slot;
    const words = JSON.stringify(button);
    if (slot.words !== words) {
      slot.words = words;
      slot.button = button;
      label.textContent = button.text;
      element.title = button.text;
      if (button.callback_data === undefined) delete element.dataset.data;
      else element.dataset.data = button.callback_data;
      const emblem = Object.keys(EMBLEMS).find((key) => button[key] !== undefined);
      element.querySelector(".icon")?.remove();
      if (emblem) element.append(icon(EMBLEMS[emblem]));
      element.dataset.style = button.style ?? "";
    }
    this.#progress(slot);
  }

  #progress(slot) {
    const busy = this.waiting.has(slot.button.callback_data);
    slot.element.classList.toggle("busy", busy);
    slot.element.setAttribute("aria-busy", String(busy));
  }

  async #press(slot) {
    const { button } = slot;
    const data = button.callback_data;
    if (data === undefined) {
      this.onPress(button);
      return;
    }
    if (this.waiting.has(data)) return;
    this.waiting.add(data);
    this.#progress(slot);
    try {
      await this.onPress(button);
    } finally {
      this.waiting.delete(data);
      this.buttons.forEach((each) => this.#progress(each));
    }
  }
}
