// On the desk with a connection: takes along what the desk would need without one, hands in what waits, and when no
// answer comes goes on without.
import * as store from "./offline_store.js";

const desk = document.getElementById("desk");
const addresses = { ...document.getElementById("offline").dataset };
const come = document.getElementById("offline-come");
const EVERY = 10 * 60 * 1000; // milliseconds between two takings

async function ready() {
  if (!("serviceWorker" in navigator) || !globalThis.crypto?.subtle) return;
  await navigator.serviceWorker.register(addresses.worker);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("keep the page");
  if ((await store.waiting()) > 0) tell(await store.handIn(addresses));
  await store.takeAlong(addresses.taken);
  desk.dataset.ready = "";
}

function tell({ written, toLookAt, toLayBy }) {
  if (written + toLookAt === 0) return;
  come.hidden = false;
  come.querySelector("[data-written]").textContent = written;
  for (const [name, number] of [["look", toLookAt], ["lay", toLayBy]]) {
    const link = come.querySelector(`[data-${name}]`);
    link.hidden = number === 0;
    link.querySelector("span").textContent = number;
  }
}

// Where loans go is the same without a connection.
function noteRoom() {
  sessionStorage.setItem("desk-room", desk.querySelector('[data-key="F4"]').getAttribute("aria-pressed"));
}

// What was done here since the last taking is known without a connection too.
desk.addEventListener("htmx:afterSwap", async ({ detail }) => {
  noteRoom();
  const scan = detail.requestConfig?.parameters?.scan;
  const done = desk.querySelector("[data-act]")?.dataset.act;
  const known = await store.taken();
  if (!scan || !known || !["loan", "return"].includes(done)) return;
  await store.setChanged(await store.fingerprint(known.salt, scan), done === "loan" ? 1 : 0);
});

document.addEventListener("htmx:sendError", goOn);
document.addEventListener("htmx:responseError", (event) => event.detail.xhr.status >= 502 && goOn(event));

// The scan whose answer didn't come goes along: done or not, it is done once.
async function goOn({ detail }) {
  const scan = detail.requestConfig?.parameters?.scan;
  if (!(await store.taken())) return;
  const reader = desk.querySelector("[data-card]")?.dataset.card;
  if (scan) sessionStorage.setItem("desk-unsure", JSON.stringify({ scan, reader }));
  location.assign(addresses.page);
}

noteRoom();
ready().catch(() => {});
setInterval(() => store.takeAlong(addresses.taken).catch(() => {}), EVERY);
