/** The chat page: wires the parts together. */

import { api, EventStream } from "./api.js";
import { nameOf } from "./avatar.js";
import { ChatList } from "./chats.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { alertDialog, confirmDialog, newChatDialog, pickDialog } from "./dialogs.js";
import { installDrop } from "./drop.js";
import { installGestures } from "./gestures.js";
import { Header } from "./header.js";
import { icon } from "./icons.js";
import { openLightbox } from "./lightbox.js";
import { isBotLink, messageMenu, press } from "./interactions.js";
import { Outbox } from "./outbox.js";
import { openSheet } from "./sheet.js";
import { Store } from "./store.js";
import { installTheme } from "./theme.js";
import { toastError } from "./toast.js";

/** A break shorter than this is not worth a bar. */
const UNNOTICED_MS = 500;

const byId = (id) => document.getElementById(id);
const app = byId("app");
const store = new Store();
const outbox = new Outbox(store);

const sendText = (text, replyTo) => outbox.sendText(store.current, text, replyTo);
const start = (parameter) => sendText(parameter ? `/start ${parameter}` : "/start");

async function attach(files, as) {
  const chatId = store.current;
  const choice = await openSheet(files, as);
  if (!choice) return;
  const replyTo = composer.takeReply();
  outbox.sendFiles(chatId, choice.files, choice.as, choice.caption, replyTo);
  composer.focus();
}

async function setBlocked(chat, blocked) {
  try {
    await api.block(chat.id, blocked);
    chat.blocked = blocked;
    store.chatsChanged();
  } catch (error) {
    toastError(blocked ? "Not blocked" : "Not unblocked", error);
  }
}

async function clear(chat) {
  if (!(await confirmDialog("Clear history?", "All messages of this chat will be deleted.", "Clear"))) return;
  try {
    await api.clear(chat.id);
    store.clear(chat.id);
  } catch (error) {
    toastError("Not cleared", error);
  }
}

const isEditable = (message) =>
  store.isOwn(store.current, message) && !message.via_bot && !message.forward_origin && !message.sticker;

async function edit(message, text) {
  try {
    await api.edit(store.current, message.message_id, text);
  } catch (error) {
    toastError("Not changed", error);
  }
}

/** Let a person pick a chat; null if they do not. */
function pickChat(title) {
  const chats = [...store.chats.values()];
  return pickDialog(
    title,
    chats.map((chat) => [chat.id, Object.values(nameOf(chat, store.bot)).filter(Boolean).join(", ")]),
  );
}

/** Forward a message, with the album that it belongs to. */
async function forward(message) {
  const from = store.current;
  const isTogether = (each) => each === message || each.media_group_id === message.media_group_id;
  const album = message.media_group_id ? store.messages(from).filter(isTogether) : [message];
  const chatId = await pickChat("Forward to");
  if (chatId === null) return;
  try {
    await api.forward(
      chatId,
      from,
      album.map((each) => each.message_id),
    );
    show(chatId);
  } catch (error) {
    toastError("Not forwarded", error);
  }
}

/** Follow a link to the bot: to the private chat, where its parameter is sent. */
async function follow(link) {
  const private_ = store.speaker(store.current).id;
  try {
    if (new URL(link).searchParams.has("start")) await api.open(store.current, link);
    show(private_);
  } catch (error) {
    toastError("Not opened", error);
  }
}

function fill(text) {
  composer.fill(text);
  composer.input.focus({ preventScroll: true });
}

/** Begin an inline query in a chat of the person's choice. */
async function share(query) {
  const chatId = await pickChat("Send to");
  if (chatId === null) return;
  show(chatId);
  fill(query);
}

const onMessage = {
  start,
  open: (message) => openLightbox(conversation.photos(), message),
  reply: (message) => !message.local_status && composer.reply(message),
  retry: (message) => outbox.retry(store.current, message),
  jump: (messageId) => conversation.jump(messageId),
  menu: (message, point, anchor) =>
    messageMenu(message, point ?? anchor, {
      reply: onMessage.reply,
      forward,
      edit: isEditable(message) ? (own) => composer.edit(own) : null,
      retry: onMessage.retry,
      discard: (failed) => outbox.discard(store.current, failed),
    }),
  press: (message, button) =>
    press(store, message, button, { follow, alert: alertDialog, share, fill: (text) => fill(text) }),
};

const conversation = new Conversation(store, { log: byId("log"), toBottom: byId("to-bottom") }, onMessage);
const composer = new Composer(store, byId("foot"), {
  sendText,
  attach,
  edit,
  start: (parameter) => follow(`https://t.me/${store.bot.username}?start=${parameter}`),
  showNewest: () => conversation.scrollToBottom(),
  unblock: () => setBlocked(store.chats.get(store.current), false),
});
const header = new Header(store, byId("header"), { back: () => show(null), clear, block: setBlocked });
const list = new ChatList(store, byId("chats"), (chatId) => show(chatId));

/** Go to a chat, or with null to the list (which is a screen of its own on a phone). */
function show(chatId) {
  const hash = chatId === null ? "" : `#${chatId}`;
  if (location.hash !== hash) history.pushState(null, "", hash || location.pathname);
  openFromAddress();
}

