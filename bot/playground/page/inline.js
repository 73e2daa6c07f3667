/** Inline mode: "@bot words" in the composer asks the bot, and its results open over the composer. */

import { api } from "./api.js";
import { toastError } from "./toast.js";

const PAUSE_MS = 300;

export class InlineMode {
  /**
   * @param {Suggestions} suggestions
   * @param {{chat: () => number, chosen: () => void, start: (parameter: string) => void}} actions
   */
  constructor(store, suggestions, actions) {
    Object.assign(this, { store, suggestions, actions });
    this.turn = 0;
    this.asked = null;
  }

  /** The words after "@bot ", or null where the text is not an inline query. */
  queryOf(text) {
    const mention = `@${this.store.bot.username} `;
    return text.toLowerCase().startsWith(mention.toLowerCase()) ? text.slice(mention.length) : null;
  }

  /** Ask once the person pauses. */
  ask(query) {
    if (query === this.asked && this.suggestions.isOpen) return;
    this.asked = query;
    this.turn += 1;
    const { turn } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fetch(query, "", [], turn), PAUSE_MS);
    if (!this.suggestions.isOpen) this.suggestions.say("Asking the bot…", true);
  }

  stop() {
    this.turn += 1;
    this.asked = null;
    clearTimeout(this.timer);
  }

  async #fetch(query, offset, before, turn) {
    const chatId = this.actions.chat();
    let answer;
    try {
      answer = await api.inline(chatId, query, offset);
    } catch (error) {
      if (turn !== this.turn) return;
      this.suggestions.close();
      toastError("No inline results", error);
      return;
    }
    // Only the last question counts: the person has typed on, or left.
    if (turn !== this.turn) return;
    if (!answer.answered) {
      this.suggestions.say("The bot did not answer.");
      return;
    }
    const results = [...before, ...answer.results];
    const { next_offset: next, button } = answer;
    this.suggestions.results(
      results,
      button?.text
        ? { text: button.text, run: () => this.actions.start(button.start_parameter ?? "") }
        : null,
      (result) => this.#choose(chatId, result),
      next ? () => this.#fetch(query, next, results, turn) : null,
    );
  }

  async #choose(chatId, result) {
    this.stop();
    this.actions.chosen();
    try {
      await api.choose(chatId, result);
    } catch (error) {
      toastError("Not sent", error);
    }
  }
}
