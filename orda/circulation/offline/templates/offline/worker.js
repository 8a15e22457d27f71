{% autoescape off %}// Answers for the desk when the server doesn't. Made by the server: a new set of files makes a new worker.
const KEPT = "desk-{{ version }}";
const FILES = new Set({{ files_json }});
const PAGE = "{{ page }}";
const DESK = "{{ desk }}";
const PATIENCE = 6000; // milliseconds that a page is waited for

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("desk-") && name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(clear.then(() => self.clients.claim()));
});

// The page itself is kept once somebody is signed in, anew at each visit of the desk, in their language.
self.addEventListener("message", (event) => {
  if (event.data === "keep the page") event.waitUntil(keepThePage());
});

async function keepThePage() {
  const answer = await fetch(PAGE);
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(PAGE, answer);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (FILES.has(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  else if (request.mode === "navigate" && (pathname === DESK || pathname === PAGE)) event.respondWith(open(request));
});

async function open(request) {
  try {
    const late = new Promise((_, give_up) => setTimeout(() => give_up(new Error("late")), PATIENCE));
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status < 502) return answer;
    throw new Error("nobody behind the proxy");
  } catch (lost) {
    const kept = await caches.match(PAGE);
    if (!kept) throw lost;
    return kept;
  }
}
{% endautoescape %}
