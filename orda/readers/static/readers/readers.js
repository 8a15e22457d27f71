// The registration by keyboard: a scanner's Enter goes to the next field, and a tick opens what belongs to it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches('[data-scan=""]')) return;
  event.preventDefault();
  const fields = [...event.target.form.elements].filter((one) => one.offsetParent !== null && one.type !== "hidden" && one.tagName !== "FIELDSET");
  fields[fields.indexOf(event.target) + 1]?.focus();
});

document.addEventListener("change", (event) => {
  const opened = document.querySelector(`[data-opens-with="${CSS.escape(event.target.id)}"]`);
  if (opened) opened.open = event.target.checked;
});
