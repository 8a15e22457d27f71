// What the server can't know of a scan: how it came to its end and how fast it was typed. Kept until the answer is here.
const form = document.getElementById("try-scan");
const field = form.elements.sent;

field.addEventListener("scanned", ({ detail: { typed, read, suffix, ms } }) => {
  // As it came, not as its keys lie.
  if (field.value.endsWith(read)) field.value = field.value.slice(0, -read.length) + typed;
  sessionStorage.setItem("scanned", JSON.stringify({ typed, suffix, ms: Math.round(ms) }));
});

const rows = document.querySelectorAll("[data-keys]");
const kept = JSON.parse(sessionStorage.getItem("scanned") ?? "null");
sessionStorage.removeItem("scanned");
if (rows.length && kept && new URL(location).searchParams.get("sent")?.trim().endsWith(kept.typed.trim())) {
  const told = rows[1];
  const end = told.dataset[`ends${kept.suffix || "Nothing"}`];
  told.textContent = `${end}, ${told.dataset.in.replace("{ms}", kept.ms)}`;
  for (const row of rows) row.hidden = false;
}
