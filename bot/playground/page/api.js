/** The playground's HTTP interface, and its stream of events. */

/** A request that did not succeed; the message names the cause in words for a person. */
export class ApiError extends Error {
  /** @param {number} status the HTTP status, 0 where no answer came */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function causeOf(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    const cause = body.description ?? body.error ?? body.message;
    if (cause) return cause;
  } catch {
    if (text && text.length < 200 && !text.startsWith("<")) return text.replace(/^\d{3}: /, "");
  }
  return `${response.status} ${response.statusText}`.trim();
}

async function request(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/api${path}`, options);
  } catch {
    throw new ApiError(0, "The playground cannot be reached. Is it still running?");
  }
  if (!response.ok) throw new ApiError(response.status, await causeOf(response));
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

const messagesOf = (chat) => `/chats/${chat}/messages`;

/** Who acts in a group of several people; where nobody is named, the server takes the first of them. */
const speakers = new Map();
const by = (chat) => (speakers.has(chat) ? `?person=${speakers.get(chat)}` : "");

export const api = {
  bot: () => request("GET", "/bot"),
  commands: (language) => request("GET", `/commands?language_code=${encodeURIComponent(language)}`),
  chats: () => request("GET", "/chats"),
  newChat: (chat) => request("POST", "/chats", chat),
  speakAs: (chat, person) => speakers.set(chat, person),
  join: (chat, person, by) => request("POST", `/chats/${chat}/members`, { user_id: person, by }),
  setBot: (chat, status) => request("POST", `/chats/${chat}/bot${by(chat)}`, { status }),
  migrate: (chat) => request("POST", `/chats/${chat}/migrate${by(chat)}`),
  block: (chat, blocked) => request("POST", `/chats/${chat}/block`, { blocked }),
  clear: (chat) => request("DELETE", messagesOf(chat)),
  messages: (chat, after = 0) =>
    request("GET", after ? `${messagesOf(chat)}?after=${after}` : messagesOf(chat)),
  sendText: (chat, text, replyTo) =>
    request("POST", messagesOf(chat) + by(chat), { text, ...(replyTo ? { reply_to_message_id: replyTo } : {}) }),
  sendFiles(chat, files, as, caption, replyTo) {
    const form = new FormData();
    form.append("as", as);
    if (caption) form.append("caption", caption);
    if (replyTo) form.append("reply_to_message_id", String(replyTo));
    for (const file of files) form.append("file", file, file.name || "picture.png");
    return request("POST", messagesOf(chat) + by(chat), form);
  },
  edit: (chat, message, text) => request("PATCH", `${messagesOf(chat)}/${message}${by(chat)}`, { text }),
  forward: (chat, from, messages) =>
    request("POST", `/chats/${chat}/forward${by(chat)}`, { from_chat_id: from, message_ids: messages }),
  open: (chat, link) => request("POST", `/chats/${chat}/open${by(chat)}`, { link }),
  press: (chat, message, data) =>
    request("POST", `${messagesOf(chat)}/${message}/press${by(chat)}`, { data }),
  inline: (chat, query, offset) => request("POST", `/chats/${chat}/inline${by(chat)}`, { query, offset }),
  choose: (chat, result) => request("POST", `/chats/${chat}/inline/choose${by(chat)}`, { result }),
  fileUrl: (fileId) => `/api/files/${encodeURIComponent(fileId)}`,
};

const EVENTS = ["message", "edit", "delete", "action", "callback", "chats"];
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;

/**
 * Server-sent events that come back after a break.
 *
 * The browser's own reconnection gives up for good on an HTTP error and tells nothing of its progress, so each
 * break is answered with a stream of our own, with waits that double. A new stream starts at what happens now;
 * whoever listens reads everything anew when it opens, which also holds if the server has begun afresh.
 */
export class EventStream {
  /**
   * @param {(type: string, data: Object) => void} onEvent
   * @param {(open: boolean) => void} onState
   */
  constructor(onEvent, onState) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.wait = FIRST_WAIT_MS;
    this.connect();
    window.addEventListener("online", () => this.retryNow());
  }

  connect() {
    this.source = new EventSource("/api/events");
    this.source.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.onState(true);
    };
    this.source.onerror = () => {
      this.source.close();
      this.onState(false);
      this.timer = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    };
    for (const type of EVENTS) {
      this.source.addEventListener(type, (event) => this.onEvent(type, JSON.parse(event.data)));
    }
  }

  retryNow() {
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.connect();
  }
}
