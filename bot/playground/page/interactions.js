/** What the buttons and the menu of a message do. */

import { api } from "./api.js";
import { kindOf } from "./format.js";
import { downloadOf } from "./media.js";
import { openMenu } from "./menu.js";
import { toast, toastError } from "./toast.js";

/** Copy to the clipboard, and say so. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not let this page use the clipboard.", "error");
  }
}

/** Whether a link opens the bot, as https://t.me/NAME does. */
export function isBotLink(url, bot) {
  const link = new URL(url, location.href);
  const name = link.protocol === "tg:" ? link.searchParams.get("domain") : link.pathname.slice(1);
  return (link.hostname === "t.me" || link.protocol === "tg:") && name === bot.username;
}

function openUrl(url, bot, follow) {
  const link = new URL(url, location.href);
  if (isBotLink(url, bot)) follow(url);
  else if (["http:", "https:"].includes(link.protocol)) window.open(link.href, "_blank", "noopener");
  else toast(`This page does not open ${link.protocol} links.`);
}

async function callBack(store, message, button, { follow, alert }) {
  const chatId = store.current;
  try {
    const answer = await api.press(chatId, message.message_id, button.callback_data);
    if (answer?.url) openUrl(answer.url, store.bot, follow);
    if (answer?.text && answer.show_alert) alert(store.bot.first_name, answer.text);
    else if (answer?.text) toast(answer.text);
    else if (answer && !answer.answered) toast("The bot did not answer this button.");
  } catch (error) {
    toastError("The button did nothing", error);
  }
}

/**
 * Do what an inline button says.
 * @param {Object} button Telegram's InlineKeyboardButton
 * @param {{follow: (link: string) => void, alert: (title: string, text: string) => void,
 *   share: (query: string) => void, fill: (text: string) => void}} actions
 */
export async function press(store, message, button, actions) {
  const url = button.url ?? button.login_url?.url ?? button.web_app?.url;
  const elsewhere = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (button.callback_data !== undefined) await callBack(store, message, button, actions);
  else if (url !== undefined) openUrl(url, store.bot, actions.follow);
  else if (button.switch_inline_query_current_chat !== undefined)
    actions.fill(`@${store.bot.username} ${button.switch_inline_query_current_chat}`);
  else if (elsewhere !== undefined) actions.share(`@${store.bot.username} ${elsewhere}`);
  else if (button.copy_text) copy(button.copy_text.text);
  else toast("This page does not know what this button does.");
}

/** The menu of one message, at a point or under an element. */
export function messageMenu(message, where, { reply, retry, discard, forward, edit }) {
  const text = message.text ?? message.caption;
  const file = downloadOf(message);
  const failed = message.local_status === "failed";
  const items = [];
  if (failed) {
    items.push({ icon: "retry", label: "Send again", run: () => retry(message) });
    items.push({ icon: "trash", label: "Discard", run: () => discard(message), danger: true });
  } else if (!message.local_status) {
    items.push({ icon: "reply", label: "Reply", run: () => reply(message), testid: "menu-reply" });
    if (edit) items.push({ icon: "compose", label: "Edit", run: () => edit(message), testid: "menu-edit" });
    items.push({ icon: "forward", label: "Forward", run: () => forward(message), testid: "menu-forward" });
  }
  if (text)
    items.push({
      icon: "copy",
      label: kindOf(message) === "text" ? "Copy text" : "Copy caption",
      run: () => copy(text),
      testid: "menu-copy",
    });
  if (file && !failed) {
    items.push({
      icon: "download",
      label: "Download",
      testid: "menu-download",
      run: () => {
        const link = document.createElement("a");
        Object.assign(link, { href: file.url, download: file.name });
        link.click();
      },
    });
  }
  if (items.length) openMenu(items, where);
}
