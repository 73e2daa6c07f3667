/** The bar over a chat: who it is with, and what the bot is doing. */

import { avatar, nameOf } from "./avatar.js";
import { h } from "./dom.js";
import { actionOf } from "./format.js";
import { groupItems } from "./groups.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

export class Header {
  /** @param {{back, clear, block}} actions each called with the chat */
  constructor(store, element, actions) {
    this.store = store;
    this.chatElement = element.parentElement;
    this.face = h("span", { class: "header-face" });
    this.name = h("h2", {});
    this.status = h("p", { class: "status", "data-testid": "status", role: "status" });
    this.more = h(
      "button",
      {
        class: "round",
        type: "button",
        "aria-label": "Chat menu",
        title: "Chat menu",
        "aria-haspopup": "menu",
        "data-testid": "chat-menu",
        onclick: () => this.#menu(actions),
      },
      icon("more"),
    );
    element.append(
      h(
        "button",
        {
          class: "round back",
          type: "button",
          "aria-label": "Back to the chats",
          "data-testid": "back",
          onclick: actions.back,
        },
        icon("back"),
      ),
      this.face,
      h("div", { class: "header-words" }, this.name, this.status),
      this.more,
    );
    store.addEventListener("chats", () => this.render());
    store.addEventListener("conversation", () => this.render());
  }

  render() {
    const chat = this.store.chats.get(this.store.current);
    if (!chat) return;
    const { action } = this.store.conversation(chat.id);
    const speaker = this.store.speaker(chat.id);
    const key = JSON.stringify([chat, speaker, action, this.store.bot]);
    if (key === this.key) return;
    this.key = key;
    const { name, person } = nameOf(chat, this.store.bot);
    this.chatElement.classList.toggle("blocked", chat.blocked);
    this.face.replaceChildren(avatar(chat));
    this.name.textContent = name;
    this.status.classList.toggle("acting", Boolean(action));
    if (action) {
      this.status.replaceChildren(
        actionOf(action),
        h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      );
    } else this.status.textContent = this.#rest(chat, person);
  }

  #rest(chat, person) {
    if (chat.blocked) return "blocked";
    const language = chat.user?.language_code;
    if (chat.type !== "private") return this.#company(chat);
    return ["bot", person ? `you are ${person}` : null, language && language !== "en" ? language : null]
      .filter(Boolean)
      .join(" · ");
  }

  /** Who is in a group, and as whom one writes there. */
  #company(chat) {
    const { first_name: bot } = this.store.bot;
    const company = ["member", "administrator"].includes(chat.bot_status) ? `with ${bot}` : `without ${bot}`;
    if (chat.members.length < 2) return `${chat.type} ${company}`;
    return `you are ${this.store.speaker(chat.id).first_name} · ${chat.members.length} people ${company}`;
  }

  #menu(actions) {
    const chat = this.store.chats.get(this.store.current);
    if (!chat) return;
    const clear = { icon: "trash", label: "Clear history", run: () => actions.clear(chat), testid: "clear" };
    if (chat.type !== "private") {
      openMenu([...groupItems(this.store, chat), clear], this.more);
      return;
    }
    openMenu(
      [
        clear,
        chat.blocked
          ? { icon: "check", label: "Unblock bot", run: () => actions.block(chat, false), testid: "unblock" }
          : {
              icon: "block",
              label: "Block bot",
              run: () => actions.block(chat, true),
              danger: true,
              testid: "block",
            },
      ],
      this.more,
    );
  }
}
