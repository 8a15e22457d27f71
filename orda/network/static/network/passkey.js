// Passkeys: the house asks, the browser asks the key, the house is told. Buttons: data-passkey="add" or "prove".
const words = document.getElementById("passkey-says");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function ask(url, body) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (told.refusal) throw new Error(told.refusal);
  return told;
}

async function made(options) {
  const keys = options.excludeCredentials?.map((one) => ({ ...one, id: bytes(one.id) }));
  const user = { ...options.user, id: bytes(options.user.id) };
  const key = await navigator.credentials.create({ publicKey: { ...options, user, challenge: bytes(options.challenge), excludeCredentials: keys } });
  return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(),
    response: { clientDataJSON: text(key.response.clientDataJSON), attestationObject: text(key.response.attestationObject) } };
}

async function proved(options) {
  const keys = options.allowCredentials?.map((one) => ({ ...one, id: bytes(one.id) }));
  const key = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: keys } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(),
    response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) } };
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-passkey]");
  if (!button) return;
  button.disabled = true;
  words.hidden = true;
  try {
    const { publicKey } = await ask(button.dataset.url);
    const adds = button.dataset.passkey === "add";
    const told = adds
      ? { name: document.getElementById("passkey-name").value, answer: await made(publicKey) }
      : await proved(publicKey);
    location.assign((await ask(button.dataset.url, told)).next);
  } catch (error) {
    // Refused by the house: in its words; broken off by the person or the browser: nothing was changed.
    words.textContent = error.name === "Error" ? error.message : words.dataset.broken;
    words.hidden = false;
    button.disabled = false;
  }
});
