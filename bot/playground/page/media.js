/** What a message carries besides text: pictures, documents, stickers, animations, sound. */

import { api } from "./api.js";
import { h } from "./dom.js";
import { kindOf, sizeOf } from "./format.js";
import { icon } from "./icons.js";

const LARGEST_WIDTH = 430;
const LARGEST_HEIGHT = 460;
const SMALLEST_WIDTH = 220;

/** The picture of a photo message: its largest size, and a small one to show while that loads. */
export function pictureOf(message) {
  if (!message.photo.length) {
    const [url] = message.local_files;
    return { url, fileId: "", preview: null, width: message.local_width, height: message.local_height };
  }
  const largest = message.photo.at(-1);
  const smallest = message.photo[0];
  return {
    url: api.fileUrl(largest.file_id),
    fileId: largest.file_id,
    preview: smallest === largest ? null : api.fileUrl(smallest.file_id),
    width: largest.width,
    height: largest.height,
  };
}

/** How wide a bubble with this picture is, in CSS pixels, before the chat's own width limits it. */
export function widthFor({ width, height }) {
  if (!width || !height) return 320;
  const scale = Math.min(LARGEST_WIDTH / width, LARGEST_HEIGHT / height, 1.6);
  return Math.max(SMALLEST_WIDTH, Math.round(width * scale));
}

function mediaFile(message, kind) {
  const file = message[kind];
  return {
    url: file.file_id ? api.fileUrl(file.file_id) : message.local_files[0],
    name: file.file_name ?? `${kind}-${message.message_id}`,
    mime: file.mime_type ?? "",
    size: file.file_size,
    width: file.width,
    height: file.height,
  };
}

/** The file that "Download" saves: {url, name}, or null for a message without one. */
export function downloadOf(message) {
  const kind = kindOf(message);
  if (kind === "photo") return { url: pictureOf(message).url, name: `photo-${message.message_id}.jpg` };
  if (!message[kind]?.file_id) return null;
  return mediaFile(message, kind);
}

function document_(message) {
  const file = mediaFile(message, "document");
  const thumbnail = message.document.thumbnail;
  const isPicture = /^image\/(jpeg|png|webp|gif|avif|bmp)/.test(file.mime);
  const extension = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4) : "";
  let face = h("span", { class: "file-face" }, extension ? h("b", {}, extension) : icon("file"));
  if (thumbnail || (isPicture && file.size < 12_000_000)) {
    const image = h("img", {
      src: thumbnail ? api.fileUrl(thumbnail.file_id) : file.url,
      alt: "",
      loading: "lazy",
    });
    const plain = face;
    image.onerror = () => image.parentElement.replaceWith(plain);
    face = h("span", { class: "file-face with-picture" }, image);
  }
  return h(
    "a",
    {
      class: "file",
      href: file.url,
      download: file.name,
      "data-testid": "document",
      "aria-label": `Download ${file.name}`,
    },
    face,
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, file.name),
      h(
        "span",
        { class: "file-size" },
        sizeOf(file.size),
        h("span", { class: "file-get" }, icon("download"), "Download"),
      ),
    ),
  );
}

function moving(url, attributes) {
  const video = h("video", { src: url, playsinline: true, preload: "metadata", ...attributes });
  // The attribute alone does not mute a video made by script, and an unmuted one is not allowed to play by itself.
  video.muted = Boolean(attributes.muted);
  return video;
}

function sticker(message) {
  const { emoji = "🎨", is_animated, is_video } = message.sticker;
  const { url } = mediaFile(message, "sticker");
  if (is_animated) return h("span", { class: "sticker-emoji", title: "Animated sticker" }, emoji);
  if (is_video) return moving(url, { class: "sticker-picture", autoplay: true, loop: true, muted: true });
  return h("img", { class: "sticker-picture", src: url, alt: `Sticker ${emoji}` });
}

function animation(message) {
  const { url, mime, width, height } = mediaFile(message, "animation");
  const frame = { class: "moving", style: width && height ? `--ratio: ${width / height}` : null };
  const face =
    mime === "image/gif"
      ? h("img", { src: url, alt: "GIF" })
      : moving(url, { autoplay: true, loop: true, muted: true, "aria-label": "GIF" });
  return h("span", frame, face, h("span", { class: "badge" }, "GIF"));
}

function video(message, kind) {
  const { url, width, height } = mediaFile(message, kind);
  return h(
    "span",
    { class: "moving", style: width && height ? `--ratio: ${width / height}` : null },
    moving(url, { controls: true }),
  );
}

function place({ latitude, longitude }) {
  return h("p", { class: "note" }, `📍 ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
}

/** A new element for everything but photos, which live in a `Picture`. Null where there is nothing to show. */
export function mediaElement(message) {
  const kind = kindOf(message);
  switch (kind) {
    case "document":
      return document_(message);
    case "sticker":
      return sticker(message);
    case "animation":
      return animation(message);
    case "video":
    case "video_note":
      return video(message, kind);
    case "voice":
    case "audio":
      return h("audio", { src: mediaFile(message, kind).url, controls: true, preload: "none" });
    case "location":
      return place(message.location);
    case "contact":
      return h("p", { class: "note" }, `👤 ${message.contact.first_name} ${message.contact.phone_number}`);
    case "poll":
      return h("p", { class: "note" }, `📊 ${message.poll.question}`);
    case "other":
      return h("p", { class: "note" }, "A message of a kind that this page does not show.");
    default:
      return null;
  }
}
