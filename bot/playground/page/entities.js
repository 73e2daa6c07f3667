/** Message entities to elements. Offsets are UTF-16 code units, which is how JavaScript counts too. */

import { h } from "./dom.js";

const SAFE = /^(https?:|mailto:|tel:|tg:)/i;

function link(href) {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(href) ? href : `https://${href}`;
  // A bot may put anything into a link; only schemes that cannot run code become one.
  if (!SAFE.test(url)) return h("span");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
}

function wrap(entity, content) {
  switch (entity.type) {
    case "bold":
      return h("strong");
    case "italic":
      return h("em");
    case "underline":
      return h("u");
    case "strikethrough":
      return h("s");
    case "code":
      return h("code");
    case "pre":
      return h("pre", { "data-language": entity.language });
    case "blockquote":
    case "expandable_blockquote":
      return h("blockquote");
    case "spoiler":
      return h("button", {
        class: "spoiler",
        type: "button",
        "aria-label": "Hidden text, show it",
        onclick: (event) => {
          event.currentTarget.classList.add("shown");
          event.currentTarget.removeAttribute("aria-label");
        },
      });
    case "url":
      return link(content);
    case "text_link":
      return link(entity.url);
    case "email":
      return link(`mailto:${content}`);
    case "phone_number":
      return link(`tel:${content}`);
    case "bot_command":
      return h("button", { class: "command", type: "button", "data-command": content });
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return h("span", { class: "mention" });
    default:
      return h("span");
  }
}

/**
 * Text with its entities as nodes. Entities may nest; one that crosses its parent's end is cut there.
 * @param {string} text
 * @param {Array} entities Telegram MessageEntity objects
 * @returns {Array<Node|string>}
 */
export function formatted(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return slice(text, sorted, 0, text.length);
}

function slice(text, entities, start, end) {
  const nodes = [];
  let position = start;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = [];
    let next = index + 1;
    while (next < entities.length && entities[next].offset < to) inner.push(entities[next++]);
    if (to > from) {
      if (from > position) nodes.push(text.slice(position, from));
      const element = wrap(entity, text.slice(from, to));
      element.append(...slice(text, inner, from, to));
      nodes.push(element);
      position = to;
    }
    index = next;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

/** Up to three emoji and nothing else, which Telegram shows large. */
export function isJustEmoji(text) {
  const clusters = [...new Intl.Segmenter().segment(text.trim())].map((each) => each.segment);
  return (
    clusters.length > 0 &&
    clusters.length <= 3 &&
    clusters.every((each) => /^\p{Extended_Pictographic}/u.test(each))
  );
}
