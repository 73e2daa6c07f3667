/** What the page knows: the bot, the chats, their messages, and messages on their way to the server. */

import { api } from "./api.js";

/** Actions fade after this long, as in Telegram, unless the bot repeats them. */
const ACTION_MS = 5000;

function conversation() {
  return {
    messages: new Map(),
    pending: [],
    held: [],
    loads: new Set(),
    loaded: false,
    answeredUpTo: 0,
    action: null,
    timer: null,
  };
}

/** Fires "chats" when the list changes, "commands" with a new menu, "conversation" (detail: chat id) with messages. */
export class Store extends EventTarget {
  constructor() {
    super();
    this.bot = { first_name: "Easel", username: "easel_playground_bot" };
    this.commands = [];
    this.chats = new Map();
    this.conversations = new Map();
    this.current = null;
    this.speakers = new Map();
  }

  /** Who writes in a chat: the person whose chat it is, or in a group the one chosen there. */
  speaker(chatId) {
    const { members = [], user } = this.chats.get(chatId) ?? {};
    return members.find((each) => each.id === this.speakers.get(chatId)) ?? members[0] ?? user;
  }

  speakAs(chatId, userId) {
    this.speakers.set(chatId, userId);
    api.speakAs(chatId, userId);
    this.chatsChanged();
    this.changed(chatId);
  }

  /** Whether a message is that of whoever writes; one that is still on its way is. */
  isOwn(chatId, message) {
    if (message.from_bot) return false;
    return !message.from || message.from.id === this.speaker(chatId)?.id;
  }

  conversation(chatId) {
    if (!this.conversations.has(chatId)) this.conversations.set(chatId, conversation());
    return this.conversations.get(chatId);
  }

  /** Messages of a chat in the order they are shown: the server's by id, then those still on their way. */
  messages(chatId) {
    const { messages, pending } = this.conversation(chatId);
    const sent = [...messages.values()].filter((message) => !message.deleted);
    sent.sort((a, b) => a.message_id - b.message_id);
    return [...sent, ...pending];
  }

  changed(chatId) {
    this.dispatchEvent(new CustomEvent("conversation", { detail: chatId }));
  }

  chatsChanged() {
    this.dispatchEvent(new CustomEvent("chats"));
  }

  async loadChats() {
    const chats = await api.chats();
    this.chats = new Map(chats.map((chat) => [chat.id, chat]));
    const open = this.chats.get(this.current);
    if (open && !document.hidden) open.unread = 0;
    this.chatsChanged();
  }

  /** The bot's menu, in the language of whoever writes in the current chat. */
  async loadCommands() {
    const chat = this.current;
    const commands = await api.commands(this.chats.get(chat)?.user?.language_code ?? "");
    if (chat !== this.current) return;
    this.commands = commands;
    this.dispatchEvent(new CustomEvent("commands"));
  }

  async loadMessages(chatId) {
    const known = this.conversation(chatId);
    // What comes while the list is on its way is newer than the list.
    const newer = new Map();
    known.loads.add(newer);
    let list;
    try {
      list = await api.messages(chatId);
    } finally {
      known.loads.delete(newer);
    }
    const before = known.messages;
    known.messages = new Map();
    known.answeredUpTo = 0;
    known.loaded = true;
    for (const message of list) this.#keep(known, message, before.get(message.message_id));
    for (const [messageId, message] of newer) {
      if (message) this.#keep(known, message, before.get(messageId));
      else known.messages.delete(messageId);
    }
    this.changed(chatId);
  }

  /** Take in a message that came, or came anew after an edit. */
  receive(chatId, message, isNew) {
    const known = this.conversation(chatId);
    if (!message.from_bot && known.pending.some((each) => each.local_status === "sending")) {
      // Its answer over HTTP is about to put it in the place of the bubble that waits; shown now it would be twice.
      known.held.push(message);
      return;
    }
    const before = known.messages.get(message.message_id);
    this.#keep(known, message, before);
    if (message.from_bot) {
      this.#botWasActive(known);
      if (isNew) this.#setAction(chatId, known, null);
    }
    this.#noteLast(chatId, message, isNew && !before);
    this.changed(chatId);
  }

  remove(chatId, messageId) {
    const known = this.conversation(chatId);
    for (const load of known.loads) load.set(messageId, null);
    if (!known.messages.delete(messageId)) return;
    const chat = this.chats.get(chatId);
    if (chat?.last_message?.message_id === messageId) {
      chat.last_message = this.messages(chatId).at(-1) ?? null;
      this.chatsChanged();
    }
    this.changed(chatId);
  }

  clear(chatId) {
    const known = this.conversation(chatId);
    known.messages.clear();
    known.pending = [];
    const chat = this.chats.get(chatId);
    if (chat) Object.assign(chat, { last_message: null, unread: 0 });
    this.chatsChanged();
    this.changed(chatId);
  }

  /** The bot says that it is busy ("upload_photo"). */
  act(chatId, action) {
    const known = this.conversation(chatId);
    this.#botWasActive(known);
    this.#setAction(chatId, known, action);
    this.changed(chatId);
  }

  /** Show messages before the server has them. */
  addPending(chatId, messages) {
    this.conversation(chatId).pending.push(...messages);
    this.changed(chatId);
  }

  /** The server took them: each waiting bubble becomes the real message, in its place. */
  settle(chatId, waiting, sent) {
    const known = this.conversation(chatId);
    known.pending = known.pending.filter((each) => !waiting.includes(each));
    sent.forEach((message, index) => {
      const local = waiting[index];
      const { local_key, local_group } = local ?? {};
      this.#keep(known, { from_bot: false, ...message, local_key, local_group });
      this.#noteLast(chatId, message, false);
    });
    if (!known.pending.some((each) => each.local_status === "sending")) {
      for (const message of known.held.splice(0))
        this.#keep(known, message, known.messages.get(message.message_id));
    }
    this.changed(chatId);
  }

  fail(chatId, waiting, cause) {
    for (const message of waiting) Object.assign(message, { local_status: "failed", local_cause: cause });
    const known = this.conversation(chatId);
    for (const message of known.held.splice(0)) this.#keep(known, message);
    this.changed(chatId);
  }

  discard(chatId, waiting) {
    const known = this.conversation(chatId);
    known.pending = known.pending.filter((each) => !waiting.includes(each));
    this.changed(chatId);
  }

  #keep(known, message, before) {
    if (before) {
      for (const key of ["local_key", "local_group"]) message[key] ??= before[key];
    }
    known.messages.set(message.message_id, message);
    for (const load of known.loads) load.set(message.message_id, message);
    if (message.from_bot) {
      known.answeredUpTo = Math.max(known.answeredUpTo, message.message_id);
    }
  }

  #botWasActive(known) {
    known.answeredUpTo = Math.max(known.answeredUpTo, ...known.messages.keys());
  }

  #setAction(chatId, known, action) {
    clearTimeout(known.timer);
    const before = known.action;
    known.action = action;
    if (action) {
      known.timer = setTimeout(() => {
        known.action = null;
        this.changed(chatId);
        this.chatsChanged();
      }, ACTION_MS);
    }
    if (before !== action) this.chatsChanged();
  }

  #noteLast(chatId, message, isNew) {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    if ((chat.last_message?.message_id ?? 0) <= message.message_id) chat.last_message = message;
    if (isNew && message.from_bot && (chatId !== this.current || document.hidden))
      chat.unread = (chat.unread ?? 0) + 1;
    this.chatsChanged();
  }
}
