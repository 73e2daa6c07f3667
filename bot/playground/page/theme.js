/** Light or dark: the system's, until the person chooses otherwise. */

import { icon } from "./icons.js";

const KEY = "easel-theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // A browser may forbid storage; the choice then lasts for the visit.
  }
}

function remember(theme) {
  try {
    if (theme) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}

/** Make `button` the switch. A choice that equals the system's lets the page follow the system again. */
export function installTheme(button) {
  let chosen = remembered();
  const isDark = () => (chosen ? chosen === "dark" : system.matches);
  const show = () => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
    const label = isDark() ? "Light mode" : "Dark mode";
    button.replaceChildren(icon(isDark() ? "sun" : "moon"));
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    chosen = wanted === (system.matches ? "dark" : "light") ? null : wanted;
    remember(chosen);
    show();
  });
  system.addEventListener("change", show);
  show();
}
