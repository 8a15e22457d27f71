// A scanner is a keyboard that no hand can follow. Its keys are read where they lie, so that the keyboard's language
// does not matter; what ends them (Enter, Tab or nothing) sends the field just the same. Fields that take a scan are
// marked: data-scan="send" sends its form, data-scan in a longer form does not.
const scanner = (() => {
  const FAST = 80; // milliseconds between two keys: faster than a hand; wireless scanners stutter
  const SILENT = 160; // after the last key: the scan is over
  const LEAST = 4; // keys
  const LEAST_ALONE = 6; // where neither Enter nor Tab says that it is over
  const ROWS = { Digit: ["0123456789", ")!@#$%^&*("], Numpad: ["0123456789", "0123456789"] };
  const SIGNS = {
    Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|", Semicolon: ";:", Quote: "'\"",
    Comma: ",<", Period: ".>", Slash: "/?", Backquote: "`~", Space: "  ", NumpadMultiply: "**", NumpadAdd: "++",
    NumpadSubtract: "--", NumpadDecimal: "..", NumpadDivide: "//",
  };
  let keys = []; // {typed, latin, at}
  let over;

  function latin({ code, shiftKey }) {
    const shift = shiftKey ? 1 : 0;
    if (code.startsWith("Key")) return shift ? code[3] : code[3].toLowerCase();
    const [, row, digit] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
    return row ? ROWS[row][shift][digit] : (SIGNS[code]?.[shift] ?? "");
  }

  // Half of it digits: a name that is typed fast is none.
  function isNumber(text) {
    const digits = text.replace(/\D/g, "").length;
    return digits >= LEAST && digits * 2 >= text.length;
  }

  // What was scanned, if it was: typed as it came, and read by its keys.
  function scanned(least = LEAST) {
    const gaps = keys.slice(1).map((key, n) => key.at - keys[n].at);
    if (keys.length < least || gaps.some((gap) => gap > FAST)) return undefined;
    const typed = keys.map((key) => key.typed).join("");
    const byKeys = keys.every((key) => key.latin) ? keys.map((key) => key.latin).join("") : "";
    // Latin letters are believed: the scanner and the computer agree on the keyboard, whichever it is.
    const read = /^[\x20-\x7e]*$/.test(typed) || !isNumber(byKeys) ? typed : byKeys;
    return { typed, read, ms: keys.at(-1).at - keys[0].at };
  }

  function tell(field, scan, suffix) {
    const { typed, read } = scan;
    if (typed !== read && field.value.endsWith(typed)) field.value = field.value.slice(0, -typed.length) + read;
    field.dispatchEvent(new CustomEvent("scanned", { bubbles: true, detail: { ...scan, suffix } }));
  }

  function end(event) {
    clearTimeout(over);
    const field = event.target.closest("[data-scan]");
    const scan = field && scanned();
    keys = [];
    if (!scan) return;
    tell(field, scan, event.key);
    if (event.key === "Tab" && field.dataset.scan === "send") {
      event.preventDefault();
      field.form.requestSubmit();
    }
  }

  function endAlone() {
    const field = document.activeElement?.closest("[data-scan]");
    const scan = field && scanned(LEAST_ALONE);
    if (!scan || !isNumber(scan.read)) return;
    keys = [];
    tell(field, scan, "");
    if (field.dataset.scan === "send") field.form.requestSubmit();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === "Tab") return end(event);
      if (event.key.length !== 1) return;
      const now = event.timeStamp; // of the key itself: a busy page sees it later
      if (keys.length && now - keys.at(-1).at > FAST) keys = [];
      keys.push({ typed: event.key, latin: latin(event), at: now });
      clearTimeout(over);
      over = setTimeout(endAlone, SILENT);
    },
    true,
  );

  // A sign that is a key of its own ("*") may be the first of a scan ("*2000000019*"): it is pressed when nothing follows.
  function alone(press) {
    setTimeout(() => keys.length <= 1 && press(), SILENT);
  }

  // What a scan may mean, the likeliest first, as orda/network/codes.py reads it. `layouts`: language -> sign -> Latin sign.
  function readings(text, layouts = {}) {
    const bare = text.normalize("NFC").replace(/[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\ufeff]+/g, "");
    const ascii = /^[\x20-\x7e]*$/;
    const spellings = ascii.test(bare) ? [bare] : [];
    for (const layout of Object.values(layouts)) {
      const read = [...bare].map((sign) => layout[sign] ?? layout[sign.toUpperCase()] ?? sign).join("");
      if (!ascii.test(bare) && ascii.test(read)) spellings.push(read);
    }
    const found = new Set();
    for (const spelt of spellings) {
      const plain = spelt.replace(/^\][A-Za-z][0-9A-Za-z]/, "").replace(/^\*(.+)\*$/, "$1").toUpperCase();
      for (const one of [plain, plain.replace(/^[A-D](.+)[A-DTNE]$/, "$1")]) {
        if (/^[0-9A-Z]([0-9A-Z./_:-]*[0-9A-Z])?$/.test(one)) found.add(one);
      }
    }
    return found.size ? [...found] : [bare.toUpperCase()];
  }

  return { alone, readings };
})();
