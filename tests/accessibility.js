// What a page owes to everybody (WCAG 2.2 AA, as far as a program can tell): returns one line for each thing amiss.
() => {
  const amiss = [];
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== "hidden";
  };
  const all = (what) => [...document.querySelectorAll(what)];
  const start = (one) => one.outerHTML.slice(0, 90);
  const labelled = (one) =>
    (one.labels && one.labels.length) || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby");
  const name = (one) => (one.getAttribute("aria-label") || one.textContent || one.title || "").trim();

  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (shown(field) && !labelled(field)) amiss.push(`a field without a label: ${start(field)}`);
  }
  for (const control of all("button, a[href], summary")) {
    if (shown(control) && !name(control)) amiss.push(`a control without a name: ${start(control)}`);
  }
  for (const table of all("table")) {
    if (!table.querySelector("th[scope]")) amiss.push(`a table without scoped headings: ${start(table)}`);
  }
  const ids = all("[id]").map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) amiss.push(`two things called ${id}`);

  const headings = all("h1, h2, h3, h4, h5").map((one) => [Number(one.tagName[1]), one.textContent.trim()]);
  if (headings.filter(([level]) => level === 1).length !== 1) amiss.push("not one h1");
  headings.forEach(([level, text], at) => {
    if (at && level > headings[at - 1][0] + 1) amiss.push(`a heading level left out before: ${text}`);
  });

  // Contrast of text with the nearest solid background (success criterion 1.4.3).
  const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const colour = parts(style.backgroundColor);
      if (colour.length === 3 || (colour.length === 4 && colour[3] > 0.99)) return colour;
    }
    return null;
  };
  const pale = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const holder = texts.currentNode.parentElement;
    if (!text || !shown(holder) || holder.closest(".visually-hidden, .skip, svg, option, script, style")) continue;
    const style = getComputedStyle(holder);
    const behind = background(holder);
    const colour = parts(style.color);
    if (!behind || colour.length < 3) continue;
    const [paler, darker] = [light(colour.slice(0, 3)), light(behind.slice(0, 3))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (paler + 0.05) / (darker + 0.05);
    if (ratio < (large ? 3 : 4.5)) pale.add(`contrast ${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
  }
  amiss.push(...pale);

  const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wider > 0) amiss.push(`${wider} px wider than the window`);
  return amiss;
}
