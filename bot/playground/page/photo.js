/** A picture that changes without a flicker: the next one is fetched and decoded before it fades in over the last. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const FADE_MS = 260;

/** The `[data-testid=photo]` button: `data-file-id` names the picture that is on screen now. */
export class Picture {
  /** @param {() => void} onOpen called when a person wants to see it large */
  constructor(onOpen) {
    this.backdrop = h("img", { class: "backdrop", alt: "", "aria-hidden": "true" });
    this.layers = h("span", { class: "layers" });
    this.state = h("span", { class: "picture-state", "aria-hidden": "true" });
    this.element = h(
      "button",
      {
        class: "picture loading",
        type: "button",
        "data-testid": "photo",
        "aria-label": "Photo, open it",
        onclick: onOpen,
      },
      this.backdrop,
      this.layers,
      this.state,
    );
    this.url = null;
  }

  /**
   * Show a picture, keeping the last one on screen until the new one can be painted.
   * @param {{url: string, fileId: string, preview: ?string, width: number, height: number}} picture
   */
  async show(picture) {
    if (picture.url === this.url) return;
    const isFirst = this.url === null;
    this.url = picture.url;
    this.element.classList.add("loading");
    this.element.classList.remove("broken");
    if (isFirst) {
      this.#frame(picture);
      if (picture.preview) this.layers.append(h("img", { class: "preview", src: picture.preview, alt: "" }));
    }
    const image = h("img", { src: picture.url, alt: "", draggable: "false" });
    try {
      await image.decode();
    } catch {
      if (this.url === picture.url) this.#broken(picture);
      return;
    }
    // A later edit may have overtaken this one while it loaded.
    if (this.url !== picture.url) return;
    this.#frame({ ...picture, width: image.naturalWidth, height: image.naturalHeight });
    this.backdrop.src = picture.url;
    const old = [...this.layers.children];
    image.classList.add("entering");
    this.layers.append(image);
    image.getBoundingClientRect();
    image.classList.remove("entering");
    this.element.classList.remove("loading");
    this.element.dataset.fileId = picture.fileId;
    setTimeout(() => old.forEach((layer) => layer.remove()), FADE_MS + 40);
  }

  /** Show that its message is on its way (or failed) over the picture. */
  mark(status) {
    if (this.element.dataset.status === (status ?? "")) return;
    this.element.dataset.status = status ?? "";
    this.state.replaceChildren(...(status === "failed" ? [icon("alert")] : []));
  }

  #frame({ width, height }) {
    if (width && height) this.element.style.setProperty("--ratio", (width / height).toFixed(4));
  }

  #broken(picture) {
    this.element.classList.remove("loading");
    this.element.classList.add("broken");
    this.state.replaceChildren(icon("retry"), "Could not load");
    const again = (event) => {
      event.stopImmediatePropagation();
      this.state.replaceChildren();
      this.url = "";
      this.show({ ...picture, url: picture.url });
    };
    this.element.addEventListener("click", again, { once: true, capture: true });
  }
}
