// By keyboard: Ctrl+Enter saves, Alt+Enter saves a part and begins the next; Enter in a value goes on to the next one, and never sends half a record.
const editor = document.querySelector("[data-editor]");

editor.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    editor.requestSubmit();
  } else if (event.altKey) {
    event.preventDefault();
    editor.querySelector("[data-save-next]")?.click();
  } else if (event.target.matches("input[name$='-text']")) {
    event.preventDefault();
    const values = [...editor.querySelectorAll("input[name$='-text']")];
    (values[values.indexOf(event.target) + 1] ?? editor.querySelector("[data-save]")).focus();
  }
});

// Each field that is added has a number of its own, and the cursor goes into it.
let next = Math.max(0, ...[...editor.querySelectorAll("[data-next-number]")].map((one) => Number(one.dataset.nextNumber)));
editor.addEventListener("htmx:configRequest", (event) => {
  if (event.target.dataset.nextNumber) event.detail.parameters.number = next++;
});

// What was written and not saved is not left by a slip.
let changed = false;
editor.addEventListener("input", () => { changed = true; });
editor.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
