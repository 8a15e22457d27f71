// The desk by keyboard and scanner: keys press the button that names them, focus always comes home to the field.
const desk = document.getElementById("desk");
const tones = { good: [880, 0.09], bad: [196, 0.35] };
let sound;

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
  (desk.querySelector("[data-focus]") ?? desk.querySelector("#scan"))?.focus();
  beep(desk.querySelector("[data-tone]")?.dataset.tone);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.id === "scan" && event.target.value !== "";
  if (event.key === "+" && typing) return;
  const button = desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    // A scanner fires wherever the focus stands: its letters belong in the field.
    if (!event.target.closest("input, textarea, select")) desk.querySelector("#scan")?.focus();
  }
});

desk.addEventListener("htmx:afterSwap", settle);
settle();
