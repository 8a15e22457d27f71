// The desk that works alone: the same field and keys as with a connection, acts kept until there is one.
import * as store from "./offline_store.js";

const form = document.getElementById("desk-scan");
const field = form.elements.scan;
const says = document.getElementById("says");
const log = document.getElementById("log");
const count = document.getElementById("waiting");
const state = document.getElementById("state");
const reader = document.getElementById("reader");
const known = document.getElementById("known");
const ask = document.getElementById("ask");
const renewKey = document.getElementById("renewing");
const holdKey = document.getElementById("holding");
const roomKey = document.getElementById("room");
const words = JSON.parse(document.getElementById("words").textContent);
const layouts = JSON.parse(document.getElementById("layouts").textContent);
const addresses = { ...document.getElementById("desk").dataset };
const ECHO = 3000;
const OUT = 1, PUT_BY = 2, WANTED = 4; // what is known of a copy (orda/circulation/offline/snapshot.py)
const VISITS = { "+": "visit", "*": "visit_event", "/": "visit_other" };
const EVERY = 8000; // milliseconds between two looks for the connection

let taken;
let card; // {number, out, may}
let renewing = false; // copies that are out are renewed, not taken back
let holding = false; // the next copy is not lent: its title is waited for
let inRoom = sessionStorage.getItem("desk-room") === "true"; // as on the desk with a connection (offline_watch.js)
let undone = []; // [{number, print, before}] of this page alone
let echo = { scan: "", at: 0 };
let unknown = "";

function say(text, tone = "good") {
  says.textContent = text;
  says.className = `notice notice--${tone} desk__says`;
  const line = document.createElement("li");
  line.dataset.tone = tone;
  line.textContent = text;
  log.prepend(line);
  while (log.children.length > 8) log.lastChild.remove();
}

async function show() {
  count.textContent = await store.waiting();
  reader.hidden = !card;
  if (card) reader.textContent = `${words.card.replace("%(end)s", card.number.slice(-4))} · ${card.out} ${words.items_out}`;
  press(renewKey, renewing);
  press(holdKey, holding);
  press(roomKey, inRoom);
  ask.hidden = !unknown;
  if (unknown) ask.querySelector("button").focus();
  else field.focus();
}

function press(key, on) {
  key.setAttribute("aria-pressed", String(on));
  key.classList.toggle("button--primary", on);
  key.classList.toggle("button--quiet", !on);
}

async function act(what, print, out) {
  const before = print ? await store.changed(print) : undefined;
  const number = await store.keep({ ...what, at: new Date().toISOString() }, taken, print, out);
  undone.push({ number, print, before });
}

async function take(scan) {
  if (!taken) return say(words.nothing_known, "bad");
  const visits = /^(?:(\d{0,4})([+*/])|(\+)(\d{1,4}))$/.exec(scan);
  if (visits) return visit(Number(visits[1] || visits[4] || 1), VISITS[visits[2] ?? visits[3]]);
  scan = await meant(scan);
  if (scan === echo.scan && Date.now() - echo.at < ECHO) {
    echo.scan = "";
    return say(words.twice, "bad");
  }
  echo.scan = ""; // another label between two of the same: meant, as on the desk with a connection
  const print = await store.fingerprint(taken.salt, scan);
  const since = await store.changed(print);
  const known = taken.copies[print];
  // What was lent or came back since it was taken along is put by for nobody any more.
  if (since !== undefined) return copy(scan, print, Boolean(since), known & WANTED);
  if (known !== undefined) return copy(scan, print, Boolean(known & OUT), known);
  if (taken.cards[print]) return open(scan, ...taken.cards[print]);
  if (!/\d/.test(scan)) return say(words.no_names, "bad");
  unknown = scan;
  return say(words.unknown, "warn");
}

// The code that a scan means: of several the one that was taken along.
async function meant(scan) {
  const read = scanner.readings(scan, layouts);
  for (const one of read) {
    const print = await store.fingerprint(taken.salt, one);
    if (taken.copies[print] !== undefined || taken.cards[print] || (await store.changed(print)) !== undefined) return one;
  }
  return /\d/.test(scan) || read[0].replace(/\D/g, "").length > 3 ? read[0] : scan;
}

function open(number, out, may, ready) {
  card = { number, out, may };
  if (!may) return say(words.may_not, "warn");
  if (ready) say(`${words.ready}: ${ready}`, "warn");
  else say(words.card.replace("%(end)s", number.slice(-4)));
}

async function copy(barcode, print, out, known = 0) {
  if (holding) {
    if (!card) return say(words.card_first, "bad");
    holding = false;
    await act({ kind: "hold", barcode, card: card.number });
    say(`${words.held}: ${barcode}`);
  } else if (renewing) {
    if (!out) return say(`${words.not_out} ${barcode}`, "bad");
    await act({ kind: "renew", barcode });
    say(`${words.renewed}: ${barcode}`);
  } else if (out) {
    await act({ kind: "give_back", barcode }, print, 0);
    if (known & WANTED) say(`${words.returned}: ${barcode}. ${words.wanted}`, "warn");
    else say(`${words.returned}: ${barcode}`);
  } else if (known & PUT_BY && !(await isTheirs(barcode))) {
    return say(words.put_by, "bad");
  } else if (!card) {
    return say(words.card_first, "bad");
  } else {
    await act({ kind: inRoom ? "lend_here" : "lend", barcode, card: card.number }, print, 1);
    card.out += 1;
    say(`${inRoom ? words.lent_here : words.lent}: ${barcode}`);
  }
  echo = { scan: barcode, at: Date.now() };
}

