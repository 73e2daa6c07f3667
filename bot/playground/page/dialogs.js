/** Modal dialogs: an alert of the bot, a question, a new chat. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Open a modal dialog that leaves the page when it closes. A click beside it closes it too. */
export function openDialog(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("pointerdown", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The bot's answer to a button with show_alert. */
export function alertDialog(title, text) {
  openDialog(
    h(
      "dialog",
      { class: "dialog small", role: "alertdialog", "data-testid": "alert", "aria-label": title },
      h("h2", {}, title),
      h("p", {}, text),
      h(
        "form",
        { method: "dialog", class: "dialog-buttons" },
        h("button", { class: "primary", autofocus: true }, "OK"),
      ),
    ),
  );
}

/** Ask before something that cannot be undone. Resolves to whether the person agreed. */
export function confirmDialog(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog small", "data-testid": "confirm", "aria-label": title },
      h("h2", {}, title),
      h("p", {}, text),
      h(
        "form",
        { method: "dialog", class: "dialog-buttons" },
        h("button", { value: "no" }, "Cancel"),
        h("button", { class: "danger", value: "yes" }, yes),
      ),
    );
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
    openDialog(dialog);
  });
}

/**
 * Let a person pick one of several. Resolves to the value picked, or null.
 * @param {Array<[number, string]>} options values and their labels
 */
export function pickDialog(title, options) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog small", "data-testid": "pick", "aria-label": title },
      h("h2", {}, title),
      h(
        "form",
        { method: "dialog", class: "picks" },
        options.map(([value, label]) => h("button", { value: String(value), "data-testid": "pick-option" }, label)),
      ),
    );
    dialog.addEventListener("close", () => resolve(dialog.returnValue ? Number(dialog.returnValue) : null));
    openDialog(dialog);
  });
}

const LANGUAGES = {
  en: "English",
  ar: "العربية",
  de: "Deutsch",
  es: "Español",
  fa: "فارسی",
  fr: "Français",
  hi: "हिन्दी",
  id: "Indonesia",
  it: "Italiano",
  ja: "日本語",
  ko: "한국어",
  nl: "Nederlands",
  pl: "Polski",
  "pt-br": "Português (Brasil)",
  ru: "Русский",
  tr: "Türkçe",
  uk: "Українська",
  "zh-hans": "简体中文",
};

/** Ask for a new chat. Resolves to {title, type, language_code}, or null. */
export function newChatDialog() {
  return new Promise((resolve) => {
    const kind = (value, label, checked) =>
      h(
        "label",
        {},
        h("input", { type: "radio", name: "type", value, checked, "data-testid": `new-chat-${value}` }),
        h("span", {}, label),
      );
    const form = h(
      "form",
      { method: "dialog", class: "fields" },
      h(
        "div",
        { class: "segments", role: "radiogroup", "aria-label": "Kind of chat" },
        kind("private", "Private", true),
        kind("group", "Group", false),
      ),
      h(
        "label",
        { class: "field" },
        h("span", {}, "Name"),
        h("input", {
          name: "title",
          maxlength: "64",
          placeholder: "Ann",
          autocomplete: "off",
          "data-testid": "new-chat-title",
        }),
      ),
      h(
        "label",
        { class: "field" },
        h("span", {}, "Language"),
        h(
          "select",
          { name: "language", "data-testid": "new-chat-language" },
          Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code }, name)),
        ),
      ),
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary", value: "create", "data-testid": "new-chat-create" }, "Create"),
      ),
    );
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-label": "New chat" },
      h(
        "header",
        {},
        h("h2", {}, "New chat"),
        h(
          "button",
          { class: "round", type: "button", "aria-label": "Close", onclick: () => dialog.close() },
          icon("close"),
        ),
      ),
      h("p", { class: "muted" }, "Each private chat is another person who talks to the bot; a group is for several of them."),
      form,
    );
    const hint = () => {
      const isGroup = form.elements.type.value === "group";
      form.elements.title.placeholder = isGroup ? "Art class" : "Ann";
      // A group has no language: each who writes there has one.
      form.elements.language.closest("label").hidden = isGroup;
    };
    form.addEventListener("change", hint);
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "create") return resolve(null);
      const { type, title, language } = form.elements;
      return resolve({
        type: type.value,
        title: title.value.trim() || title.placeholder,
        language_code: language.value,
      });
    });
    openDialog(dialog);
    form.elements.title.focus();
  });
}
