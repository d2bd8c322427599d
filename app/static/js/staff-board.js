// Keeps the board of a group session, or a list of reports that are made, up to date. Without it the page works the same: reload to see the newest state.
const board = document.querySelector("[data-refresh]");
const seconds = Number(board.dataset.refresh);
const chime = document.querySelector("[data-chime]");
const title = document.title;
const stale = document.querySelector("[data-stale]");
const said = document.querySelector("[data-said]");
const MISSED = 2; // rounds without an answer before it is said
let version = "";
let sound = null;
let heard = new Date();
let missed = 0;

async function refresh() {
  if (document.hidden && sound === null) return;
  const fresh = await ask().catch(() => null);
  tellAge(fresh !== null);
  if (fresh === null || fresh === "same") return;
  announce(calls(fresh).filter((call) => !calls(board).includes(call)), fresh);
  const focus = nameOf(document.activeElement);
  tell(fresh);
  board.replaceChildren(...fresh.childNodes);
  if (focus) [...board.querySelectorAll("a, button")].find((one) => nameOf(one) === focus)?.focus({ preventScroll: true });
}

// The board as it is now, "same" when nothing changed, or null when it cannot be had: no network, or signed out.
async function ask() {
  const headers = { "X-Refresh": "1", ...(version && { "If-None-Match": version }) };
  const answer = await fetch(board.dataset.address, { headers, redirect: "manual", cache: "no-store" });
  if (answer.status === 304) return "same";
  if (!answer.ok) return null;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (fresh.querySelector("[data-fresh]") === null) return null;
  version = answer.headers.get("ETag") ?? "";
  return fresh;
}

// A board that stands still must say so: nobody waits behind a raised hand that is not shown.
function tellAge(answered) {
  missed = answered ? 0 : missed + 1;
  if (answered) heard = new Date();
  const time = stale.querySelector("[data-since]");
  time.dateTime = heard.toISOString();
  time.textContent = heard.toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  const old = missed >= MISSED;
  if (old && stale.hidden && sound !== null) play();
  stale.hidden = !old;
}

// What a control does, the same after the board was drawn anew; nothing for what lies outside.
function nameOf(control) {
  if (!board.contains(control)) return "";
  return control.href ?? `${control.form?.action} ${control.value}`;
}

function calls(within) {
  return [...within.querySelectorAll("[data-call]")].map((call) => call.dataset.call);
}

// What is new is said once, by words that stay when the board is drawn anew: a screen reader reads those, when it is quiet.
function announce(added, fresh) {
  const open = calls(fresh).length;
  document.title = open ? `(${open}) ${title}` : title;
  if (added.length || open === 0) said.textContent = added.map((call) => wordsOf(fresh, call)).join(" ");
  if (added.length && sound !== null) play();
}

// A sentence that is there only now, such as that everything is ready.
function tell(fresh) {
  const words = (within) => within.querySelector("[data-tell]")?.textContent.trim() ?? "";
  if (words(fresh) && words(fresh) !== words(board)) said.textContent = words(fresh);
}

function wordsOf(within, call) {
  return `${within.querySelector(`[data-call="${call}"] [data-says]`).textContent.trim()}`.replace(/\.?$/, ".");
}

// Two soft notes, made here: no file, and nothing before the button was pressed.
function play() {
  [523, 659].forEach((pitch, at) => {
    const note = sound.createOscillator();
    const volume = sound.createGain();
    note.frequency.value = pitch;
    volume.gain.value = 0.08;
    note.connect(volume).connect(sound.destination);
    note.start(sound.currentTime + at * 0.25);
    note.stop(sound.currentTime + at * 0.25 + 0.2);
  });
}

if (chime && window.AudioContext) {
  chime.hidden = false;
  chime.addEventListener("click", () => {
    sound = sound === null ? new AudioContext() : (sound.close(), null);
    chime.setAttribute("aria-pressed", String(sound !== null));
    if (sound !== null) play();
  });
}

setInterval(refresh, seconds * 1000);
