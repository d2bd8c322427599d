// Tells the facilitator, by the server, what this device cannot do. The person at the screen is told nothing.
const told = new Set();

// kind: sound_missing, sound_broken, no_sound or storage_refused; detail: the key of a text, or nothing.
export function note(kind, detail = "") {
  const token = document.querySelector("[name=csrf_token]");
  const what = `${kind} ${detail}`;
  if (!token || told.has(what)) return;
  told.add(what);
  const body = new URLSearchParams({ csrf_token: token.value, kind, detail });
  fetch(address(), { method: "POST", body, keepalive: true }).catch(() => told.delete(what));
}

// For the next person on this device.
export function forget() {
  told.clear();
}

function address() {
  const { lang } = document.documentElement;
  return `${location.pathname.split(`/${lang}/`)[0]}/${lang}/device`;
}
