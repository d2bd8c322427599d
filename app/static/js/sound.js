// One voice for the whole document. What carries data-sound can be heard: one thing at a time, marked while it speaks, in
// the order on screen. Where sound is missing or fails, every page works the same, in silence.
import { note } from "./notice.js";

const SILENCE = new URL("../static/sound/silence.wav", import.meta.url).href;
const SPEAKING = "inb-speaking";
const SLOW = "inbeeld-slow";
const STUCK = 6000; // milliseconds in which a sound that is there has to begin
const PICTURES = "main[data-variant=pictogram]";

const audio = typeof Audio === "function" ? new Audio() : null;
const files = ["audio/ogg; codecs=opus", "audio/mpeg"].map((type) => audio && audio.canPlayType(type) !== "");
const order = files[0] ? [".opus", ".mp3"] : [".mp3", ".opus"];
const works = files.includes(true);

let turn = 0; // each call to speak has its number; an older one has nothing to say any more
let end = null; // ends what sounds now
let whole = false; // whether the whole screen is read, which the ear can pause
let touched = false; // browsers refuse sound before somebody touched the document
let slow = remembered();

// Whether an element can be heard.
export function can(element) {
  return works && Boolean(element.dataset.sound);
}

// The file of a sound that this browser likes.
export const fileOf = (sound) => sound + order[0];

// Silence, at once.
export function stop() {
  turn += 1;
  whole = false;
  if (audio) audio.pause();
  if (end) end("");
  for (const one of document.querySelectorAll(`.${SPEAKING}`)) one.classList.remove(SPEAKING);
  state("");
}

// Say these elements one after the other; whatever spoke before is silent. failed(): called for one that stays unheard.
export async function say(elements, failed = () => {}) {
  stop();
  const mine = turn;
  for (const element of [...elements].filter(can)) {
    const problem = await speak(element, mine);
    if (mine !== turn) return;
    if (problem) failed(element);
  }
  whole = false;
  state("");
}

// A page came: silence, show what can be used here, and in the picture variant ask the question aloud.
export function start(page) {
  stop();
  const heard = [...page.querySelectorAll("[data-sound]")];
  for (const control of page.querySelectorAll("[data-listen], [data-speed]")) control.hidden = !works || !heard.length;
  showSpeed(page);
  if (heard.length && !works) note("no_sound");
  if (!page.querySelector(PICTURES)) return;
  if (!heard.length || page.querySelector("[data-key]:not([data-sound])")) note("sound_missing");
  if (touched) prompt();
}

function prompt() {
  say(document.querySelectorAll(`${PICTURES} [data-prompt]`));
}

// Speak one element: the file that this browser likes, else the other. Gives what was wrong, or nothing.
async function speak(element, mine) {
  element.classList.add(SPEAKING);
  let problem = "";
  for (const kind of order) {
    problem = await play(element.dataset.sound + kind, () => begun(element));
    if (mine !== turn || problem !== "failed") break;
  }
  if (mine !== turn) return ""; // stop() has taken the mark away
  element.classList.remove(SPEAKING);
  if (problem) tell(problem, element);
  return problem;
}

function begun(element) {
  const form = element.closest("form");
  if (form && !form.elements.audio) {
    const used = Object.assign(document.createElement("input"), { type: "hidden", name: "audio", value: "1" });
    form.append(used);
  }
  // The key is there in pictures only.
  document.dispatchEvent(new CustomEvent("inbeeld:says", { detail: { key: element.dataset.key } }));
}

// Play a file to its end: "" when it ended or was stopped, else "failed" or "no_sound".
function play(address, begins) {
  return new Promise((done) => {
    let watch = 0;
    end = (problem) => {
      clearTimeout(watch);
      audio.onplaying = audio.onended = audio.onerror = end = null;
      done(problem);
    };
    const mine = end;
    const finish = (problem) => end === mine && mine(problem);
    audio.onplaying = () => {
      audio.onplaying = null;
      begins();
    };
    audio.onended = () => finish("");
    audio.onerror = () => finish("failed");
    audio.src = address;
    audio.defaultPlaybackRate = audio.playbackRate = slow ? 0.8 : 1;
    Promise.resolve(audio.play()).catch((error) => error.name === "NotAllowedError" && finish("no_sound"));
    watch = setTimeout(() => audio.readyState > 2 && !audio.currentTime && !audio.paused && finish("no_sound"), STUCK);
  });
}

// Tell the facilitator; a network that is away is told elsewhere.
async function tell(problem, element) {
  if (problem === "no_sound") return note(problem);
  const there = await fetch(fileOf(element.dataset.sound), { method: "HEAD" }).catch(() => null);
  if (there) note(there.ok ? "sound_broken" : "sound_missing");
}

// The ear: read the whole screen; once more, wait; once more, go on.
function listen() {
  if (!whole) {
    const seen = (one) => one.getClientRects().length && !one.closest("[data-control], [data-listen]");
    say([...document.querySelectorAll("main [data-sound]")].filter(seen));
    whole = true;
    state("on");
  } else if (audio.paused) {
    audio.play().catch(stop);
    state("on");
  } else {
    audio.pause();
    state("paused");
  }
}

function state(now) {
  for (const ear of document.querySelectorAll("[data-listen]")) {
    ear.dataset.state = now;
    ear.setAttribute("aria-pressed", String(now === "on"));
  }
}

function changeSpeed() {
  slow = !slow;
  audio.defaultPlaybackRate = audio.playbackRate = slow ? 0.8 : 1;
  showSpeed(document);
  try {
    sessionStorage.setItem(SLOW, slow ? "1" : "");
  } catch {
    return; // storage is refused: remembered for as long as this document stays
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(SLOW) === "1";
  } catch {
    return false;
  }
}

function showSpeed(page) {
  for (const button of page.querySelectorAll("[data-speed]")) button.setAttribute("aria-pressed", String(slow));
}

// The first touch: from now on sound may begin by itself. A tablet wants to hear something within the touch itself.
async function firstTouch(target) {
  if (touched || !works) return;
  touched = true;
  const mine = turn;
  await play(SILENCE, () => {});
  if (mine === turn && document.querySelector(PICTURES) && !target.closest("a, button")) prompt();
}

function onClick(event) {
  firstTouch(event.target);
  if (event.target.closest("[data-listen]")) listen();
  if (event.target.closest("[data-speed]")) changeSpeed();
}

document.addEventListener("click", onClick, true);
document.addEventListener("keydown", (event) => firstTouch(event.target), true);
document.addEventListener("submit", stop, true);
document.addEventListener("visibilitychange", () => document.hidden && stop());
window.addEventListener("pagehide", stop);
