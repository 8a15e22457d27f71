// Light, dark, or as the machine says; kept in the browser. And menus that submit themselves.
const root = document.documentElement;
const saved = localStorage.getItem("theme");
if (saved) root.dataset.theme = saved;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  const all = event.target.dataset?.tickAll;
  if (all) for (const one of event.target.form.querySelectorAll(`input[name="${all}"]`)) one.checked = event.target.checked;
});

// Signed out meanwhile: a part of a page must not become the sign-in page, which comes whole and says what was lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (answered && new URL(answered).pathname.startsWith("/sign-in/")) {
    event.detail.shouldSwap = false;
    location.assign(answered);
  }
});

// What htmx leaves silent is said: an act refused because one signed in anew elsewhere, an answer that did not come.
function say(name) {
  const words = document.getElementById(name);
  if (!words) return;
  words.setAttribute("role", "alert");
  words.hidden = false;
  words.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 403 ? "grown-old" : "no-answer"));
document.addEventListener("htmx:sendError", () => say("no-answer"));
document.addEventListener("htmx:afterSwap", () => {
  const words = document.getElementById("no-answer");
  if (words) words.hidden = true;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// A row of links that is too long for a small screen begins where one is.
function showWhereWeAre() {
  for (const here of document.querySelectorAll(".nav [aria-current], .section [aria-current]")) {
    const row = here.closest("ul");
    row.scrollLeft = here.offsetLeft - row.offsetLeft - 16;
  }
}

// A column of what may be done, with a heading for the ear alone, is nothing for paper.
function leaveActsOffPaper() {
  for (const head of document.querySelectorAll(".table thead th:has(> .visually-hidden:only-child)")) {
    const rows = [...head.closest("table").rows].filter((row) => row.cells.length === head.parentElement.cells.length);
    const cells = rows.map((row) => row.cells[head.cellIndex]);
    if (cells.every((cell) => cell === head || cell.querySelector("button, a, summary, input") || !cell.textContent.trim())) {
      for (const cell of cells) cell.classList.add("no-print");
    }
  }
}

// On a small screen a table's row becomes a card: each cell then says what its column is called.
function labelCells() {
  for (const table of document.querySelectorAll(".table--cards")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => (head.querySelector(".visually-hidden") ? "" : head.textContent.trim()));
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (row.cells.length !== heads.length) continue;
      for (const cell of row.cells) {
        if (cell.tagName === "TD" && heads[cell.cellIndex]) cell.dataset.label = heads[cell.cellIndex];
      }
    }
  }
}
// A form that came back begins at the first field that is wrong, not at its first field.
function beginAtWhatIsWrong(part = document) {
  const wrong = part.querySelector('[aria-invalid="true"]');
  if (!wrong) return;
  wrong.closest("details")?.setAttribute("open", "");
  wrong.focus();
}

// What was filled in beforehand is selected, so that typing goes in its place.
document.addEventListener("htmx:load", (event) => {
  const field = event.target === document.body ? null : event.target.querySelector("input[autofocus]");
  field?.focus();
  if (field?.value) field.select();
});
// On a small screen a long page opens on what is still to be done (data-fold: how much of it); the rest is a line to open.
function foldLong() {
  if (!matchMedia("(max-width: 40rem)").matches) return;
  let shown = false;
  for (const part of document.querySelectorAll("details[data-fold]:not([data-folded])")) {
    part.dataset.folded = "";
    part.open = !shown && part.dataset.fold !== "0";
    shown ||= part.open;
  }
}
document.addEventListener("DOMContentLoaded", () => {
  setTimeout(beginAtWhatIsWrong); // after the browser's own autofocus
  foldLong();
  showWhereWeAre();
  labelCells();
  leaveActsOffPaper();
});
document.addEventListener("htmx:load", foldLong);
document.addEventListener("htmx:load", labelCells);
document.addEventListener("htmx:load", leaveActsOffPaper);
