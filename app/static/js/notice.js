// Tells the facilitator, by the server, what this device cannot do. The person at the screen is told nothing.
const told = new Set();

// kind: sound_missing, sound_broken, no_sound, storage_refused, answer_refused or page_not_kept; never which text it was
// about, for that would tell what somebody heard.
export function note(kind) {
  const token = document.querySelector("[name=csrf_token]");
  if (!token || told.has(kind)) return;
  told.add(kind);
  const body = new URLSearchParams({ csrf_token: token.value, kind });
  fetch(address(), { method: "POST", body, keepalive: true }).catch(() => told.delete(kind));
}

// For the next person on this device.
export function forget() {
  told.clear();
}

function address() {
  const { lang } = document.documentElement;
  return `${location.pathname.split(`/${lang}/`)[0]}/${lang}/device`;
}
