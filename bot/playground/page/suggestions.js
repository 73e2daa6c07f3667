/** The panel over the composer: the bot's commands, or the results of an inline query, to choose from. */

import { api } from "./api.js";
import { h } from "./dom.js";

function faceOf(result) {
  if (result.mpeg4_file_id) {
    const video = h("video", { src: api.fileUrl(result.mpeg4_file_id), autoplay: true, loop: true, playsinline: true });
    // The attribute alone does not mute a video made by script.
    video.muted = true;
    return video;
  }
  const cached = result.photo_file_id ?? result.gif_file_id ?? result.sticker_file_id;
  const url = cached ? api.fileUrl(cached) : (result.thumbnail_url ?? result.thumb_url ?? result.photo_url);
  return url ? h("img", { src: url, alt: "", loading: "lazy" }) : null;
}

const isPictorial = (result) => ["photo", "gif", "mpeg4_gif", "sticker"].includes(result.type);

/** A list of options with one that the arrow keys have marked; focus stays in the composer. */
export class Suggestions {
  /** @param {HTMLTextAreaElement} input the composer, which names the marked option to assistive technology */
  constructor(input) {
    this.input = input;
    this.element = h("div", {
      class: "suggestions",
      id: "suggestions",
      role: "listbox",
      "data-testid": "suggestions",
      hidden: true,
    });
    // The composer keeps its focus, and a phone its keyboard.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.marked = -1;
    this.options = [];
    this.key = "";
  }

  get isOpen() {
    return !this.element.hidden;
  }

  commands(commands, choose) {
    const key = `commands ${JSON.stringify(commands)}`;
    if (this.isOpen && key === this.key) return;
    this.#open(
      key,
      "list",
      "Commands",
      commands.map((each) => ({
        content: [h("b", {}, `/${each.command}`), h("span", {}, each.description)],
        choose: (isFilling) => choose(each, isFilling),
      })),
    );
  }

  results(results, button, choose, onMore) {
    const layout = results.length && results.every(isPictorial) ? "grid" : "list";
    const options = results.map((result) => ({
      label: result.title ?? result.caption ?? result.type,
      content:
        layout === "grid"
          ? [faceOf(result) ?? "", result.title ? h("span", { class: "over" }, result.title) : null]
          : [
              faceOf(result) ?? h("span", { class: "letter" }, (result.title ?? "?")[0]),
              h("b", {}, result.title ?? result.caption ?? result.type),
              h("span", {}, result.description ?? ""),
            ],
      choose: () => choose(result),
    }));
    if (button) options.unshift({ content: [h("b", { class: "wide" }, button.text)], choose: button.run });
    this.#open("results", layout, "Results", options);
    this.element.classList.toggle("with-faces", layout === "list" && results.length > 0);
    if (!options.length) this.say("Nothing found");
    this.element.onscroll = () => {
      const { scrollTop, clientHeight, scrollHeight } = this.element;
      if (onMore && scrollTop + clientHeight > scrollHeight - 80) {
        this.element.onscroll = null;
        onMore();
      }
    };
  }

  /** A line in place of options. */
  say(words, isBusy = false) {
    this.#open(`say ${words}`, "list", "Results", []);
    this.element.append(h("p", { class: isBusy ? "busy" : null }, words));
  }

  close() {
    this.element.hidden = true;
    this.options = [];
    this.marked = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Take a key that is meant for the panel; true if it was. */
  takeKey(event) {
    if (!this.isOpen) return false;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.#mark(this.marked + 1);
    else if (event.key === "ArrowUp") this.#mark(this.marked < 0 ? this.options.length - 1 : this.marked - 1);
    else if (event.key === "Tab" && this.options.length && !event.shiftKey)
      this.options[Math.max(0, this.marked)].choose(true);
    else if (event.key === "Enter" && this.marked >= 0) this.options[this.marked].choose(false);
    else return false;
    event.preventDefault();
    return true;
  }

  #open(key, layout, label, options) {
    this.key = key;
    this.options = options;
    this.marked = -1;
    this.element.className = `suggestions ${layout}`;
    this.element.setAttribute("aria-label", label);
    this.element.replaceChildren(
      ...options.map((option, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            id: `option-${index}`,
            tabindex: "-1",
            "aria-selected": "false",
            "aria-label": option.label,
            "data-testid": "suggestion",
            onclick: () => option.choose(false),
          },
          option.content,
        ),
      ),
    );
    this.element.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
  }

  #mark(index) {
    if (!this.options.length) return;
    const buttons = [...this.element.querySelectorAll("[role=option]")];
    buttons[this.marked]?.setAttribute("aria-selected", "false");
    this.marked = (index + buttons.length) % buttons.length;
    const button = buttons[this.marked];
    button.setAttribute("aria-selected", "true");
    button.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", button.id);
  }
}
