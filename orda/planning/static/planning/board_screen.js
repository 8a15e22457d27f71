// The big screen: says so when the figures grow old, and asks for a sign-in when the session is over.
const lost = (is) => document.getElementById("screen").toggleAttribute("data-lost", is);
for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => lost(true));
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (answered && new URL(answered).pathname.startsWith("/sign-in/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
