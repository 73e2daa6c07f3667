/** What a chat is called and the picture beside it. */

import { h } from "./dom.js";
import { initialsOf } from "./format.js";

const HUES = [12, 32, 150, 185, 212, 262, 330];
/** The title of the chat that the playground makes by itself. */
const DEFAULT_TITLE = "Sam";

/** A private chat is with the bot, so it bears the bot's name; whose chat it is stands beside it. */
export function nameOf(chat, bot) {
  if (chat.type !== "private") return { name: chat.title, person: null };
  return { name: bot.first_name, person: chat.title === DEFAULT_TITLE ? null : chat.title };
}

export function avatar(chat) {
  if (chat.type === "private" && chat.title === DEFAULT_TITLE) {
    return h("img", { class: "avatar", src: "/page/easel.svg", alt: "" });
  }
  const hue = HUES[Math.abs(chat.id) % HUES.length];
  return h(
    "span",
    { class: "avatar", "aria-hidden": "true", style: `--hue: ${hue}` },
    initialsOf(chat.title),
  );
}
