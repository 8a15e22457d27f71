// The desk by keyboard and scanner: keys press the button that names them, focus always comes home to the field.
const desk = document.getElementById("desk");
const form = document.getElementById("desk-scan");
const field = form.elements.scan;
const lost = document.getElementById("desk-lost");
const slip = document.getElementById("slip");
const sound = document.getElementById("sound");
// Each sound as its notes: pitch, moment of its beginning, seconds. Up: good; twice the same: look; down and low: no.
const tones = {
  good: [[660, 0, 0.07], [990, 0.08, 0.1]],
  warn: [[740, 0, 0.12], [740, 0.18, 0.16]],
  bad: [[247, 0, 0.16], [175, 0.17, 0.3]],
};
let line = Promise.resolve();

// A scanner does not wait: the field is free at once, and scans stand in line for their answers.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const scan = field.value.trim();
  field.value = "";
  if (!scan) return;
  // The page as it stands when its turn comes: whom it shows is whom the scan is for.
  const shown = () => document.getElementById("desk-shown").value;
  const ask = () => htmx.ajax("POST", form.action, { target: "#desk", values: { scan, shown: shown() } });
  line = line.then(ask).catch(() => {});
});

function isLoud() {
  return sound.getAttribute("aria-pressed") === "true";
}

function play(tone) {
  if (tones[tone] && isLoud()) sing(tones[tone], 0.1);
}

// Whether this desk may be heard is remembered by this desk's machine.
sound.setAttribute("aria-pressed", String(localStorage.getItem("desk-sound") !== "off"));
sound.hidden = false;
sound.addEventListener("click", () => {
  const loud = !isLoud();
  sound.setAttribute("aria-pressed", String(loud));
  localStorage.setItem("desk-sound", loud ? "on" : "off");
  play("good");
  field.focus();
});

function settle() {
  lost.hidden = true;
  if (field.value === "") (desk.querySelector("[data-focus]") ?? field).focus();
  play(desk.querySelector("[data-tone]")?.dataset.tone);
}

function lose() {
  lost.hidden = false;
  play("bad");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.closest("input, textarea, select");
  // A letter belongs to the text that is being written; a key of the desk is a letter only where the field is empty.
  if (event.key.length === 1 && typing && (typing !== field || field.value !== "")) return;
  const button = desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button && event.key.length === 1) {
    // The sign may be a scan's first: it is a key where nothing follows it.
    field.focus();
    scanner.alone(() => {
      if (field.value !== event.key) return;
      field.value = "";
      desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    });
  } else if (button) {
    event.preventDefault();
    button.click();
  } else if (event.key.length === 1 && !typing) {
    // A scanner fires wherever the focus stands: its letters belong in the field.
    field.focus();
  }
});

desk.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== desk) return;
  // What the page said as it came was about whoever stood here then.
  for (const said of document.querySelectorAll(".page-message")) said.remove();
  settle();
});
slip.addEventListener("htmx:afterSwap", () => window.print());
window.addEventListener("afterprint", () => {
  slip.replaceChildren();
  field.focus();
});
document.addEventListener("htmx:sendError", lose);
// A page grown old is told by the house.
document.addEventListener("htmx:responseError", (event) => (event.detail.xhr.status === 403 ? play("bad") : lose()));
settle();
