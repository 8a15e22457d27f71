// The entrance: the field is always ready for the next card, and a greeting does not stay for the next in line to read.
const form = document.getElementById("entrance-card");
const field = form.elements.card;
const hello = document.getElementById("hello");
const SHOWN = 5000; // milliseconds
let wiped;

hello.addEventListener("htmx:afterSwap", () => {
  field.value = "";
  field.focus();
  clearTimeout(wiped);
  wiped = setTimeout(() => hello.replaceChildren(), SHOWN);
});
document.addEventListener("keydown", (event) => {
  if (event.key.length === 1) field.focus();
});
