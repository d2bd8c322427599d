// From page to page without leaving the document: a form or link is fetched, and its page takes the place of this one.
// What is not a page of a participant goes the way a browser goes by itself.
export const BASE = new URL("..", import.meta.url).pathname; // where the application is
const OURS = /^(?!(?:staff|static|assets|sound)\/)([a-z]{2,3}(?:-[A-Za-z0-9]+)*\/|$)/;
const PATIENCE = 10000; // milliseconds until a network counts as away
const FETCHED = { "X-Fetched": "1" }; // asks for pages without what this document has already
const BUSY = [429, 502, 503, 504];
let at = history.state?.at ?? 0; // how many screens lie behind this one in this tab
let onTheWay = null;
let instead = { submit: () => false, travel: () => false }; // while the network is away

export class Away extends Error {} // no answer, or one that says: not now

export function path(rest) { // an address of ours in the language of the page
  return `${BASE}${document.documentElement.lang}/${rest}`;
}

function isOurs(address) {
  return address.origin === location.origin && address.pathname.startsWith(BASE) && OURS.test(address.pathname.slice(BASE.length));
}

// One request; gives the answer, or throws Away.
export async function ask(address, options = {}) {
  const patience = AbortSignal.timeout(PATIENCE);
  const signal = options.signal ? AbortSignal.any?.([options.signal, patience]) ?? patience : patience;
  let answer;
  try {
    answer = await fetch(address, { headers: FETCHED, ...options, signal });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Away();
  }
  const tired = answer.status === 429 && new URL(answer.url).pathname.endsWith("/code"); // its page says how long to wait
  if (BUSY.includes(answer.status) && !tired) throw new Away();
  return answer;
}

// Puts a whole page (its HTML) in the place of this one. False when it is not like this one.
export async function put(html, address, { push = true } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const script = (one) => one.querySelector("script[type=module]")?.getAttribute("src");
  if (script(page) !== script(document) || !page.querySelector("main")) return false;
  await dress(page);
  if (push && address !== location.href) history.pushState({ at: ++at }, "", address);
  else history.replaceState({ at }, "", address);
  const root = document.documentElement;
  root.lang = page.documentElement.lang;
  root.dir = page.documentElement.dir;
  document.title = page.title;
  for (const { name } of [...document.body.attributes]) document.body.removeAttribute(name);
  for (const { name, value } of page.body.attributes) document.body.setAttribute(name, value);
  document.body.replaceChildren(...page.body.childNodes);
  scrollTo(0, 0);
  arrive();
  return true;
}

// The style sheets that the page wants and no others; waits until they are there.
async function dress(page) {
  const sheets = (one) => [...one.head.querySelectorAll("link[rel=stylesheet]")];
  const wanted = sheets(page).map((link) => link.getAttribute("href"));
  const worn = sheets(document).map((link) => link.getAttribute("href"));
  const fresh = sheets(page).filter((link) => !worn.includes(link.getAttribute("href")));
  await Promise.all(fresh.map((link) => new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  })));
  for (const link of sheets(document)) if (!wanted.includes(link.getAttribute("href"))) link.remove();
}

function arrive() {
  const place = ["[aria-invalid=true]", "[role=alert]", "h1"].map((one) => document.querySelector(one)).find(Boolean);
  if (place) {
    if (!place.matches("input, textarea")) place.tabIndex = -1;
    place.focus({ preventScroll: place.matches("h1") });
  }
  document.dispatchEvent(new CustomEvent("inbeeld:page", { detail: { page: document.body } }));
}

async function land(answer, options) {
  const address = new URL(answer.url);
  const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!isPage || !isOurs(address) || !(await put(await answer.text(), address.href, options))) location.assign(address);
}

// On to an address of ours.
export async function travel(address, options = {}) {
  if (onTheWay?.sends) return;
  onTheWay?.abort();
  const trip = (onTheWay = new AbortController());
  wait(true);
  try {
    await land(await ask(address, { signal: trip.signal }), options);
  } catch (error) {
    if (!(error instanceof Away)) return;
    if (!(await instead.travel(new URL(address, location.href), options))) location.assign(address);
  } finally {
    if (onTheWay === trip) {
      onTheWay = null;
      wait(false);
    }
  }
}

function addressOf(form, button) {
  return new URL(button?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href, location.href);
}

// Sends a form as its button would.
function submit(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  return send(addressOf(form, button), new URLSearchParams(data));
}

export async function send(address, body) {
  if (onTheWay?.sends) return; // a double click
  onTheWay?.abort();
  const trip = (onTheWay = { sends: true, abort() {} });
  wait(true);
  try {
    if (await instead.submit(address, body, false)) return;
    await land(await ask(address, { method: "POST", body }));
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    await instead.submit(address, body, true);
  } finally {
    if (onTheWay === trip) onTheWay = null;
    wait(false);
  }
}

function wait(on) {
  if (on) document.body.setAttribute("aria-busy", "true");
  else document.body.removeAttribute("aria-busy");
}

function onSubmit(event) {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.leave !== undefined || !isOurs(addressOf(form, button))) return;
  event.preventDefault();
  submit(form, button);
}

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  const here = address.pathname === location.pathname && address.hash;
  if (link.target || link.hasAttribute("download") || here || !isOurs(address)) return;
  event.preventDefault();
  travel(address.href);
}

// Leaves nothing of the screens behind: back to the first one of this tab, and a new one on top of it.
export async function forget(address) {
  removeEventListener("popstate", onBack);
  if (at > 0) await new Promise((done) => {
    addEventListener("popstate", done, { once: true });
    history.go(-at);
    setTimeout(done, 1000);
  });
  history.replaceState(null, "", address);
  history.pushState(null, "", address);
}

function onBack(event) {
  at = event.state?.at ?? 0;
  travel(location.href, { push: false });
}

// ``otherwise``: what happens to a form or a trip while the network is away; each tells whether it took care of it.
export function start(otherwise = {}) {
  if (!AbortSignal.timeout) return; // too old a browser: forms and links do it
  instead = { ...instead, ...otherwise };
  history.scrollRestoration = "manual";
  history.replaceState({ at }, "");
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  addEventListener("popstate", onBack);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
