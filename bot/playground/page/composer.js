/** Where a person writes: text, a reply, commands, inline queries; and the buttons that attach files. */

import { h } from "./dom.js";
import { describe } from "./format.js";
import { icon } from "./icons.js";
import { InlineMode } from "./inline.js";
import { pictureOf } from "./media.js";
import { openMenu } from "./menu.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  /**
   * @param {Store} store
   * @param {Element} foot
   * @param {{sendText, attach, edit, unblock, start, showNewest}} actions sendText(text, replyTo), attach(files, as),
   *   edit(message, text), start(parameter)
   */
  constructor(store, foot, actions) {
    Object.assign(this, { store, foot, actions });
    this.drafts = new Map();
    this.replyTo = null;
    this.editing = null;
    this.#build();
    this.suggestions = new Suggestions(this.input);
    this.inline = new InlineMode(store, this.suggestions, {
      chat: () => this.store.current,
      chosen: () => {
        this.fill("");
        this.actions.showNewest();
      },
      start: (parameter) => {
        this.fill("");
        this.actions.start(parameter);
      },
    });
    foot.append(this.suggestions.element, this.replyBar, this.form, this.blockedBar);
    store.addEventListener("chats", () => this.#showBlocked());
    store.addEventListener("commands", () => {
      const isMenu = this.suggestions.isOpen && this.inline.queryOf(this.input.value) === null;
      if (isMenu) this.#offerCommands(this.input.value.slice(1));
    });
  }

  /** Move to another chat; what was being written in the last one waits there. */
  open(chatId) {
    if (this.chatId !== undefined && !this.editing) this.drafts.set(this.chatId, this.input.value);
    this.chatId = chatId;
    this.reply(null);
    this.inline.stop();
    this.fill(this.drafts.get(chatId) ?? "");
    this.#showBlocked();
  }

  focus() {
    // On a touch screen this would raise the keyboard over the chat that was just opened.
    if (window.matchMedia("(hover: hover)").matches) this.input.focus({ preventScroll: true });
  }

  /** Put text into the composer, as a button of the bot may ask for. */
  fill(text) {
    this.input.value = text;
    this.#changed();
  }

  /** Write to this message in reply; null ends it. */
  reply(message) {
    if (this.editing) this.fill("");
    this.editing = null;
    this.replyTo = message;
    this.#showAbove(message, message && `Reply to ${this.#authorOf(message)}`);
  }

  /** Change the words of a message of one's own. */
  edit(message) {
    this.reply(null);
    this.editing = message;
    this.#showAbove(message, "Edit message");
    this.fill(message.text ?? message.caption ?? "");
  }

  #authorOf(message) {
    if (message.from_bot) return this.store.bot.first_name;
    return this.store.isOwn(this.store.current, message) ? "yourself" : message.from.first_name;
  }

  /** The bar over the composer that tells which message the words belong to; none for null. */
  #showAbove(message, title) {
    this.replyBar.hidden = !message;
    if (!message) return;
    this.replyIcon.replaceChildren(icon(this.editing ? "compose" : "reply"));
    const { kind, words } = describe(message);
    const thumbnail = message.photo?.length ? (pictureOf(message).preview ?? pictureOf(message).url) : null;
    this.replyWords.replaceChildren(
      ...(thumbnail ? [h("img", { src: thumbnail, alt: "" })] : []),
      h(
        "span",
        { class: "quote-words" },
        h("b", {}, title),
        h("span", {}, [kind, words].filter(Boolean).join(", ")),
      ),
    );
    this.input.focus({ preventScroll: true });
  }

  /** The message being replied to, which the sending takes with it. */
  takeReply() {
    const message = this.replyTo;
    this.reply(null);
    return message;
  }

  #build() {
    const file = (testid, label, as, accept) =>
      h("input", {
        type: "file",
        multiple: true,
        accept,
        class: "hidden-input",
        tabindex: "-1",
        "data-testid": testid,
        "aria-label": label,
        onchange: (event) => {
          const files = [...event.target.files];
          event.target.value = "";
          if (files.length) this.actions.attach(files, as);
        },
      });
    this.photoInput = file("file-input-photo", "Send photos", "photo", "image/*,.heic,.heif,.avif");
    this.fileInput = file("file-input-file", "Send files", "document", null);
    this.input = h("textarea", {
      rows: "1",
      placeholder: "Message",
      "aria-label": "Message",
      "data-testid": "composer",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "suggestions",
      enterkeyhint: "send",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.send = h(
      "button",
      {
        class: "send",
        type: "submit",
        "aria-label": "Send",
        title: "Send",
        "data-testid": "send",
        disabled: true,
      },
      icon("send"),
    );
    const attach = h(
      "button",
      {
        class: "round",
        type: "button",
        "aria-label": "Attach",
        title: "Attach",
        "aria-haspopup": "menu",
        "data-testid": "attach",
        onclick: () =>
          openMenu(
            [
              { icon: "photo", label: "Photo", run: () => this.photoInput.click(), testid: "attach-photo" },
              { icon: "file", label: "File", run: () => this.fileInput.click(), testid: "attach-file" },
            ],
            attach,
          ),
      },
      icon("attach"),
    );
    const commands = h(
      "button",
      {
        class: "round commands",
        type: "button",
        "aria-label": "Commands of the bot",
        title: "Commands",
        "data-testid": "commands",
        onclick: () => {
          const wasOpen = this.suggestions.isOpen;
          this.input.focus({ preventScroll: true });
          if (wasOpen) this.suggestions.close();
          else this.#offerCommands("");
        },
      },
      icon("commands"),
    );
    this.form = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      attach,
      this.photoInput,
      this.fileInput,
      this.input,
      commands,
      this.send,
    );
    this.replyWords = h("div", { class: "reply-words" });
    this.replyIcon = h("span", { class: "reply-icon" });
    this.replyBar = h(
      "div",
      { class: "reply-bar", "data-testid": "reply-bar", hidden: true },
      this.replyIcon,
      this.replyWords,
      h(
        "button",
        { class: "round", type: "button", "aria-label": "Leave it", onclick: () => this.reply(null) },
        icon("close"),
      ),
    );
    this.blockedBar = h(
      "button",
      {
        class: "blocked-bar",
        type: "button",
        hidden: true,
        "data-testid": "unblock-bar",
        onclick: () => this.actions.unblock(),
      },
      "Unblock the bot",
    );
  }

  #showBlocked() {
    const blocked = Boolean(this.store.chats.get(this.store.current)?.blocked);
    this.form.hidden = blocked;
    this.blockedBar.hidden = !blocked;
    if (blocked) this.suggestions.close();
  }

  #changed() {
    const { input } = this;
    const mayBeEmpty = this.editing && this.editing.text === undefined;
    this.send.disabled = !input.value.trim() && !mayBeEmpty;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const query = this.inline.queryOf(input.value);
    if (query !== null) {
      this.inline.ask(query);
      return;
    }
    this.inline.stop();
    const command = /^\/(\w*)$/.exec(input.value);
    if (command) this.#offerCommands(command[1]);
    else this.suggestions.close();
  }

  #offerCommands(start) {
    const fitting = this.store.commands.filter((each) => each.command.startsWith(start.toLowerCase()));
    if (!fitting.length) {
      if (start) this.suggestions.close();
      else this.suggestions.say("The bot has no commands yet.");
      return;
    }
    this.suggestions.commands(fitting, ({ command }, isFilling) => {
      if (isFilling) {
        this.fill(`/${command} `);
        return;
      }
      this.fill("");
      this.actions.sendText(`/${command}`, this.takeReply());
    });
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.suggestions.takeKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && (this.replyTo || this.editing)) {
      event.stopPropagation();
      this.reply(null);
    }
  }

  #submit() {
    const text = this.input.value.trim();
    const { editing } = this;
    if (editing) {
      // A caption may be taken away, a text may not.
      if (!text && editing.text !== undefined) return;
      this.reply(null);
      if (text !== (editing.text ?? editing.caption ?? "")) this.actions.edit(editing, text);
      return;
    }
    // An inline query is never sent as words, as in Telegram.
    if (!text || this.inline.queryOf(this.input.value) !== null) return;
    this.fill("");
    this.actions.sendText(text, this.takeReply());
    this.input.focus({ preventScroll: true });
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    // Office programs put a picture of the text beside the text; the text is what was meant.
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    this.actions.attach(files, "photo");
  }
}
