/** The page's line icons, on a 24 x 24 grid. */

const PATHS = {
  back: "M19 12H5M11 6l-6 6 6 6",
  send: "M4 12 3.300 4.600a.8.8 0 0 1 1.150-.8L20.500 11.300a.8.8 0 0 1 0 1.400L4.450 20.200a.8.8 0 0 1-1.150-.8zM4 12h9",
  attach:
    "m20 11.500-8.200 8.200a5.200 5.200 0 0 1-7.400-7.400l8.600-8.500a3.500 3.500 0 0 1 4.900 4.900l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.400l7.600-7.600",
  photo:
    "M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM3 17l5-5 4 4 3.500-3.500L21 18M15.500 9.200h.01",
  file: "M13.500 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.500zM13.500 3v5.500H19",
  close: "M6 6l12 12M18 6 6 18",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  reply: "M10 6 4 12l6 6M4.500 12H13a7 7 0 0 1 7 7",
  forward: "M14 6l6 6-6 6M19.500 12H11a7 7 0 0 0-7 7",
  copy: "M9 9h10v11H9zM5 15V4h10",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  compose: "M4 20h4L19.500 8.500a2.100 2.100 0 0 0-3-3L5 17zM14.500 7.500l3 3",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  down: "M6 9.500l6 6 6-6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  checks: "M2 12.500 6.500 17 16 7.500M11.500 16.200l.8.8L21.800 7.500",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 1.800",
  alert: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 8v5M12 16.200v.01",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  block: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM6 6l12 12",
  trash: "M4.500 7h15M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10 11v5M14 11v5",
  link: "M8 16 17 7M9.500 7H17v7.500",
  commands: "M14.500 5.500l-5 13",
  retry: "M19.500 5v5h-5M19 10a7.500 7.500 0 1 0 .5 4.500",
  switch: "M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4",
  play: "M8 5.500v13l11-6.500z",
};

/** An icon by name, hidden from assistive technology: its button carries the label. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    class: `icon icon-${name}`,
    "aria-hidden": "true",
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
