/** The list of chats on the left. */

import { avatar, nameOf } from "./avatar.js";
import { arrange, h } from "./dom.js";
import { actionOf, briefTimeOf, describe } from "./format.js";
import { icon } from "./icons.js";
import { pictureOf } from "./media.js";
import { serviceWords } from "./service.js";

export class ChatList {
  /** @param {(chatId: number) => void} onOpen */
  constructor(store, list, onOpen) {
    Object.assign(this, { store, list, onOpen });
    this.rows = new Map();
    store.addEventListener("chats", () => this.render());
    list.addEventListener("keydown", (event) => this.#move(event));
  }

  render() {
    const chats = [...this.store.chats.values()];
    const newest = (chat) => chat.last_message?.date ?? 0;
    chats.sort((a, b) => newest(b) - newest(a));
    const rows = chats.map((chat) => {
      const row = this.rows.get(chat.id) ?? h("li", { "data-chat-id": chat.id });
      this.rows.set(chat.id, row);
      this.#fill(row, chat);
      return row;
    });
    arrange(this.list, rows);
  }

  #fill(row, chat) {
    const { action } = this.store.conversation(chat.id);
    const isOpen = chat.id === this.store.current;
    const key = JSON.stringify([chat, action, isOpen, this.store.bot.first_name, this.store.speaker(chat.id)?.id]);
    if (row.key === key) return;
    row.key = key;
    const hadFocus = row.contains(document.activeElement);
    const { name, person } = nameOf(chat, this.store.bot);
    const last = chat.last_message;
    row.replaceChildren(
      h(
        "button",
        {
          class: "chat-row",
          type: "button",
          "aria-current": isOpen ? "true" : null,
          "data-testid": "chat",
          onclick: () => this.onOpen(chat.id),
        },
        avatar(chat),
        h(
          "span",
          { class: "chat-line" },
          h(
            "span",
            { class: "chat-title" },
            h("b", {}, name),
            person ? h("span", { class: "person" }, person) : null,
            chat.blocked ? icon("block") : null,
          ),
          h("time", { class: "chat-time" }, last ? briefTimeOf(last.date) : ""),
        ),
        h(
          "span",
          { class: "chat-line" },
          h(
            "span",
            { class: "chat-last" },
            action ? h("span", { class: "acting" }, actionOf(action), "…") : this.#preview(chat, last),
          ),
          chat.unread
            ? h("span", { class: "count", "aria-label": `${chat.unread} unread` }, String(chat.unread))
            : null,
        ),
      ),
    );
    if (hadFocus) row.firstElementChild.focus({ preventScroll: true });
  }

  #author(chat, message) {
    if (message.from_bot || serviceWords(message)) return null;
    const name = this.store.isOwn(chat.id, message) ? "You" : message.from.first_name;
    return h("span", { class: "mine" }, `${name}: `);
  }

  #preview(chat, message) {
    if (!message) return h("span", { class: "muted" }, "No messages yet");
    const { kind, words } = describe(message);
    const thumbnail = message.photo?.length ? (pictureOf(message).preview ?? pictureOf(message).url) : null;
    return [
      this.#author(chat, message),
      thumbnail ? h("img", { src: thumbnail, alt: "" }) : null,
      kind ? h("span", { class: "kind" }, words ? `${kind}, ` : kind) : null,
      words.slice(0, 120),
    ];
  }

  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.list.querySelectorAll(".chat-row")];
    buttons[buttons.indexOf(document.activeElement) + step]?.focus();
  }
}
