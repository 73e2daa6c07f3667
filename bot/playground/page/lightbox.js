/** A photo over the whole page: zoom, pan, page through the chat's photos, download. */

import { h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { timeOf } from "./format.js";
import { icon } from "./icons.js";
import { downloadOf, pictureOf } from "./media.js";

const LARGEST_ZOOM = 8;

class Lightbox {
  constructor(messages, index) {
    this.messages = messages;
    const tool = (name, label, run, testid) =>
      h(
        "button",
        {
          class: "round",
          type: "button",
          "aria-label": label,
          title: label,
          onclick: run,
          "data-testid": testid,
        },
        icon(name),
      );
    this.image = h("img", { alt: "Photo", draggable: "false", "data-testid": "lightbox-image" });
    this.caption = h("figcaption", {});
    this.from = h("span", { class: "lightbox-from" });
    this.download = h(
      "a",
      { class: "round", "aria-label": "Download", title: "Download", "data-testid": "lightbox-download" },
      icon("download"),
    );
    this.stage = h("figure", { class: "stage" }, this.image);
    this.before = h(
      "button",
      {
        class: "round turn before",
        type: "button",
        "aria-label": "Previous photo",
        onclick: () => this.turn(-1),
      },
      icon("back"),
    );
    this.after = h(
      "button",
      { class: "round turn after", type: "button", "aria-label": "Next photo", onclick: () => this.turn(1) },
      icon("back"),
    );
    this.dialog = h(
      "dialog",
      {
        class: "lightbox",
        "data-testid": "lightbox",
        "aria-label": "Photo",
        tabindex: "-1",
        autofocus: true,
      },
      h(
        "header",
        {},
        this.from,
        tool("minus", "Zoom out", () => this.zoomBy(1 / 1.5)),
        tool("plus", "Zoom in", () => this.zoomBy(1.5), "lightbox-zoom-in"),
        this.download,
        tool("close", "Close", () => this.dialog.close(), "lightbox-close"),
      ),
      this.stage,
      this.before,
      this.after,
      this.caption,
    );
    this.#listen();
    this.show(index);
    openDialog(this.dialog);
  }

  show(index) {
    this.index = index;
    const message = this.messages[index];
    const { url, name } = downloadOf(message);
    this.image.src = pictureOf(message).url;
    this.caption.textContent = message.caption ?? "";
    this.from.textContent = `${message.from?.first_name ?? "You"}, ${timeOf(message.date)}`;
    this.download.href = url;
    this.download.download = name;
    this.before.hidden = index === 0;
    this.after.hidden = index === this.messages.length - 1;
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
    this.#draw();
  }

  turn(step) {
    const next = this.index + step;
    if (next >= 0 && next < this.messages.length) this.show(next);
  }

  /** Zoom so that the point under `at` (from the stage's centre, in CSS pixels) stays where it is. */
  zoomBy(factor, at = { x: 0, y: 0 }) {
    const zoom = Math.min(LARGEST_ZOOM, Math.max(1, this.zoom * factor));
    const ratio = zoom / this.zoom;
    this.x = at.x - (at.x - this.x) * ratio;
    this.y = at.y - (at.y - this.y) * ratio;
    this.zoom = zoom;
    this.#draw();
  }

  #draw() {
    const roomX = Math.max(0, (this.image.clientWidth * this.zoom - this.stage.clientWidth) / 2);
    const roomY = Math.max(0, (this.image.clientHeight * this.zoom - this.stage.clientHeight) / 2);
    this.x = Math.max(-roomX, Math.min(roomX, this.x));
    this.y = Math.max(-roomY, Math.min(roomY, this.y));
    this.image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
    this.stage.classList.toggle("zoomed", this.zoom > 1);
  }

  #fromCentre(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  }

  #listen() {
    const { stage, dialog } = this;
    const touches = new Map();
    let moved = false;
    stage.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoomBy(Math.exp(-event.deltaY / 400), this.#fromCentre(event));
      },
      { passive: false },
    );
    stage.addEventListener("dblclick", (event) =>
      this.zoomBy(this.zoom > 1 ? 1 / this.zoom : 2.5, this.#fromCentre(event)),
    );
    stage.addEventListener("pointerdown", (event) => {
      moved = touches.size > 0;
      touches.set(event.pointerId, event);
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", (event) => {
      const last = touches.get(event.pointerId);
      if (!last) return;
      const other = [...touches.values()].find((each) => each.pointerId !== event.pointerId);
      const apart = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
      if (other) this.zoomBy(apart(event) / Math.max(1, apart(last)), this.#fromCentre(event));
      else {
        this.x += event.clientX - last.clientX;
        this.y += event.clientY - last.clientY;
        this.#draw();
      }
      if (Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) > 2) moved = true;
      touches.set(event.pointerId, event);
    });
    const lift = (event) => touches.delete(event.pointerId);
    stage.addEventListener("pointerup", lift);
    stage.addEventListener("pointercancel", lift);
    stage.addEventListener("click", (event) => {
      // The capture above makes the stage the target of every click, so the picture is found by its place.
      const box = this.image.getBoundingClientRect();
      const inside =
        event.clientX > box.left &&
        event.clientX < box.right &&
        event.clientY > box.top &&
        event.clientY < box.bottom;
      if (!moved && !inside) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      const run = {
        ArrowLeft: () => this.turn(-1),
        ArrowRight: () => this.turn(1),
        "+": () => this.zoomBy(1.5),
        "=": () => this.zoomBy(1.5),
        "-": () => this.zoomBy(1 / 1.5),
      }[event.key];
      run?.();
    });
  }
}

/** Open the photo of `message`, one of `messages`. */
export function openLightbox(messages, message) {
  const index = messages.findIndex((each) => each.message_id === message.message_id);
  if (index >= 0) new Lightbox(messages, index);
}
