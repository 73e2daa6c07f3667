/** Pointing at a message: its menu by right click or a long press, reply by double click or a swipe. */

const LONG_PRESS_MS = 450;
const SWIPE_PX = 64;
const STILL_PX = 8;

const bubbleAt = (event) => event.target.closest?.(".row")?.bubble;
const isControl = (event) => Boolean(event.target.closest?.("a, button:not(.picture), audio, video"));

/** @param {{menu, reply}} actions see Bubble */
export function installGestures(log, actions) {
  let press = null;
  let held = false;

  const end = () => {
    if (!press) return;
    clearTimeout(press.timer);
    press.row.style.removeProperty("--swipe");
    press.row.classList.remove("swiping");
    press = null;
  };

  log.addEventListener("contextmenu", (event) => {
    const bubble = bubbleAt(event);
    // A selection or a link has a menu of the browser's that is worth more.
    if (!bubble || event.target.closest("a") || !window.getSelection().isCollapsed) return;
    event.preventDefault();
    if (!press?.done) actions.menu(bubble.message, { x: event.clientX, y: event.clientY });
    end();
  });

  log.addEventListener("dblclick", (event) => {
    const bubble = bubbleAt(event);
    if (!bubble || isControl(event) || event.target.closest(".picture, .text")) return;
    window.getSelection().removeAllRanges();
    actions.reply(bubble.message);
  });

  log.addEventListener("pointerdown", (event) => {
    const bubble = bubbleAt(event);
    held = false;
    if (event.pointerType === "mouse" || !bubble) return;
    end();
    press = { bubble, row: bubble.element, x: event.clientX, y: event.clientY, id: event.pointerId };
    press.timer = setTimeout(() => {
      press.done = true;
      held = true;
      actions.menu(bubble.message, { x: press.x, y: press.y });
    }, LONG_PRESS_MS);
  });

  log.addEventListener("pointermove", (event) => {
    if (press?.id !== event.pointerId || press.done) return;
    const dx = event.clientX - press.x;
    const dy = event.clientY - press.y;
    if (Math.hypot(dx, dy) > STILL_PX) clearTimeout(press.timer);
    if (!press.swiping && (dx > -STILL_PX || Math.abs(dy) > Math.abs(dx))) return;
    press.swiping = true;
    press.row.classList.add("swiping");
    press.far = dx < -SWIPE_PX;
    press.row.style.setProperty("--swipe", `${Math.max(-90, Math.min(0, dx))}px`);
  });

  log.addEventListener("pointerup", () => {
    const { far, bubble } = press ?? {};
    end();
    if (far) actions.reply(bubble.message);
  });
  log.addEventListener("pointercancel", end);
  log.addEventListener(
    "click",
    (event) => {
      // The finger that held a picture for its menu does not also open it.
      if (!held) return;
      held = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
