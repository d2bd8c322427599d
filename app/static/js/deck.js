// Going on while the network is away: the coming screens of a part are here already, with the rules for the path.
import * as outbox from "./outbox.js";
import { ask, path as addressIn, put, send, travel } from "./pages.js";
import { isOpen, nextStep, path, progress } from "./rules.js";
import { fileOf } from "./sound.js";

const ANSWERS = ["option", "number", "text"]; // what a form holds of an answer
const MISSING = ["not_understood", "rather_not_say"]; // buttons that say it without a choice
const SENT = [...ANSWERS, "key", "shown", "audio"];
const ROOMS = { item: "items", block: "parts", care_intro: "parts" };
let deck = null;
let given = {}; // what was answered in this tab since the deck came
let shownAt = {}; // when each deck came, by the monotonic clock
let listens = false; // whether something was heard in this document
let wanted = null; // what to do as soon as the network is back
let behind = ""; // the question behind a hidden screen
let say = () => {};

const body = () => document.body.dataset;
const here = () => (body().at?.startsWith("item:") ? body().at.slice(5) : "");
const digits = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (sign) => sign.charCodeAt(0) & 15).trim();

function addressOf(step) {
  const [kind, id] = step.split(":");
  return new URL(addressIn(`${ROOMS[kind] ?? kind}${id ? `/${id}` : ""}`), location.href).href;
}

function fits() {
  return deck && deck.sitting === body().sitting && deck.locale === document.documentElement.lang;
}

