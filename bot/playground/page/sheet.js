/** The sheet before sending: what is about to be sent, as what, and with which caption. */

import { h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { sizeOf } from "./format.js";
import { icon } from "./icons.js";
import { ALBUM_MOST } from "./outbox.js";

const LONGEST_CAPTION = 1024;
const LARGEST_PHOTO = 10_000_000;

const isPicture = (file) => /^image\//.test(file.type) || /\.(heic|heif|avif)$/i.test(file.name);

/** The ways to send these files, likeliest first: [as, label]. */
function waysFor(files) {
  const all = (test) => files.every(test);
  const ways = [];
  if (all((file) => file.type === "image/gif")) ways.push(["animation", "GIF"]);
  if (all(isPicture)) ways.push(["photo", files.length > 1 ? "Photos" : "Photo"]);
  if (all((file) => file.type.startsWith("video/"))) ways.push(["video", "Video"]);
  if (all((file) => /\.(webp|tgs|webm)$/i.test(file.name))) ways.push(["sticker", "Sticker"]);
  ways.push(["document", files.length > 1 ? "Files" : "File"]);
  return ways;
}

const LABELS = { photo: "photo", document: "file", sticker: "sticker", video: "video", animation: "GIF" };

class Sheet {
  constructor(files, as, resolve) {
    this.files = files;
    this.as = as;
    this.urls = new Map(files.map((file) => [file, URL.createObjectURL(file)]));
    this.title = h("h2", {});
    this.segments = h("div", { class: "segments", role: "radiogroup", "aria-label": "Send as" });
    this.tiles = h("div", { class: "tiles" });
    this.warning = h("p", { class: "warning", hidden: true });
    this.caption = h("textarea", {
      rows: "1",
      maxlength: String(LONGEST_CAPTION),
      placeholder: "Add a caption…",
      "aria-label": "Caption",
      "data-testid": "preview-caption",
      oninput: () => {
        this.caption.style.height = "auto";
        this.caption.style.height = `${this.caption.scrollHeight}px`;
      },
      onkeydown: (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.form.requestSubmit(this.send);
      },
    });
    this.send = h(
      "button",
      { class: "send", value: "send", "aria-label": "Send", title: "Send", "data-testid": "preview-send" },
      icon("send"),
    );
    this.form = h("form", { method: "dialog", class: "sheet-foot" }, this.caption, this.send);
    this.dialog = h(
      "dialog",
      { class: "dialog sheet", "data-testid": "preview", "aria-label": "Before sending" },
      h(
        "header",
        {},
        this.title,
        h(
          "button",
          {
            class: "round",
            type: "button",
            "aria-label": "Do not send",
            "data-testid": "preview-cancel",
            onclick: () => this.dialog.close(),
          },
          icon("close"),
        ),
      ),
      this.segments,
      this.tiles,
      this.warning,
      this.form,
    );
    this.dialog.addEventListener("close", () => {
      for (const url of this.urls.values()) URL.revokeObjectURL(url);
      const isSent = this.dialog.returnValue === "send" && this.files.length > 0;
      resolve(isSent ? { files: this.files, as: this.as, caption: this.caption.value.trim() } : null);
    });
    this.render();
    openDialog(this.dialog);
    this.caption.focus();
  }

  render() {
    const ways = waysFor(this.files);
    if (!ways.some(([as]) => as === this.as)) this.as = ways[0][0];
    const count = this.files.length;
    this.title.textContent = count > 1 ? `Send ${count} ${LABELS[this.as]}s` : `Send ${LABELS[this.as]}`;
    this.segments.hidden = ways.length < 2;
    this.segments.replaceChildren(
      ...ways.map(([as, label]) =>
        h(
          "label",
          {},
          h("input", {
            type: "radio",
            name: "as",
            value: as,
            checked: as === this.as,
            "data-testid": `as-${as}`,
            onchange: () => {
              this.as = as;
              this.render();
            },
          }),
          h("span", {}, label, as === "photo" ? h("small", {}, "compressed") : null),
        ),
      ),
    );
    const asFiles = this.as === "document" || (this.as !== "video" && !this.files.every(isPicture));
    this.tiles.className = asFiles ? "tiles as-files" : `tiles of-${Math.min(count, 4)}`;
    this.tiles.replaceChildren(...this.files.map((file) => this.#tile(file, asFiles)));
    this.#warn();
  }

  #tile(file, asFile) {
    const remove = h(
      "button",
      {
        class: "round remove",
        type: "button",
        "aria-label": `Leave out ${file.name}`,
        hidden: this.files.length < 2,
        onclick: () => {
          this.files = this.files.filter((each) => each !== file);
          this.render();
        },
      },
      icon("close"),
    );
    const words = h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, file.name),
      h("span", { class: "file-size" }, sizeOf(file.size)),
    );
    const plain = h("span", { class: "file-face" }, icon("file"));
    let face = plain;
    if (isPicture(file)) {
      face = h("img", { src: this.urls.get(file), alt: file.name });
      face.onerror = () => face.replaceWith(plain, ...(asFile ? [] : [words])); // HEIC, say, which not every browser draws.
    } else if (file.type.startsWith("video/") && !asFile) {
      face = h("video", { src: this.urls.get(file), controls: true });
    }
    return h("div", { class: "tile" }, face, asFile ? words : null, remove);
  }

  #warn() {
    const large = this.as === "photo" && this.files.find((file) => file.size > LARGEST_PHOTO);
    const many = this.as === "photo" && this.files.length > ALBUM_MOST;
    this.warning.hidden = !large && !many;
    this.warning.textContent = large
      ? `${large.name} is over 10 MB; Telegram takes such a picture only as a file.`
      : `An album holds ${ALBUM_MOST} photos; these go out as ${Math.ceil(this.files.length / ALBUM_MOST)} albums.`;
  }
}

/**
 * Let a person look before sending.
 * @param {Array<File>} files
 * @param {string} as what is chosen at first
 * @returns {Promise<?{files: Array<File>, as: string, caption: string}>} null where nothing is to be sent
 */
export function openSheet(files, as) {
  return new Promise((resolve) => new Sheet(files, as, resolve));
}
