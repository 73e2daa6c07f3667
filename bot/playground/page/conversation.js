/** The log of one chat: its bubbles in order under the days, and where it is scrolled to. */

import { Bubble } from "./bubble.js";
import { arrange, h } from "./dom.js";
import { dayOf } from "./format.js";
import { icon } from "./icons.js";
import { ServiceLine, serviceWords } from "./service.js";

/** Within this many seconds messages of one sender stand close together, with one tail. */
const TOGETHER_S = 300;
const AT_BOTTOM_PX = 48;
const PAGE = 80;
/** The day that floats over the log while it is scrolled hides again after this long. */
const FLOATING_MS = 1200;

/** Messages as blocks: each one message, or the photos of one album. */
function blocksOf(messages, isOwn) {
  const blocks = [];
  for (const message of messages) {
    const group = message.local_group ?? message.media_group_id;
    const isPicture = Boolean(message.photo);
    const last = blocks.at(-1);
    if (group && isPicture && last?.group === group) {
      last.messages.push(message);
      continue;
    }
    blocks.push({
      key: message.local_key ?? `${message.message_id}`,
      group: isPicture ? group : undefined,
      messages: [message],
      own: isOwn(message),
      author: message.from?.id ?? null,
      isService: serviceWords(message) !== null,
      date: message.date,
      day: dayOf(message.date),
    });
  }
  return blocks;
}

