// What a desk keeps for the time without a connection: what it took along, and its sealed acts. Acts are enciphered
// for the server's key (orda/circulation/offline/seal.py opens them): nobody reads them here, not even this page.
const HAND_IN = 50; // acts in one message
const INFO = new TextEncoder().encode("orda desk without a connection");

const store = new Promise((done, fail) => {
  const asked = indexedDB.open("orda-desk", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("taken");
    asked.result.createObjectStore("acts", { autoIncrement: true });
    asked.result.createObjectStore("since"); // what changed since it was taken: fingerprint -> is out
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function within(names, mode, work) {
  const moved = (await store).transaction(names, mode, { durability: "strict" });
  const answer = work(...names.map((name) => moved.objectStore(name)));
  return new Promise((done, fail) => {
    moved.oncomplete = () => done(answer?.result);
    moved.onerror = moved.onabort = () => fail(moved.error);
  });
}

export const taken = () => within(["taken"], "readonly", (kept) => kept.get("now"));
export const waiting = () => within(["acts"], "readonly", (acts) => acts.count());
export const drop = (number) => within(["acts"], "readwrite", (acts) => acts.delete(number));
export const changed = (print) => within(["since"], "readonly", (since) => since.get(print));
const change = (since, print, is) => (is === undefined ? since.delete(print) : since.put(is, print));
export const setChanged = (print, is) => within(["since"], "readwrite", (since) => void change(since, print, is));

// Takes along what the server tells, unless acts still wait: they are not in it. What is kept then.
export async function takeAlong(address) {
  const answer = await fetch(address);
  if (answer.ok && !answer.redirected && (await waiting()) === 0) {
    const told = { ...(await answer.json()), csrf: undefined, at: new Date().toISOString() };
    await within(["taken", "since"], "readwrite", (kept, since) => {
      kept.put(told, "now");
      since.clear();
    });
  }
  return taken();
}

export async function fingerprint(salt, number) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(salt + number));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 12);
}

// Seals an act and keeps it with what it changed, both or neither; its number in the store.
export async function keep(act, { seal, place }, print, out) {
  const key = crypto.randomUUID();
  const sealed = await sealFor(seal, { ...act, key, place });
  return within(["acts", "since"], "readwrite", (acts, since) => {
    if (print) since.put(out, print);
    return acts.add({ key, sealed });
  });
}

async function sealFor(publicKey, what) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", bytes(publicKey), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const agreed = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const key = await crypto.subtle.deriveKey(agreed, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(what));
  const enciphered = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  return base64(point, iv, enciphered);
}

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function base64(...parts) {
  let text = "";
  for (const part of parts) for (const byte of new Uint8Array(part)) text += String.fromCharCode(byte);
  return btoa(text);
}

// Hands in what waits, oldest first. Only what the server answered leaves the store.
let running;
export function handIn(addresses) {
  running ??= handInAll(addresses).finally(() => (running = undefined));
  return running;
}

async function handInAll({ taken: where, handIn: to }) {
  const told = { written: 0, toLookAt: 0, toLayBy: 0, signedOut: false };
  const known = await fetch(where);
  if (!known.ok || known.redirected) return { ...told, signedOut: true };
  const { csrf } = await known.json();
  for (;;) {
    const batch = await oldest();
    if (batch.length === 0) return told;
    const acts = batch.map(({ key, sealed }) => ({ key, sealed }));
    const body = JSON.stringify({ sent_at: new Date().toISOString(), acts });
    const answer = await fetch(to, { method: "POST", body, headers: { "X-CSRFToken": csrf } });
    if (!answer.ok || answer.redirected) return { ...told, signedOut: answer.redirected || answer.status === 403 };
    const { answers, to_lay_by: toLayBy } = await answer.json();
    told.toLayBy = toLayBy;
    let left = 0;
    let foreign = false;
    for (const { number, key } of batch) {
      const outcome = answers[key]?.outcome;
      foreign ||= outcome === "not_here";
      if (outcome === undefined || outcome === "not_here") continue; // a fault of the house: it comes again
      await drop(number);
      left += 1;
      if (outcome === "done" || outcome === "settled") told.written += 1;
      else told.toLookAt += 1;
    }
    if (left === 0) return { ...told, signedOut: foreign };
  }
}

async function oldest() {
  const found = [];
  await within(["acts"], "readonly", (acts) => {
    acts.openCursor().onsuccess = ({ target }) => {
      const at = target.result;
      if (!at || found.length === HAND_IN) return;
      found.push({ number: at.key, ...at.value });
      at.continue();
    };
  });
  return found;
}
