/** Sending: a bubble at once, then the server's message in its place, or a bubble that offers to try again. */

import { api } from "./api.js";
import { toastError } from "./toast.js";

/** Telegram takes at most this many photos, or files, in one album. */
export const ALBUM_MOST = 10;
/** A text longer than this goes out in parts, as Telegram's own clients do it. */
const LONGEST_TEXT = 4096;
const RELEASE_MS = 30_000;
const GROUPED = ["photo", "video", "document"];

let serial = 0;

function pending(fields) {
  serial += 1;
  return {
    message_id: `pending-${serial}`,
    local_key: `pending-${serial}`,
    local_status: "sending",
    date: Math.floor(Date.now() / 1000),
    from_bot: false,
    ...fields,
  };
}

async function sizeOfPicture(url) {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { local_width: image.naturalWidth, local_height: image.naturalHeight };
  } catch {
    return null;
  }
}

export class Outbox {
  constructor(store) {
    this.store = store;
    this.sends = new WeakMap();
  }

  async sendText(chatId, text, replyTo) {
    for (let start = 0; start < text.length; start += LONGEST_TEXT) {
      const sent = await this.#sendPart(
        chatId,
        text.slice(start, start + LONGEST_TEXT),
        start === 0 ? replyTo : null,
      );
      if (!sent) return;
    }
  }

  #sendPart(chatId, text, replyTo) {
    const waiting = [pending({ text, reply_to_message: replyTo ?? undefined })];
    this.store.addPending(chatId, waiting);
    return this.#send(chatId, waiting, () => api.sendText(chatId, text, replyTo?.message_id));
  }

  /**
   * Send files: photos, videos and documents in albums of at most ten, the rest one after the other.
   * @param {"photo"|"document"|"sticker"|"video"|"animation"} as
   */
  async sendFiles(chatId, files, as, caption, replyTo) {
    const size = GROUPED.includes(as) ? ALBUM_MOST : 1;
    for (let start = 0; start < files.length; start += size) {
      const part = files.slice(start, start + size);
      const words = start === 0 ? caption : "";
      const waiting = await this.#preview(part, as, words, start === 0 ? replyTo : null);
      this.store.addPending(chatId, waiting);
      const replyId = start === 0 ? replyTo?.message_id : undefined;
      const sent = await this.#send(chatId, waiting, () => api.sendFiles(chatId, part, as, words, replyId));
      if (!sent) return;
    }
  }

  retry(chatId, message) {
    const send = this.sends.get(message);
    if (!send) return;
    const { waiting, request } = send;
    for (const each of waiting) each.local_status = "sending";
    this.store.changed(chatId);
    this.#send(chatId, waiting, request);
  }

  /** Forget a message that could not be sent, with the album it belongs to. */
  discard(chatId, message) {
    this.store.discard(chatId, this.sends.get(message)?.waiting ?? [message]);
  }

  async #preview(files, as, caption, replyTo) {
    const group = files.length > 1 ? `album-${serial + 1}` : undefined;
    return Promise.all(
      files.map(async (file, index) => {
        const url = URL.createObjectURL(file);
        const about = { file_name: file.name, file_size: file.size, mime_type: file.type };
        const picture = as === "photo" ? await sizeOfPicture(url) : null;
        return pending({
          local_files: [url],
          local_group: group,
          caption: index === 0 && caption ? caption : undefined,
          reply_to_message: replyTo ?? undefined,
          // What the browser cannot draw is shown by its name.
          ...(picture ? { photo: [], ...picture } : as === "photo" ? { document: about } : { [as]: about }),
        });
      }),
    );
  }

  async #send(chatId, waiting, request) {
    try {
      const sent = await request();
      this.store.settle(chatId, waiting, sent);
      // The bubbles fade from the local pictures to the server's before these go.
      setTimeout(() => waiting.forEach((each) => each.local_files?.forEach(URL.revokeObjectURL)), RELEASE_MS);
      return true;
    } catch (error) {
      for (const message of waiting) this.sends.set(message, { waiting, request });
      this.store.fail(chatId, waiting, error.message);
      toastError("Not sent", error);
      return false;
    }
  }
}
