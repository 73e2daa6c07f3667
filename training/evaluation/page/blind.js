"use strict";
const study = /*study*/;
const place = id => document.getElementById(id);
const stored = `easel-votes-${study.id}`;
let votes = restore();
let shown = Math.max(0, votes.indexOf(null));

function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(stored));
    if (Array.isArray(kept) && kept.length === study.pairs.length) return kept;
  } catch { /* A browser that keeps nothing for files still counts; the votes can be saved. */ }
  return study.pairs.map(() => null);
}

function keep() {
  try { localStorage.setItem(stored, JSON.stringify(votes)); } catch { /* as above */ }
}

const decided = () => votes.filter(vote => vote !== null).length;

function draw() {
  const over = decided() === votes.length && shown >= votes.length;
  place("pair").hidden = place("choice").hidden = over;
  place("end").hidden = !over;
  place("back").disabled = shown === 0;
  place("zoom").hidden = over;
  place("save").disabled = decided() === 0;
  place("count").textContent = `${decided()} of ${votes.length}`;
  const bar = document.querySelector("progress");
  [bar.max, bar.value] = [votes.length, decided()];
  if (over) { place("outcome").textContent = outcome(); return; }
  const pair = study.pairs[shown];
  place("photo").src = study.photos[pair.photo];
  place("painting").src = study.paintings[pair.painting];
  place("left").src = pair.left;
  place("right").src = pair.right;
  for (const button of place("choice").children) button.classList.toggle("chosen", button.dataset.vote === votes[shown]);
}

function vote(side) {
  if (shown >= votes.length) return;
  votes[shown] = side;
  keep();
  // On to the next pair; after the last one, to the first that was passed over.
  shown = shown + 1 < votes.length ? shown + 1 : votes.indexOf(null) < 0 ? votes.length : votes.indexOf(null);
  draw();
}

function back() {
  if (shown > 0) { shown -= 1; draw(); }
}

function unsealed() {
  const veiled = Uint8Array.from(atob(study.key), letter => letter.charCodeAt(0));
  let state = veiled.length;
  const content = veiled.map(byte => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return byte ^ (state >>> 24);
  });
  return JSON.parse(new TextDecoder().decode(content));
}

function outcome() {
  const [methods, left] = unsealed();
  const wins = [0, 0];
  votes.forEach((side, index) => {
    if (side !== "equal") wins[side === "left" ? left[index] : 1 - left[index]] += 1;
  });
  const equal = votes.length - wins[0] - wins[1];
  return `${methods[0]} won ${wins[0]} times, ${methods[1]} ${wins[1]} times; ${equal} were equal.`;
}

function save() {
  const content = { study: study.id, key: study.key, pairs: study.pairs.map(pair => pair.names), votes };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  link.download = "votes.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

function again() {
  if (!confirm("Forget all votes?")) return;
  votes = votes.map(() => null);
  shown = 0;
  keep();
  draw();
}

const enlarge = () => place("pair").classList.toggle("enlarged");

place("choice").addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button) vote(button.dataset.vote);
});
place("back").addEventListener("click", back);
place("zoom").addEventListener("click", enlarge);
place("save").addEventListener("click", save);
place("again").addEventListener("click", again);
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = {
    ArrowLeft: () => vote("left"), ArrowRight: () => vote("right"), " ": () => vote("equal"),
    Backspace: back, z: enlarge, Z: enlarge,
  }[event.key];
  if (!action) return;
  // A space would also press the button that has the focus.
  event.preventDefault();
  action();
});
draw();
