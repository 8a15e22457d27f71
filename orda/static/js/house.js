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

// Signed out meanwhile: a part of a page must not become the sign-in page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (answered && new URL(answered).pathname.startsWith("/sign-in/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
