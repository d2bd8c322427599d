// What could not be sent: kept in order until the network is back, and each sent once. The server knows a form that
// arrives again by its key. A call for help goes before everything else.
import { ask, Away, path } from "./pages.js";
import * as storage from "./storage.js";

const SOONEST = 2000; // milliseconds until the next try; doubled each time
const LATEST = 30000;
let list = []; // { address, fields, at, urgent, answer, again, sitting }; again: the page itself sends it once more
let place = "kept";
let sending = null;
let soon = SOONEST;
let timer = 0;
let token = "";
let changed = () => {};

// How many wait: of everybody on this device, or of one sitting.
export function size(sitting = null) {
  return list.filter((one) => sitting === null || one.sitting === sitting).length;
}

export function state() {
  return place;
}

export function useToken(fresh) {
  token = fresh || token;
}

// The token for forms: of the page, unless a fresher one was asked for.
export function currentToken() {
  return token || document.querySelector("[name=csrf_token]")?.value || "";
}

function keep() {
  return storage.keep(list).then((how) => {
    place = how;
    changed();
  });
}

export function add(entry) {
  list = list.filter((one) => !(entry.again && one.again && one.address === entry.address));
  list.push({ at: Date.now(), ...entry });
  changed();
  keep();
  later();
}

// Throws everything away: only the facilitator decides that.
export function discard() {
  list = [];
  return keep();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, soon);
  soon = Math.min(soon * 2, LATEST);
}

// Sends what waits; one at a time, and never twice at once. Gives "away" when no network was there for it.
export function flush() {
  sending ??= list.length ? sendAll().finally(() => (sending = null)) : null;
  return sending ?? Promise.resolve();
}

async function sendAll() {
  const stuck = new Set();
  const waiting = () => list.filter((one) => !stuck.has(one));
  const told = { refused: 0, stuck: 0, unknown: false };
  let outcome = "";
  while (waiting().length) {
    const entry = waiting().find((one) => one.urgent) ?? waiting()[0];
    outcome = await sendOne(entry, true);
    if (["away", "later", "unknown"].includes(outcome)) break;
    if (outcome === "stuck") {
      stuck.add(entry);
      told.stuck += 1;
      continue;
    }
    told.refused += outcome === "refused" && !entry.again ? 1 : 0;
    soon = SOONEST;
    list = list.filter((one) => one !== entry);
    await keep();
  }
  if (list.length) later();
  told.unknown = outcome === "unknown";
  changed(told);
  return outcome;
}

// "sent", "refused", "stuck" (of somebody else than who is here now), "unknown" (the code is asked again), "later" (kept,
// tried again), or "away" (the same, for want of a network).
async function sendOne(entry, again) {
  const ago = Math.max(0, Math.round((Date.now() - entry.at) / 1000));
  const body = new URLSearchParams([...entry.fields, ["csrf_token", currentToken()], ["ago", ago], ["sitting", entry.sitting]]);
  let answer;
  try {
    answer = await ask(entry.address, { method: "POST", body, redirect: "manual" });
    if (answer.status === 400 && again) {
      await refresh();
      return await sendOne(entry, false);
    }
  } catch (error) {
    if (error instanceof Away) return "away";
    throw error;
  }
  if (answer.ok) return "sent";
  if (entry.answer && answer.type === "opaqueredirect") return "later"; // something is asked first
  return { 403: "unknown", 409: "stuck" }[answer.status] ?? (answer.status >= 500 ? "later" : "refused");
}

async function refresh() {
  token = (await (await ask(path("here"))).json()).csrf;
}

// ``onChange(told)``: something was added or sent; ``told`` at the end of a round: what became of it.
export async function start(onChange) {
  changed = onChange;
  list = [...(await storage.kept()), ...list];
  changed();
  for (const name of ["online", "pageshow", "focus"]) addEventListener(name, flush);
  for (const name of ["visibilitychange", "resume"]) document.addEventListener(name, flush);
  addEventListener("beforeunload", (event) => list.length && place !== "kept" && event.preventDefault());
  await flush();
}
