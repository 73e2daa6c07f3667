"use strict";
const figures = /*figures*/;
const dialog = document.querySelector("dialog");
const at = (kind, ...place) => document.getElementById([kind, ...place].join("-"));

for (const copy of document.querySelectorAll("[data-copy]")) copy.src = document.getElementById(copy.dataset.copy).src;

let shown = null;

function add(source, name, text) {
  const figure = document.createElement("figure");
  const image = new Image();
  image.src = source.src;
  image.alt = name;
  const caption = document.createElement("figcaption");
  const title = document.createElement("strong");
  title.textContent = name;
  caption.append(title, document.createElement("br"), text);
  figure.append(image, caption);
  dialog.querySelector(".compared").append(figure);
}

function show(result, photo, painting) {
  shown = [result, photo, painting];
  dialog.querySelector(".compared").replaceChildren();
  const [of, like] = [at("photo", photo), at("painting", painting)];
  dialog.querySelector("p").textContent = `${of.title} in the style of ${like.title}`;
  add(of, "photo", "");
  add(like, "painting", "");
  // The chosen method first, the others beside it.
  const order = [result, ...figures.keys()].filter((one, place, all) => all.indexOf(one) === place);
  for (const one of order) {
    const { label, strength, pairs } = figures[one];
    add(at("image", one, photo, painting), `${label}, strength ${strength}`, pairs[painting][photo]);
  }
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", event => {
  const chosen = event.target.closest("[data-result]");
  if (chosen) show(Number(chosen.dataset.result), Number(chosen.dataset.photo), Number(chosen.dataset.painting));
  else if (event.target === dialog) dialog.close();
});

dialog.addEventListener("keydown", event => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!step || !shown) return;
  event.preventDefault();
  const [result, photo, painting] = [shown[0], shown[1] + step[0], shown[2] + step[1]];
  if (at("image", result, photo, painting)) show(result, photo, painting);
});