// Whether a copy that is put by is put by for the card at the desk.
async function isTheirs(barcode) {
  return Boolean(card) && (taken.promised ?? []).includes(await store.fingerprint(taken.salt, `${barcode} ${card.number}`));
}

async function visit(quantity, kind) {
  if (quantity < 1 || quantity > 1000) return say(words.bad_number, "bad");
  await act({ kind, quantity });
  say(`${words.visits}: ${quantity}`);
}

async function undo() {
  const last = undone.pop();
  if (!last) return say(words.nothing_to_undo, "warn");
  await store.drop(last.number);
  if (last.print) await store.setChanged(last.print, last.before);
  card = undefined;
  say(words.undone);
}

async function settle(isCard) {
  const scan = unknown;
  unknown = "";
  if (isCard) open(scan, 0, 1);
  else await copy(scan, await store.fingerprint(taken.salt, scan), renewing || !card);
}

function room() {
  inRoom = !inRoom;
  sessionStorage.setItem("desk-room", String(inRoom));
  say(inRoom ? words.in_room : words.at_home, "warn");
}

function hold() {
  if (!card) return say(words.card_first, "bad");
  holding = !holding;
  renewing = false;
  say(holding ? words.holding : words.not_renewing, "warn");
}

function renew() {
  renewing = !renewing;
  holding = false;
  say(renewing ? words.renewing : words.not_renewing, "warn");
}

// Acts stand in line: a scanner is faster than sealing, and than what is known is read.
let line = know().catch((fault) => say(String(fault), "bad"));
const next = (work) => (line = line.then(work).then(show).catch((fault) => say(String(fault), "bad")));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const scan = field.value.trim();
  field.value = "";
  if (scan) next(() => take(scan));
});

// A key means what it means with a connection (F9: what is offered), or nothing there (F1, Insert).
const keys = {
  ...Object.fromEntries(Object.entries(VISITS).map(([sign, kind]) => [sign, () => next(() => visit(1, kind))])),
  F1: () => next(renew),
  F8: () => next(undo),
  F9: () => next(() => unknown && settle(true)),
  F4: () => next(room),
  Insert: () => next(() => unknown && settle(false)),
  Escape: () => next(() => { card = undefined; unknown = ""; renewing = holding = false; }),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key.length === 1 && field.value !== "") return;
  if (keys[event.key] && event.key.length === 1) {
    // The sign may be a scan's first: it is a key where nothing follows it.
    field.focus();
    scanner.alone(() => {
      if (field.value !== event.key) return;
      field.value = "";
      keys[event.key]();
    });
  } else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  } else if (event.key.length === 1 && !event.target.closest("input, textarea, select")) field.focus();
});
for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => keys[button.dataset.key]());

roomKey.addEventListener("click", () => keys.F4());
holdKey.addEventListener("click", () => next(hold));

async function look() {
  let answer;
  try {
    answer = await (await fetch(addresses.ping, { signal: AbortSignal.timeout(5000) })).json();
  } catch {
    state.textContent = words.offline;
    state.className = "notice notice--warn";
    return;
  }
  state.className = "notice notice--good";
  state.textContent = answer.signed_in ? words.online : words.sign_in;
  document.getElementById("back").hidden = false;
  if (answer.signed_in) await bringIn();
}

async function bringIn() {
  if ((await store.waiting()) > 0) {
    const told = await store.handIn(addresses);
    undone = [];
    state.textContent = told.signedOut ? words.sign_in : `${words.online} ${words.written}: ${told.written}`;
    for (const [said, number, part] of [[words.to_look_at, told.toLookAt, ""], [words.to_lay_by, told.toLayBy, "#laid-by"]]) {
      if (number === 0) continue;
      const link = document.createElement("a");
      link.href = addresses.acts + part;
      link.textContent = `${said}: ${number}`;
      state.append(" · ", link);
    }
  }
  taken = await store.takeAlong(addresses.taken);
  await show();
}

const two = (number) => String(number).padStart(2, "0");
const moment = (at) =>
  `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;

// What the desk took along, and the scan that had no answer: before anything that is scanned here.
async function know() {
  if (!globalThis.crypto?.subtle) return;
  taken = await store.taken();
  const unsure = sessionStorage.getItem("desk-unsure");
  sessionStorage.removeItem("desk-unsure");
  if (!unsure || !taken) return;
  say(words.maybe, "warn");
  const { scan, reader: at } = JSON.parse(unsure);
  if (at) card = { number: at, out: 0, may: 1 };
  await take(scan);
}

async function begin() {
  if (!globalThis.crypto?.subtle) return say(words.no_crypto, "bad");
  await line;
  if (taken) known.textContent = `${taken.library} · ${words.taken_at} ${moment(new Date(taken.at))}`;
  else say(words.nothing_known, "bad");
  await show();
  await look();
  setInterval(look, EVERY);
  addEventListener("online", look);
}

begin().catch((fault) => say(String(fault), "bad"));