export class Conversation {
  /**
   * @param {Store} store
   * @param {Object} elements log, toBottom
   * @param {Object} actions see Bubble; also start(), which the empty state offers
   */
  constructor(store, { log, toBottom }, actions) {
    Object.assign(this, { store, log, toBottom, actions });
    this.days = new Map();
    this.bubbles = new Map();
    this.inner = h("div", { class: "log-inner" });
    this.empty = this.#emptyState();
    this.log.replaceChildren(this.inner);
    this.atBottom = true;
    this.missed = 0;
    this.toBottom.append(icon("down"), h("span", { class: "count", hidden: true }));
    this.toBottom.addEventListener("click", () => this.scrollToBottom(true));
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#settle());
    observer.observe(this.inner);
    observer.observe(this.log);
    store.addEventListener("conversation", ({ detail }) => detail === this.chatId && this.#later());
  }

  /** Show another chat, from its newest message. */
  open(chatId) {
    this.chatId = chatId;
    this.bubbles.clear();
    this.days.clear();
    this.inner.replaceChildren();
    this.count = PAGE;
    this.fresh = false;
    this.atBottom = true;
    this.newest = null;
    this.#missed(0);
    this.render();
  }

  /** Several changes in one turn of the event loop are drawn once. */
  #later() {
    if (this.queued) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      this.render();
    });
  }

  render() {
    if (this.chatId === undefined || this.chatId === null) return;
    const { loaded, answeredUpTo } = this.store.conversation(this.chatId);
    const all = this.store.messages(this.chatId);
    const isGroup = this.store.chats.get(this.chatId)?.type !== "private";
    this.#keepTop(all.length);
    const blocks = blocksOf(all.slice(-this.count), (message) => this.store.isOwn(this.chatId, message));
    this.hasMore = all.length > this.count;

    const kept = new Map();
    const rowsOfDay = new Map();
    blocks.forEach((block, index) => {
      const bubble = this.bubbles.get(block.key) ?? (block.isService ? new ServiceLine() : this.#newBubble());
      kept.set(block.key, bubble);
      bubble.update(block.messages, {
        own: block.own,
        first: !this.#together(blocks[index - 1], block),
        last: !this.#together(block, blocks[index + 1]),
        sender: isGroup ? block.messages[0].from?.first_name : null,
        seenUpTo: answeredUpTo,
      });
      if (!rowsOfDay.has(block.day)) rowsOfDay.set(block.day, []);
      rowsOfDay.get(block.day).push(bubble.element);
    });
    this.bubbles = kept;

    const sections = [...rowsOfDay].map(([day, rows]) => {
      if (!this.days.has(day))
        this.days.set(
          day,
          h("section", { class: "day", "aria-label": day }, h("div", { class: "date" }, h("span", {}, day))),
        );
      const section = this.days.get(day);
      arrange(section, [section.firstElementChild, ...rows]);
      return section;
    });
    arrange(this.inner, loaded && blocks.length === 0 ? [this.empty] : sections);
    this.#noteNewest(all.at(-1));
    if (loaded) this.fresh = true;
    this.#settle();
  }

  /** New messages push none off the top while a person reads there; back at the bottom the log is shortened. */
  #keepTop(total) {
    if (this.fresh) this.count += Math.max(0, total - this.total);
    if (this.atBottom && this.count > 2 * PAGE) this.count = PAGE;
    this.total = total;
  }

  #newBubble() {
    const bubble = new Bubble(this.actions);
    if (this.fresh) bubble.element.classList.add("arriving");
    return bubble;
  }

  #together(before, after) {
    return (
      Boolean(before && after) &&
      before.own === after.own &&
      (before.own || before.author === after.author) &&
      !before.isService &&
      !after.isService &&
      before.day === after.day &&
      after.date - before.date < TOGETHER_S &&
      !before.messages.at(-1).reply_markup
    );
  }

  #noteNewest(message) {
    const key = message?.local_key ?? message?.message_id ?? null;
    if (key === this.newest) return;
    const isOwn = message && !message.from_bot;
    if (this.fresh && isOwn && message.local_status === "sending") this.atBottom = true;
    else if (this.fresh && message && !this.atBottom) this.#missed(this.missed + 1);
    this.newest = key;
  }

  #missed(count) {
    this.missed = count;
    const badge = this.toBottom.lastElementChild;
    badge.hidden = count === 0;
    badge.textContent = count;
  }

  #scrolled() {
    const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    this.atBottom = below < AT_BOTTOM_PX;
    this.toBottom.hidden = below < 240;
    if (this.atBottom) this.#missed(0);
    this.#floatDays();
    if (this.log.scrollTop < 300 && this.hasMore) this.#showEarlier();
  }

  /** The day of the topmost messages floats over them, where it would lie on buttons: only while scrolling back. */
  #floatDays() {
    const top = this.log.getBoundingClientRect().top;
    for (const section of this.days.values()) {
      section.firstElementChild.classList.toggle("floating", section.getBoundingClientRect().top < top - 4);
    }
    clearTimeout(this.floatingTimer);
    this.log.classList.toggle("scrolling", !this.atBottom);
    this.floatingTimer = setTimeout(() => this.log.classList.remove("scrolling"), FLOATING_MS);
  }

  #showEarlier() {
    const below = this.log.scrollHeight - this.log.scrollTop;
    this.count += PAGE;
    const { fresh } = this;
    this.fresh = false;
    this.render();
    this.fresh = fresh;
    this.log.scrollTop = this.log.scrollHeight - below;
  }

  /** After anything changed its height: stay at the bottom if that is where the person was. */
  #settle() {
    if (this.atBottom) this.log.scrollTop = this.log.scrollHeight;
  }

  scrollToBottom(smooth) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  /** Scroll to a message and let it light up. False where it is not there. */
  jump(messageId) {
    const all = this.store.messages(this.chatId);
    const index = all.findIndex((message) => message.message_id === messageId);
    if (index < 0) return false;
    if (all.length - index > this.count) {
      this.count = all.length - index + 10;
      this.render();
    }
    const target = this.inner
      .querySelector(`[data-message-id="${CSS.escape(String(messageId))}"]`)
      ?.closest(".row");
    if (!target) return false;
    this.atBottom = false;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("found");
    target.getBoundingClientRect();
    target.classList.add("found");
    return true;
  }

  /** Every photo of the chat, oldest first, for the lightbox to page through. */
  photos() {
    return this.store.messages(this.chatId).filter((message) => message.photo?.length);
  }

  #emptyState() {
    return h(
      "div",
      { class: "empty", "data-testid": "empty" },
      h("img", { src: "/page/easel.svg", alt: "", width: "88", height: "88" }),
      h("h2", {}, "Send a photo to begin"),
      h("p", {}, "Drag it here, paste it, or pick one with the paperclip. It comes back as a painting."),
      h(
        "button",
        { class: "start", type: "button", "data-testid": "start", onclick: () => this.actions.start() },
        "Start",
      ),
    );
  }
}
