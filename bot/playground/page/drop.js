/** Dragging files onto the chat: two zones, as a photo or as a file. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {Element} area where files may be dropped
 * @param {Element} overlay shown over it meanwhile
 * @param {(files: Array<File>, as: string) => void} onDrop
 * @param {() => boolean} isAllowed
 */
export function installDrop(area, overlay, onDrop, isAllowed) {
  const zone = (as, symbol, title, words) =>
    h(
      "div",
      { class: "zone", "data-as": as, "data-testid": `drop-${as === "photo" ? "photo" : "file"}` },
      icon(symbol),
      h("b", {}, title),
      h("span", {}, words),
    );
  overlay.append(
    zone("photo", "photo", "Send as photo", "compressed, shown in the chat"),
    zone("document", "file", "Send as file", "unchanged, in full size"),
  );

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  let inside = 0;
  const hide = () => {
    inside = 0;
    overlay.hidden = true;
    overlay.querySelectorAll(".over").forEach((each) => each.classList.remove("over"));
  };
  area.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event) || !isAllowed()) return;
    event.preventDefault();
    inside += 1;
    overlay.hidden = false;
  });
  area.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    inside -= 1;
    if (inside <= 0) hide();
  });
  area.addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || overlay.hidden) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    const over = event.target.closest?.(".zone");
    for (const each of overlay.children) each.classList.toggle("over", each === over);
  });
  area.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const as = event.target.closest?.(".zone")?.dataset.as ?? "photo";
    const files = [...event.dataTransfer.files];
    hide();
    if (files.length && isAllowed()) onDrop(files, as);
  });
  // Beside the zones a dropped picture would replace the page.
  for (const type of ["dragover", "drop"])
    window.addEventListener(type, (event) => carriesFiles(event) && event.preventDefault());
}
