/** Groups of several people: who writes, who is there, and whether the bot is. */

import { api } from "./api.js";
import { pickDialog } from "./dialogs.js";
import { toast, toastError } from "./toast.js";

/** The menu of a group. */
export function groupItems(store, chat) {
  const speaker = store.speaker(chat.id);
  const others = chat.members.filter((user) => user.id !== speaker?.id);
  const bot = store.bot.first_name;
  return [
    ...others.map((user) => ({
      icon: "switch",
      label: `Write as ${user.first_name}`,
      run: () => store.speakAs(chat.id, user.id),
      testid: "speak-as",
    })),
    { icon: "plus", label: "Add somebody", run: () => addSomebody(store, chat), testid: "add-person" },
    chat.type === "group"
      ? { icon: "commands", label: "Make it a supergroup", run: () => act(() => api.migrate(chat.id)), testid: "migrate" }
      : null,
    chat.bot_status === "member" || chat.bot_status === "administrator"
      ? {
          icon: "block",
          label: `Remove ${bot}`,
          run: () => act(() => api.setBot(chat.id, "kicked")),
          danger: true,
          testid: "remove-bot",
        }
      : { icon: "check", label: `Add ${bot}`, run: () => act(() => api.setBot(chat.id, "member")), testid: "add-bot" },
  ].filter(Boolean);
}

async function addSomebody(store, group) {
  const present = new Set(group.members.map((user) => user.id));
  const absent = [...store.chats.values()].filter((chat) => chat.type === "private" && !present.has(chat.id));
  if (!absent.length) {
    toast("Everybody is here. A new private chat brings a new person.");
    return;
  }
  const person = await pickDialog("Add to the group", absent.map((chat) => [chat.id, chat.title]));
  if (person) act(() => api.join(group.id, person, store.speaker(group.id)?.id));
}

async function act(request) {
  try {
    await request();
  } catch (error) {
    toastError("Nothing has changed", error);
  }
}
