// The screen at the door: a scanner types wherever the focus stands, a child who walked away is forgotten.
const tablet = document.getElementById("tablet");
const lost = document.getElementById("lost");
const camera = document.getElementById("camera");
const ECHO = 4000; // one label seen again within this is the same showing of it
const tones = { good: [[660, 0, 0.08], [990, 0.09, 0.12]], bad: [[247, 0, 0.16], [196, 0.18, 0.3]] };
let last = { code: "", at: 0 };
let alone;
let watching = false;

function play(tone) {
  if (tones[tone]) sing(tones[tone], 0.15);
}

function send(code) {
  const now = Date.now();
  const again = code === last.code && now - last.at < ECHO;
  last = { code, at: now };
  const form = document.getElementById("scan-form");
  if (again || !form) return;
  // A scanner does not wait: what is asked stands in line for its answer (hx-sync of #tablet).
  htmx.ajax("POST", form.action, { source: tablet, target: tablet, values: { scan: code } }).catch(() => {});
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "scan-form") {
    document.getElementById("scan")?.form.reset();
    last = { code: "", at: 0 }; // something else was asked for: the same label means something new
    return;
  }
  event.preventDefault();
  const field = event.target.elements.scan;
  const code = field.value.trim();
  field.value = "";
  if (code) send(code);
});

document.addEventListener("keydown", (event) => {
  wait();
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (event.target.closest("input") || (event.key === " " && event.target.closest("button"))) return;
  tablet.querySelector("[data-focus]")?.focus();
});
document.addEventListener("pointerdown", wait);

// Whoever left without saying so: their name and books must not greet the next.
function wait() {
  clearTimeout(alone);
  const done = tablet.querySelector("[data-done]");
  if (!done) return;
  const seconds = Number(tablet.querySelector("[data-leave]")?.dataset.leave ?? tablet.dataset.seconds);
  alone = setTimeout(() => done.click(), seconds * 1000);
}

function settle() {
  lost.hidden = true;
  document.documentElement.lang = tablet.querySelector("[lang]").lang;
  tablet.querySelector("[data-focus]")?.focus();
  play(tablet.querySelector("[data-tone]")?.dataset.tone);
  offerCamera();
  wait();
}

function offerCamera() {
  const able = "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia;
  const button = tablet.querySelector("[data-camera]");
  const hint = tablet.querySelector("[data-no-camera]");
  if (button) button.hidden = !able || watching;
  if (hint) hint.hidden = Boolean(able);
}

async function watch() {
  const video = camera.querySelector("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } });
  } catch {
    tablet.querySelector("[data-no-camera]").hidden = false;
    return;
  }
  watching = true;
  camera.hidden = false;
  offerCamera();
  await video.play();
  const detector = new BarcodeDetector();
  const look = async () => {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) send(found.rawValue);
    setTimeout(look, 250);
  };
  look();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-camera]")) watch();
});
tablet.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === tablet) settle();
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, () => {
    lost.hidden = false;
    play("bad");
  });
}
settle();
