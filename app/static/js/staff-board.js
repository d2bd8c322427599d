// Keeps the board of a group session up to date. Without it the page works the same: reload to see the newest state.
const board = document.querySelector("[data-refresh]");
const seconds = Number(board.dataset.refresh);
const chime = document.querySelector("[data-chime]");
const title = document.title;
let version = "";
let sound = null;

async function refresh() {
  if (document.hidden && sound === null) return;
  const headers = { "X-Refresh": "1", ...(version && { "If-None-Match": version }) };
  const answer = await fetch(board.dataset.address, { headers, redirect: "manual", cache: "no-store" });
  if (answer.status === 304 || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (fresh.querySelector(".inb-board") === null) return;
  announce(calls(fresh).filter((call) => !calls(board).includes(call)), calls(fresh).length);
  if (board.contains(document.activeElement)) return; // never move what somebody is about to press
  version = answer.headers.get("ETag") ?? "";
  board.replaceChildren(...fresh.childNodes);
}

function calls(within) {
  return [...within.querySelectorAll("[data-call]")].map((call) => call.dataset.call);
}

function announce(added, open) {
  document.title = open ? `(${open}) ${title}` : title;
  if (added.length && sound !== null) play();
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

if (window.AudioContext) {
  chime.hidden = false;
  chime.addEventListener("click", () => {
    sound = sound === null ? new AudioContext() : (sound.close(), null);
    chime.setAttribute("aria-pressed", String(sound !== null));
    if (sound !== null) play();
  });
}

setInterval(() => refresh().catch(() => {}), seconds * 1000); // a network that is away: try again next time
