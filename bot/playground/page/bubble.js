/** One message, or one album, as a bubble. Each part is touched only when what it shows has changed. */

import { arrange, h } from "./dom.js";
import { formatted, isJustEmoji } from "./entities.js";
import { describe, fullTimeOf, kindOf, timeOf } from "./format.js";
import { icon } from "./icons.js";
import { Keyboard } from "./keyboard.js";
import { mediaElement, pictureOf, widthFor } from "./media.js";
import { Picture } from "./photo.js";

const TICKS = {
  sending: ["clock", "Sending"],
  failed: ["alert", "Not sent"],
  sent: ["check", "Sent"],
  seen: ["checks", "Answered"],
};

/** Album rows: how many pictures stand beside each other, by the album's size. */
const ALBUM_ROWS = {
  2: [2],
  3: [1, 2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [2, 4, 4],
};

function statusOf(message, seenUpTo) {
  if (message.local_status) return message.local_status;
  return message.message_id < seenUpTo ? "seen" : "sent";
}

/** Who wrote a forwarded message first, null for one that is not forwarded. */
function originOf({ forward_origin: origin }) {
  if (!origin) return null;
  return origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_user_name ?? "somebody";
}

export class Bubble {
  /**
   * @param {Object} actions what a person can do: press(message, button), open(message), menu(message, point, anchor),
   *   reply(message), jump(messageId), retry(message)
   */
  constructor(actions) {
    this.actions = actions;
    this.shown = {};
    this.pictures = [];
    this.body = h("div", { class: "bubble" });
    this.stack = h("div", { class: "stack" }, this.body);
    this.more = h(
      "button",
      {
        class: "more",
        type: "button",
        "aria-label": "What to do with this message",
        "aria-haspopup": "menu",
        onclick: () => this.actions.menu(this.message, null, this.more),
      },
      icon("more"),
    );
    this.element = h("article", { class: "row" }, this.stack, this.more);
    this.element.bubble = this;
  }

  /**
   * @param {Array<Object>} messages one message, or the messages of one album
   * @param {{own: boolean, first: boolean, last: boolean, sender: ?string, seenUpTo: number}} place in the chat
   */
  update(messages, place) {
    this.messages = messages;
    this.message = messages.find((message) => message.caption) ?? messages[0];
    const isAlbum = messages.length > 1;
    const kind = isAlbum ? "album" : kindOf(this.message);
    const text = this.message.text ?? this.message.caption ?? "";
    const status = place.own ? statusOf(messages.at(-1), place.seenUpTo) : null;

    this.#frame(kind, text, place);
    if (!isAlbum) this.#identify(this.element, messages[0]);
    else {
      this.element.dataset.testid = "album";
      delete this.element.dataset.messageId;
    }
    const parts = [
      this.#part("sender", place.sender && place.first && !place.own ? place.sender : null, (name) =>
        h("div", { class: "sender" }, name),
      ),
      this.#part("via", this.message.via_bot?.username, (name) =>
        h("div", { class: "sender" }, `via @${name}`),
      ),
      this.#part("forwarded", originOf(this.message), (name) =>
        h("div", { class: "sender forwarded", "data-testid": "forwarded" }, "Forwarded from ", h("b", {}, name)),
      ),
      this.#quote(),
      this.#media(kind, status),
      this.#words(kind, text, place, status),
      this.#part("reactions", this.message.reactions?.length ? this.message.reactions : null, (reactions) =>
        h(
          "div",
          { class: "reactions", "data-testid": "reactions" },
          reactions.map(({ emoji }) => h("span", {}, emoji)),
        ),
      ),
    ];
    arrange(this.body, parts.filter(Boolean));
    this.#keyboard();
  }

  #identify(element, message) {
    element.dataset.testid = "message";
    element.dataset.messageId = message.message_id;
  }

  #frame(kind, text, place) {
    const hasPicture = ["photo", "album", "animation", "video"].includes(kind);
    const { classList } = this.element;
    classList.toggle("out", place.own);
    classList.toggle("in", !place.own);
    classList.toggle("first", place.first);
    classList.toggle("last", place.last);
    classList.toggle("failed", this.message.local_status === "failed");
    this.body.className = ["bubble", `is-${kind}`, hasPicture ? "pictured" : "", text ? "" : "wordless"].join(
      " ",
    );
    this.body.classList.toggle("emoji", kind === "text" && text.length < 24 && isJustEmoji(text));
    this.stack.style.removeProperty("width");
    if (kind === "album") this.stack.style.width = "430px";
    else if (kind === "photo") this.stack.style.width = `${widthFor(pictureOf(this.message))}px`;
    else if (hasPicture) this.stack.style.width = `${widthFor(this.message[kind] ?? {})}px`;
  }

  /** Build a part anew only if its content, compared as JSON, is not what is on screen. */
  #part(name, content, build) {
    if (content === null || content === undefined) {
      delete this.shown[name];
      return null;
    }
    const key = JSON.stringify(content);
    if (this.shown[name]?.key !== key) this.shown[name] = { key, element: build(content) };
    return this.shown[name].element;
  }

  #quote() {
    const original = this.message.reply_to_message;
    if (!original) return this.#part("quote", null);
    const { kind, words } = describe(original);
    const thumbnail = original.photo?.length
      ? (pictureOf(original).preview ?? pictureOf(original).url)
      : null;
    const author = original.from?.first_name ?? "Message";
    return this.#part("quote", [original.message_id, author, kind, words, thumbnail], () =>
      h(
        "button",
        {
          class: "quote",
          type: "button",
          "data-testid": "quote",
          onclick: () => this.actions.jump(original.message_id),
        },
        thumbnail ? h("img", { src: thumbnail, alt: "" }) : null,
        h(
          "span",
          { class: "quote-words" },
          h("b", {}, author),
          h("span", {}, kind ? h("i", {}, words ? `${kind}, ` : kind) : null, words),
        ),
      ),
    );
  }

  #media(kind, status) {
    if (kind === "photo") return this.#photo(status);
    if (kind === "album") return this.#album(status);
    this.pictures = [];
    const { message } = this;
    const content = message[kind];
    if (kind === "text") return this.#part("media", null);
    return this.#part("media", [kind, content?.file_id ?? content ?? null], () =>
      h("div", { class: "media" }, mediaElement(message)),
    );
  }

  #photo(status) {
    if (this.shown.media?.key !== "photo") {
      this.pictures = [new Picture(() => this.actions.open(this.messages[0]))];
      this.shown.media = { key: "photo", element: h("div", { class: "media" }, this.pictures[0].element) };
    }
    this.pictures[0].show(pictureOf(this.message));
    this.pictures[0].mark(status === "sending" || status === "failed" ? status : null);
    return this.shown.media.element;
  }

  #album(status) {
    const count = this.messages.length;
    const key = `album-${count}`;
    if (this.shown.media?.key !== key) {
      this.pictures = this.messages.map(
        (_, index) => new Picture(() => this.actions.open(this.messages[index])),
      );
      let next = 0;
      const rows = ALBUM_ROWS[Math.min(count, 10)].map((size) =>
        h(
          "div",
          { class: "album-row" },
          this.pictures.slice(next, (next += size)).map((picture) => picture.element),
        ),
      );
      this.shown.media = { key, element: h("div", { class: "media album" }, rows) };
    }
    this.messages.forEach((message, index) => {
      const picture = this.pictures[index];
      if (!picture) return;
      // Each picture of an album is a message of its own; the tests' "photo" hook gives way to "message".
      this.#identify(picture.element, message);
      picture.show(pictureOf(message));
      picture.mark(status === "sending" || status === "failed" ? status : null);
    });
    return this.shown.media.element;
  }

  #words(kind, text, place, status) {
    const { message } = this;
    const entities = message.entities ?? message.caption_entities ?? [];
    const meta = [message.date, Boolean(message.edit_date), status, message.local_cause];
    return this.#part("words", [text, entities, meta, kind], () =>
      h(
        "div",
        { class: "words" },
        text
          ? h("span", { class: "text", "data-testid": "text", dir: "auto" }, formatted(text, entities))
          : null,
        this.#meta(status),
      ),
    );
  }

  #meta(status) {
    const { message } = this;
    const [name, label] = TICKS[status] ?? [];
    return h(
      "span",
      { class: "meta", title: fullTimeOf(message.date) },
      message.edit_date ? h("span", { class: "edited" }, "edited ") : null,
      h("time", {}, timeOf(message.date)),
      status === "failed"
        ? h(
            "button",
            {
              class: "retry",
              type: "button",
              title: message.local_cause,
              onclick: () => this.actions.retry(message),
            },
            icon("retry"),
            "Send again",
          )
        : name
          ? h("span", { class: `tick ${status}`, role: "img", "aria-label": label }, icon(name))
          : null,
    );
  }

  #keyboard() {
    const rows = this.message.reply_markup?.inline_keyboard;
    if (!rows?.length) {
      this.keyboard?.element.remove();
      this.keyboard = null;
    } else {
      this.keyboard ??= new Keyboard((button) => this.actions.press(this.message, button));
      this.keyboard.update(rows);
      if (!this.keyboard.element.isConnected) this.stack.append(this.keyboard.element);
    }
    this.element.classList.toggle("with-keyboard", Boolean(this.keyboard));
  }
}
