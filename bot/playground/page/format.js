/** Times, sizes and one-line descriptions. */

import { serviceWords } from "./service.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const shortDate = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "2-digit", year: "2-digit" });
const dayOfYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });
const DAY_MS = 86_400_000;

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysAgo = (date) => Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
const asDate = (seconds) => new Date(seconds * 1000);

/** Hours and minutes of a Unix time in seconds. */
export const timeOf = (seconds) => clock.format(asDate(seconds));

/** The full local date and time, for a tooltip. */
export const fullTimeOf = (seconds) => asDate(seconds).toLocaleString();

/** "Today", "Yesterday", "4 May" or "4 May 2024". */
export function dayOf(seconds) {
  const date = asDate(seconds);
  const ago = daysAgo(date);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return (date.getFullYear() === new Date().getFullYear() ? dayOfYear : dayWithYear).format(date);
}

/** As short as the list of chats needs: a time today, a weekday this week, else a date. */
export function briefTimeOf(seconds) {
  const date = asDate(seconds);
  const ago = daysAgo(date);
  if (ago <= 0) return clock.format(date);
  return (ago < 7 ? weekday : shortDate).format(date);
}

/** A size in bytes as people read it. */
export function sizeOf(bytes) {
  if (bytes === undefined || bytes === null) return "";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const KINDS = {
  photo: "Photo",
  sticker: "Sticker",
  animation: "GIF",
  video: "Video",
  video_note: "Video message",
  voice: "Voice message",
  audio: "Audio",
  document: "File",
  location: "Location",
  contact: "Contact",
  poll: "Poll",
};

/** Which kind of content a message carries: a key of KINDS, "text", or "other". */
export function kindOf(message) {
  // An animation also carries a `document` for old clients, so the order of KINDS matters.
  for (const kind of Object.keys(KINDS)) if (message[kind]) return kind;
  return message.text === undefined ? "other" : "text";
}

/** One line that says what a message is: its kind (null for text) and its words. */
export function describe(message) {
  const service = serviceWords(message);
  if (service) return { kind: null, words: service };
  const kind = kindOf(message);
  if (kind === "text") return { kind: null, words: message.text };
  const label = KINDS[kind] ?? "Message";
  if (kind === "document")
    return {
      kind: message.caption ? label : null,
      words: message.caption ?? message.document.file_name ?? label,
    };
  if (kind === "sticker") return { kind: `${message.sticker.emoji ?? ""} ${label}`.trim(), words: "" };
  return { kind: label, words: message.caption ?? "" };
}

const ACTIONS = {
  typing: "typing",
  upload_photo: "sending photo",
  record_video: "recording video",
  upload_video: "sending video",
  record_voice: "recording voice",
  upload_voice: "sending voice",
  upload_document: "sending file",
  choose_sticker: "choosing a sticker",
  find_location: "finding a location",
};

/** A chat action as the header says it, without its dots. */
export const actionOf = (action) => ACTIONS[action] ?? "busy";

/** One or two letters for an avatar. */
export function initialsOf(title) {
  const words = title.trim().split(/\s+/).filter(Boolean);
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0].toUpperCase())
      .join("") || "?"
  );
}
