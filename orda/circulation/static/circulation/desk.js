// The desk by keyboard and scanner: keys press the button that names them, focus always comes home to the field.
const desk = document.getElementById("desk");
const form = document.getElementById("desk-scan");
const field = form.elements.scan;
const lost = document.getElementById("desk-lost");
const tones = { good: [880, 0.09], bad: [196, 0.35] };
let sound;
let line = Promise.resolve();

// A scanner does not wait: the field is free at once, and scans stand in line for their answers.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const scan = field.value.trim();
  field.value = "";
  if (!scan) return;
  const ask = () => htmx.ajax("POST", form.action, { target: "#desk", values: { scan } });
  line = line.then(ask).catch(() => {});
});

function beep(tone) {
  if (!tones[tone]) return;
  sound ??= new AudioContext();
  const [pitch, seconds] = tones[tone];
  const wave = sound.createOscillator();
  const volume = sound.createGain();
  wave.frequency.value = pitch;
  volume.gain.value = 0.08;
  wave.connect(volume).connect(sound.destination);
  wave.start();
  wave.stop(sound.currentTime + seconds);
}

function settle() {
  lost.hidden = true;
  if (field.value === "") (desk.querySelector("[data-focus]") ?? field).focus();
  beep(desk.querySelector("[data-tone]")?.dataset.tone);
}

function lose() {
  lost.hidden = false;
  beep("bad");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "+" && field.value !== "") return;
  const button = desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (event.key.length === 1 && !event.target.closest("input, textarea, select")) {
    // A scanner fires wherever the focus stands: its letters belong in the field.
    field.focus();
  }
});

desk.addEventListener("htmx:afterSwap", settle);
document.addEventListener("htmx:sendError", lose);
document.addEventListener("htmx:responseError", lose);
settle();