// Fetches the deck of the part that a page belongs to, unless it is here.
export async function arrive() {
  const { part, sitting } = body();
  if (sitting && deck && deck.sitting !== sitting) forget();
  if (!part || !sitting || (fits() && deck.blocks.includes(part))) return;
  const answer = await ask(addressIn(`deck/${part}`)).catch(() => null);
  if (!answer?.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return;
  deck = await answer.json();
  shownAt = performance.now();
  outbox.useToken(deck.csrf);
  fetchAhead();
}

// Pictures first, then what is said to somebody who listens; one at a time, so that the person's own pages go before.
async function fetchAhead() {
  const pages = Object.values(deck?.pages ?? {}).join("");
  const found = (name) => [...pages.matchAll(new RegExp(`${name}="(/[^"]+)"`, "g"))].map((match) => match[1]);
  const sounds = listens || document.querySelector("main[data-variant]") ? found(" data-sound").map(fileOf) : [];
  for (const address of new Set([...found("<img[^>]* src"), ...sounds])) {
    const answer = await fetch(address, { priority: "low" }).catch(() => null);
    if (!answer) return;
  }
}

export function forget() {
  deck = wanted = null;
  behind = "";
  given = {};
}

// What a form says, as the rules need it.
function read(fields, item) {
  const rules = deck.items[item];
  const chosen = fields.getAll("option");
  const missing = chosen.filter((one) => one.startsWith("missing.")).map((one) => one.slice(8));
  if (rules.missing.includes(fields.get("go"))) return { missing: fields.get("go"), codes: 1 };
  const options = chosen.filter((one) => !one.startsWith("missing."));
  const text = (fields.get("text") ?? "").trim();
  if (text && rules.opens && !options.includes(rules.opens)) options.push(rules.opens);
  const typed = digits(fields.get("number") ?? "");
  const number = /^\d{1,6}$/.test(typed) ? Number(typed) : null;
  const filled = { options, number, text, typed, codes: missing.length, ...(missing.length ? { missing: missing[0] } : {}) };
  const empty = !options.length && !text && !typed && !missing.length;
  return empty && given[item]?.missing && document.querySelector("main[data-variant]") ? given[item] : filled;
}

// The sentence that says why it does not fit, or "".
function problem(filled, item) {
  const { kind, least, most, choices, alone, empty, said } = deck.items[item];
  const { options, number, text, typed, missing, codes } = filled;
  if (missing) return codes > 1 || options?.length || text || typed ? said.both : "";
  if (kind === "number") return number !== null && number >= least && number <= most ? "" : said.number_needed;
  if (!options.length) return empty || (text && (kind === "text" || kind === "occupation")) ? "" : said.nothing_chosen;
  const limit = options.some((option) => alone.includes(option)) ? 1 : choices;
  return options.length > limit ? said.too_many ?? said.both : "";
}

function keepAnswer(item, fields, filled) {
  const kept = [...fields].filter(([name]) => SENT.includes(name) && name !== "option");
  const options = filled.missing ? [`missing.${filled.missing}`] : filled.options;
  kept.push(...options.map((option) => ["option", option]), ["go", "late"]);
  given[item] = filled;
  const alarm = item === deck.alarm && filled.options?.[0] === "yes";
  outbox.add({ address: addressOf(`item:${item}`), fields: kept, answer: true, urgent: alarm, sitting: body().sitting });
  return alarm;
}

// A call for help, or what was chosen on the screen for help today.
function keepCall(address, chosen) {
  outbox.add({ address, fields: [["go", "late"], ["option", chosen]], answer: false, urgent: true, sitting: body().sitting });
}

// Shows a screen of the deck; the end of the part when it has no such screen.
async function show(step, options = {}) {
  const [kind, id] = step.split(":");
  const page = deck.pages[step];
  const address = kind === "acute" ? addressIn("further") : kind === "hidden" ? addressIn("hidden") : addressOf(step);
  if (!page) wanted = () => travel(address, { push: false });
  behind = "";
  await put(page ?? deck.pages.waiting, new URL(address, location.href).href, options);
  if (kind === "item" && page) prepare(id);
}

// A screen as it is for this person now: the open options, the answer given, how far.
function prepare(item) {
  const responses = { ...deck.responses, ...given };
  const form = document.querySelector("main").closest("form");
  for (const input of form.querySelectorAll("[name=option]")) {
    const open = input.value.startsWith("missing.") || isOpen(input.value, item, deck.routing, responses);
    if (!open) input.closest("label").remove();
    else input.checked = Boolean(given[item]?.options?.includes(input.value) || input.value === `missing.${given[item]?.missing}`);
  }
  for (const name of ["text", "typed"]) {
    const field = form.querySelector(`[name=${name === "typed" ? "number" : name}]`);
    if (field) field.value = given[item]?.[name] ?? "";
  }
  form.shown.value = Math.round(Number(form.shown.value) + (performance.now() - shownAt) / 1000);
  const bar = document.querySelector(".inb-progress");
  if (bar && !deck.routing.items[item].uncounted) showProgress(bar, progress(deck.routing, deck.modules, responses, item));
}

function showProgress(bar, { number, total, part, parts, shares }) {
  const fill = (words, n, all) => words.replace("{n}", n).replace("{total}", all);
  const words = bar.querySelector(".inb-progress__words span");
  words.lastChild.data = fill(deck.words.progress, number, total);
  words.querySelector("span").textContent = `${fill(deck.words.part, part, parts)} · `;
  document.title = `${fill(deck.words.progress, number, total)} · Inbeeld`;
  bar.querySelectorAll(".inb-progress__part").forEach((one, place) => {
    one.classList.toggle("inb-progress__part--now", place === part - 1);
    one.firstElementChild.setAttribute("width", `${shares[place]}%`);
  });
}

const steps = () => path(deck.routing, deck.modules, { ...deck.responses, ...given });

// Each tells whether it took care of the form.
async function onItem(item, fields) {
  const go = fields.get("go") ?? "next";
  const filled = read(fields, item);
  const wrong = problem(filled, item);
  if (go === "next" || deck.items[item].missing.includes(go)) {
    if (wrong) say.problem(wrong);
    else if (!keepAnswer(item, fields, filled)) await show(nextStep(steps(), `item:${item}`));
    else await showAcute("acute");
    return true;
  }
  if (!wrong && item !== deck.alarm) keepAnswer(item, fields, filled);
  if (go === "hide") await hide(item);
  const before = steps()[steps().indexOf(`item:${item}`) - 1];
  if (go === "back" && deck.pages[before]) await show(before);
  if (go === "help") callHelp();
  return go === "hide" || go === "help" || Boolean(go === "back" && deck.pages[before]);
}

async function hide(item) {
  await show("hidden");
  behind = item;
}

function callHelp() {
  keepCall(addressIn("help"), "help");
  say.notice("help");
}

async function showAcute(page) {
  await show(page);
  say.notice("acute");
}

async function onAcute(fields) {
  const chosen = fields.get("option") ?? fields.get("go");
  const calls = chosen === "call" || chosen === "help";
  if (calls || chosen === "mistake") keepCall(addressIn("further"), calls ? "call" : chosen);
  if (chosen === "mistake") await show(`item:${deck.alarm}`);
  else if (chosen === "back") await showAcute("acute");
  else if (calls || chosen === "later") await showAcute("acute:later");
  else await show(nextStep(steps(), `item:${deck.alarm}`));
  if (calls) say.notice("help");
  return true;
}

// A yes to "help today" before the coming screens were here: it waits for the network as any answer does, and the device
// says whom to call.
function asksForHelp(fields) {
  const confirmed = (fields.get("go") ?? "next") === "next";
  return confirmed && document.querySelector("main[data-alarm]") && fields.getAll("option").join() === "yes";
}

// Keeps the answer of a question whose coming screens are not here, as it stands.
function keepAsItIs({ pathname }, fields, urgent) {
  const kept = [...fields].filter(([name, value]) => SENT.includes(name) && value !== "");
  const go = fields.get("go") ?? "next";
  if (MISSING.includes(go)) kept.push(["option", `missing.${go}`]);
  else if (go !== "next" || !kept.some(([name]) => ANSWERS.includes(name))) return;
  kept.push(["go", "late"]);
  outbox.add({ address: new URL(pathname, location.href).href, fields: kept, answer: true, again: !urgent, urgent, sitting: body().sitting });
}

function keepAlarm(address, fields) {
  keepAsItIs(address, fields, true);
  wait(() => send(address, fields), "alarm");
}

async function takeCare(address, fields, item) {
  if (fits() && deck.items[item] && address.pathname === location.pathname) return onItem(item, fields);
  if (fits() && deck.pages.acute && address.pathname === addressIn("further")) return onAcute(fields);
  if (asksForHelp(fields)) return keepAlarm(address, fields), true;
  if (fields.get("go") === "help" && body().sitting) return callHelp(), true;
  return false;
}

// A form that cannot be sent now, or has to wait for those before it. Tells whether it was taken care of.
export async function submit(address, fields, away) {
  const item = here();
  const waits = outbox.size(body().sitting) > 0;
  if (!away && !waits) {
    if (fits() && deck.items[item]) given[item] = read(fields, item);
    return false;
  }
  const before = waits && outbox.flush();
  if (await takeCare(address, fields, item)) return true;
  if (!away && ((await before) !== "away" || !item)) return false; // what was answered before arrives before
  if (item) keepAsItIs(address, fields, false);
  wait(() => send(address, fields)); // the very same form: the server knows it by its key, and leads on
  return true;
}

function wait(then, name = "needs-internet") {
  wanted = then;
  say.notice(name);
}

// A link or the back button while the network is away.
export async function visit(address, options) {
  const step = fits() && Object.keys(deck.pages).find((one) => one.startsWith("item:") && addressOf(one) === address.href.split("?")[0]);
  if (step) await show(step, options);
  else if (behind && address.pathname === addressIn("go-on")) await show(`item:${behind}`);
  else if (fits() && address.pathname === addressIn("hidden")) await hide(here());
  else {
    wait(() => travel(address.href, options));
  }
  return true;
}

// The network is back and everything was sent: on with what waited for that.
export function isWaiting() {
  return wanted !== null;
}

export function goOn() {
  const then = wanted;
  wanted = null;
  then?.();
}

export function start(saying) {
  say = saying;
  document.addEventListener("inbeeld:says", () => {
    listens = true;
    fetchAhead();
  }, { once: true });
}
