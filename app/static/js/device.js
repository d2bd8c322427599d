// What the device says and does by itself: whether everything is sent, that it is there, covering the screen when
// nobody touches it, and giving it back clean.
import * as deck from "./deck.js";
import { forget as forgetNotes, note } from "./notice.js";
import * as outbox from "./outbox.js";
import { ask, forget, path, put, travel } from "./pages.js";
import { stop } from "./sound.js";
import * as standIn from "./stand-in.js";
import { empty, isOwed, owe } from "./storage.js";

const BEAT = 20000; // milliseconds between two signs of life
const AFTER = 500; // after the first page
const SOON = 3000; // while something waits for the network
const IDLE = 10 * 60000; // until the screen covers itself
// The page itself comes first: only after it the words and the screens that are for later.
const atRest = new Promise((done) => {
  const soon = () => setTimeout(done, AFTER);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
});
let words = null; // the words of one language: an element for each thing to say
let shown = []; // what is said on this page besides the state
let told = {}; // what became of answers that waited: see outbox.start
let elsewhere = false; // the person goes on at another device
let idle = 0;
let touch = Date.now();
let homeless = false; // answers found no place on the device
let leaving = false;
let ahead = null; // until what the page needs without network is here, or did not come

// Words of the page's language, asked for once.
async function learn() {
  const { lang } = document.documentElement;
  if (!sitting() || words?.lang === lang) return;
  const answer = await ask(path("here")).catch(() => null);
  if (!answer?.ok) return;
  const { csrf, words: html } = await answer.json();
  outbox.useToken(csrf);
  words = { lang, page: new DOMParser().parseFromString(html, "text/html") };
  tell();
}

function speak(name) {
  const count = outbox.size(name === "waiting" ? whose() : null);
  const there = document.querySelector(`[data-say="${name}"][data-count="${count}"]`);
  if (there) return there; // said already: it is not said anew, and what is typed in it stays
  const held = [...document.querySelectorAll("template")].map((one) => one.content); // for a network that goes at once
  const found = [words?.page, ...held].map((one) => one?.querySelector(`[data-say=${name}]`)).find(Boolean);
  if (!found) return null;
  const element = document.importNode(found, true);
  element.dataset.count = count;
  if (name === "hand-back") element.querySelector("[data-lose]").addEventListener("click", () => lose(element));
  for (const text of element.querySelectorAll("span, label")) text.firstChild.data &&= text.firstChild.data.replace("{n}", count);
  return element;
}

const sitting = () => document.body.dataset.sitting ?? "";
const whose = () => (standIn.isHere() ? null : sitting()); // answers that this page tells of; null: whatever this tab keeps

// The state in words and picture, on every page: the sign in the top bar, and a line under it.
export function tell() {
  const waits = outbox.size(whose()) > 0;
  const saved = document.querySelector(".inb-saved:not([data-say])");
  const sign = saved && waits && speak("waiting");
  if (saved) saved.hidden = Boolean(sign);
  if (sign && sign !== saved.nextSibling) saved.after(sign);
  const lines = [
    waits && outbox.state() === "kept" && !shown.length && !deck.isWaiting() && "not-sent",
    outbox.size() && outbox.state() !== "kept" && "not-kept",
    elsewhere && "other-device",
    told.stuck && "other-person",
    told.refused && "refused",
    ...shown,
  ];
  const main = document.querySelector("main");
  const wanted = [sign, ...lines.filter(Boolean).map(speak)].filter(Boolean);
  for (const old of document.querySelectorAll("[data-say]:not(main)")) if (!wanted.includes(old)) old.remove();
  for (const line of wanted) if (!line.isConnected) main?.before(line);
}

export const say = {
  notice(name) {
    shown = [...new Set([...shown, name])];
    tell();
    document.querySelector(`[data-say=${name}]`)?.scrollIntoView({ block: "nearest" });
  },
  // Why an answer does not fit; as the server says it.
  problem(sentence) {
    document.querySelector("[data-problem]")?.remove();
    const line = document.createElement("p");
    line.className = "inb-notice inb-device";
    line.dataset.problem = "";
    line.tabIndex = -1;
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    document.querySelector("main").before(line);
    line.focus();
  },
};

// A new page came.
export async function arrive() {
  shown = [];
  tell();
  await (ahead = atRest.then(prepare));
}

