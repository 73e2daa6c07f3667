/** Lines in the log that nobody wrote: who came, who went, what became of the group. */

import { h } from "./dom.js";

const nameOf = (user) => user.first_name;

/** What happened, in words; null for a message that somebody wrote. */
export function serviceWords(message) {
  const by = message.from ? nameOf(message.from) : "Somebody";
  const { new_chat_members: came, left_chat_member: gone } = message;
  if (message.group_chat_created) return `${by} made the group`;
  if (message.migrate_to_chat_id) return "The group became a supergroup";
  if (message.migrate_from_chat_id) return "This supergroup was a group before";
  if (came) {
    const isAlone = came.length === 1 && came[0].id === message.from?.id;
    return isAlone ? `${by} joined the group` : `${by} added ${came.map(nameOf).join(", ")}`;
  }
  if (gone) return gone.id === message.from?.id ? `${by} left the group` : `${by} removed ${nameOf(gone)}`;
  return null;
}

/** Stands in the log where a Bubble would. */
export class ServiceLine {
  constructor() {
    this.words = h("span", {});
    this.element = h("p", { class: "service", "data-testid": "service" }, this.words);
  }

  update([message]) {
    this.words.textContent = serviceWords(message);
  }
}