function openFromAddress() {
  const chatId = Number(location.hash.slice(1));
  const chat = store.chats.get(chatId);
  app.dataset.screen = chat ? "chat" : "list";
  if (!chat || chat.id === store.current) {
    if (chat) composer.focus();
    return;
  }
  store.current = chat.id;
  chat.unread = 0;
  composer.open(chat.id);
  conversation.open(chat.id);
  list.render();
  header.render();
  composer.focus();
  reload(() => store.loadMessages(chat.id));
  reload(() => store.loadCommands());
}

async function reload(load) {
  try {
    await load();
    return true;
  } catch (error) {
    if (!bar.isDown) toastError("Not loaded", error);
    return false;
  }
}

/** The slim bar that tells of a lost connection. */
const bar = {
  isDown: false,
  set(isOpen) {
    clearTimeout(this.timer);
    this.isDown = !isOpen;
    if (isOpen) byId("connection").hidden = true;
    else this.timer = setTimeout(() => (byId("connection").hidden = false), UNNOTICED_MS);
  },
};

/** After each (re)connection everything is read anew: what happened meanwhile may no longer be in the stream. */
async function refresh() {
  reload(async () => {
    store.bot = await api.bot();
    store.chatsChanged();
  });
  if (!(await reload(() => store.loadChats()))) return;
  if (store.chats.has(store.current)) {
    reload(() => store.loadMessages(store.current));
    reload(() => store.loadCommands());
  } else store.current = null;
  openFromAddress();
  if (store.current === null) openLikeliest();
}

/** On a wide screen a chat is always open; on a phone the list is, unless there is only one chat to choose. */
function openLikeliest() {
  const chats = [...store.chats.values()].sort(
    (a, b) => (b.last_message?.date ?? 0) - (a.last_message?.date ?? 0),
  );
  const isWide = window.matchMedia("(min-width: 720px)").matches;
  if (!chats.length || (!isWide && chats.length > 1)) return;
  history.replaceState(null, "", `#${chats[0].id}`);
  openFromAddress();
}

/** Reading messages is what tells the server that they were seen. */
function markRead(chatId, messageId) {
  clearTimeout(markRead.timer);
  markRead.timer = setTimeout(() => api.messages(chatId, messageId).catch(() => {}), 300);
}

let chatsTimer;
/** The supergroup that the open group has become, until the page has gone there. */
let movedTo = null;
const onEvent = {
  message: ({ chat_id, message }) => {
    store.receive(chat_id, message, true);
    if (chat_id === store.current && message.from_bot && !document.hidden)
      markRead(chat_id, message.message_id);
  },
  edit: ({ chat_id, message }) => store.receive(chat_id, message, false),
  delete: ({ chat_id, message_id }) => store.remove(chat_id, message_id),
  action: ({ chat_id, action }) => store.act(chat_id, action),
  callback: () => {},
  chats: ({ chat_id, cleared, chat }) => {
    if (cleared) store.clear(chat_id);
    if (chat_id === store.current && chat.migrated_to) movedTo = chat.migrated_to;
    clearTimeout(chatsTimer);
    chatsTimer = setTimeout(async () => {
      await reload(() => store.loadChats());
      if (movedTo !== null) show(movedTo);
      movedTo = null;
    }, 50);
  },
};

async function newChat() {
  const wanted = await newChatDialog();
  if (!wanted) return;
  try {
    const chat = await api.newChat(wanted);
    await store.loadChats();
    show(chat.id);
  } catch (error) {
    toastError("No new chat", error);
  }
}

byId("new-chat").append(icon("compose"));
byId("new-chat").addEventListener("click", newChat);
installTheme(byId("theme"));
installDrop(byId("chat"), byId("drop"), attach, () => {
  const chat = store.chats.get(store.current);
  return Boolean(chat && !chat.blocked && !document.querySelector("dialog[open]"));
});
installGestures(byId("log"), onMessage);
byId("log").addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]");
  if (command) sendText(command.dataset.command.split("@")[0]);
  const link = event.target.closest("a[target=_blank]");
  if (link && isBotLink(link.href, store.bot)) {
    event.preventDefault();
    follow(link.href);
  }
});
document.addEventListener("keydown", (event) => {
  // Typing anywhere writes into the composer, as in a desktop chat.
  const isTyping =
    event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
  if (isTyping && event.target === document.body) composer.focus();
});
window.addEventListener("popstate", openFromAddress);
document.addEventListener("visibilitychange", () => {
  const chat = store.chats.get(store.current);
  if (document.hidden || !chat?.unread) return;
  chat.unread = 0;
  store.chatsChanged();
  markRead(chat.id, chat.last_message?.message_id);
});
store.addEventListener("chats", () => {
  const unread = [...store.chats.values()].reduce((sum, chat) => sum + (chat.unread ?? 0), 0);
  document.title = unread ? `(${unread}) Easel playground` : "Easel playground";
});
bar.set(false);
new EventStream(
  (type, data) => onEvent[type](data),
  (isOpen) => {
    bar.set(isOpen);
    if (isOpen) refresh();
  },
);