// Whatever is needed when the network goes away: what failed is asked for again at a later sign of life.
// Nothing is asked for any more once the device is given back: an answer that came later would write its cookies anew.
async function prepare() {
  if (leaving) return;
  await learn();
  if (!words || leaving) return;
  await deck.arrive();
  if (!leaving) standIn.keep();
}

// A round of sending is over, or something was added.
function changed(round) {
  if (round) {
    told = round;
    if (round.refused) note("answer_refused");
    if (round.unknown && !location.pathname.endsWith("/code")) return travel(path("code?expired=1"));
    if (!outbox.size(sitting())) deck.goOn();
    if (!outbox.size()) {
      shown = []; // what was said about the network is over
      beat();
    }
  }
  homeless ||= outbox.state() !== "kept";
  if (round && homeless) note("storage_refused");
  tell();
}

let timer = 0;
async function beat() {
  clearTimeout(timer);
  timer = setTimeout(beat, deck.isWaiting() ? SOON : BEAT);
  if (!sitting() || leaving) return;
  const fields = { csrf_token: outbox.currentToken(), unsent: outbox.size(), storage: outbox.state() };
  const answer = await ask(path("here"), { method: "POST", body: new URLSearchParams(fields), redirect: "manual" }).catch(() => null);
  if (!answer) return;
  if (elsewhere !== (answer.status === 409)) {
    elsewhere = !elsewhere;
    tell();
  }
  if (outbox.size()) outbox.flush();
  else deck.goOn();
  prepare();
}

// Nobody touched the device for a while.
function touched() {
  touch = Date.now();
  clearTimeout(idle);
  idle = setTimeout(rest, IDLE);
}

// A device that slept: its clock went on, its timers did not.
function woke() {
  if (!document.hidden && isIdle()) rest();
}

function isIdle() {
  return Date.now() - touch > IDLE;
}

function rest() {
  if (sitting() && !leaving) cover();
}

async function cover() {
  stop();
  const screen = speak("covered");
  if (screen) document.body.replaceChildren(screen);
  deck.forget();
  const body = new URLSearchParams({ csrf_token: outbox.currentToken() });
  const answer = await ask(path("cover"), { method: "POST", body }).catch(() => null);
  if (answer) await put(await answer.text(), answer.url);
  else setTimeout(cover, SOON);
}

// Gives the device back: nothing is left on it, and nothing to go back to. Not while answers wait, unless the
// facilitator writes how many are lost.
export async function handBack() {
  if (outbox.size()) {
    await outbox.flush();
    if (outbox.size()) return say.notice("hand-back");
  }
  leaving = true;
  stop();
  forgetNotes();
  deck.forget();
  owe(true);
  await empty();
  await giveBack();
}

async function giveBack() {
  const answer = await tellGivenBack().catch(() => null);
  if (!answer?.ok) {
    if (!document.querySelector("[data-say=given-back]")) document.body.replaceChildren(speak("given-back") ?? "");
    return setTimeout(giveBack, SOON);
  }
  owe(false);
  await forget(answer.url);
  location.replace(answer.url);
}

async function tellGivenBack() {
  const { csrf } = await (await ask(path("here"))).json();
  return ask(path("hand-back"), { method: "POST", body: new URLSearchParams({ csrf_token: csrf }) });
}

// A device that was given back while the network was away, and was closed before the server knew: the server first.
// Tells whether it is so; nothing of the page is shown then.
export function settle() {
  if (!isOwed()) return false;
  leaving = true;
  document.body.replaceChildren(speak("given-back") ?? "");
  empty().then(giveBack);
  return true;
}

async function lose(place) {
  if (place.querySelector("[data-lost]").value.trim() !== String(outbox.size())) return;
  await outbox.discard();
  handBack();
}

export async function start() {
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, touched, { passive: true, capture: true });
  touched();
  for (const name of ["pageshow", "focus"]) addEventListener(name, woke);
  for (const name of ["visibilitychange", "resume"]) document.addEventListener(name, woke);
  deck.start(say);
  const before = await outbox.start(changed);
  if (before && !document.querySelector("[data-at]")) travel(location.href, { push: false });
  await ahead;
  beat();
  standIn.goOn(() => (isIdle() ? cover() : travel(location.href, { push: false })));
}
