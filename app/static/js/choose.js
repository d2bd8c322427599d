// Answering with pictures: touch once to hear an answer, touch again, or the tick, to choose it. Screen readers and keys
// choose at once, as with any radio button. An answer that cannot be heard is chosen by one touch.
import { can, say } from "./sound.js";

const HEARD = "is-heard";
const ANSWER = "main[data-variant=pictogram] input[name=option]";
const OPTIONAL = "main[data-optional]"; // a screen that one can leave without a choice
const LOOKING = "main[data-optional=look]"; // one that is there to look and listen: only a second touch chooses

let heard = null; // the label that was touched once
let chosen = []; // the inputs that are chosen; within a click a browser has already changed what they say of themselves
let keys = false; // whether the last thing done was done by keyboard

// A page came.
export function start(page) {
  heard = null;
  const answer = page.querySelector(ANSWER);
  if (answer) showChoice(answer.form);
}

function forget() {
  if (!heard) return;
  heard.classList.remove(HEARD);
  heard = null;
  showTick();
}

// Let an answer be heard, marked as touched once; choose it when it cannot be heard after all: not within the click
// itself, for a browser takes back what was chosen within a click that it was told to leave.
function hear(label, unheard) {
  forget();
  heard = label;
  label.classList.add(HEARD);
  showTick();
  say(parts(label), (part) => part === label && heard === label && setTimeout(unheard));
}

// What an answer says: its words, and those of each further thing that stands in it.
function parts(label) {
  return [label, ...label.querySelectorAll("[data-sound]")];
}

function choose(input) {
  forget();
  input.click(); // a click that nobody touched: see onClick
}

function answerAt(target) {
  const label = target.closest("label");
  return label && label.control && label.control.matches(ANSWER) ? label : null;
}

function onClick(event) {
  if (!event.detail) return; // by keys, by a screen reader, or by choose()
  const label = answerAt(event.target);
  if (!label || !can(label)) return;
  if (heard === label && event.target === label.control) return forget(); // the browser itself chooses it
  event.preventDefault();
  if (heard === label) choose(label.control);
  else if (label.control.type === "radio" && chosen.includes(label.control)) say(parts(label));
  else hear(label, () => choose(label.control));
}

function onKey(event) {
  keys = true;
  const input = event.target;
  if (!input.matches(ANSWER)) return;
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    neighbour(input, event.key).focus();
  } else if (event.key === "Enter" && (!input.checked || event.repeat)) {
    event.preventDefault();
    if (!event.repeat) choose(input);
  }
}

// The answer after or before this one, as the eye sees them: in Arabic the next one stands at the left.
function neighbour(input, key) {
  const all = [...document.querySelectorAll(ANSWER)];
  const forward = getComputedStyle(input).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const by = key === forward || key === "ArrowDown" ? 1 : -1;
  return all[(all.indexOf(input) + by + all.length) % all.length];
}

function onFocus(event) {
  if (!keys) return;
  const label = event.target.matches(ANSWER) && answerAt(event.target);
  if (label && can(label)) hear(label, () => {});
  else {
    forget(); // looking at an answer by keyboard and going away chooses nothing
    if (event.target.matches("[data-control]")) say([event.target]);
  }
}

// The tick: sends what is chosen, else chooses what was just heard, else says that something has to be chosen.
function onSubmit(event) {
  const all = [...event.target.querySelectorAll(ANSWER)];
  if (!event.submitter || event.submitter.value !== "next" || !all.length || all.some((one) => one.checked)) return;
  if (event.target.querySelector(LOOKING)) return;
  const first = event.target.querySelector("[data-choose-first]");
  if (heard) heard.control.checked = true; // also where one can go on without a choice
  else if (first) {
    event.preventDefault();
    event.stopImmediatePropagation();
    first.hidden = false;
    say([first]);
  }
}

function onChange(event) {
  if (!event.target.matches(ANSWER)) return;
  showChoice(event.target.form);
  const first = event.target.form.querySelector("[data-choose-first]");
  if (first) first.hidden = true;
}

function showChoice(form) {
  chosen = [...form.querySelectorAll(ANSWER)].filter((one) => one.checked);
  showTick();
  for (const hearts of form.querySelectorAll("[data-hearts]")) {
    hearts.hidden = false;
    [...hearts.querySelectorAll("i")].forEach((one, place) => one.classList.toggle("is-full", place < chosen.length));
  }
}

// With nothing chosen or heard the tick can be touched, but looks as if it waits.
function showTick() {
  const tick = document.querySelector("[data-control=tick]");
  if (tick) tick.setAttribute("aria-disabled", String(!chosen.length && !heard && !document.querySelector(OPTIONAL)));
}

document.addEventListener("click", onClick, true);
document.addEventListener("keydown", onKey, true);
document.addEventListener("pointerdown", () => (keys = false), true);
document.addEventListener("focusin", onFocus);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("change", onChange);
