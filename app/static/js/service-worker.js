// Beside the pages, in the browser's own keeping (app/web/stand_in.py): when an address of a participant cannot be fetched
// because there is no network, a page that is the same for everybody stands in for it. Everything else goes to the network.
// KEPT stands above: { version, pages: address by language, files: what these pages need }.
const SHELVES = `inbeeld ${registration.scope} `;
const SHELF = SHELVES + KEPT.version;
const ROOT = new URL(registration.scope).pathname;
const PAGES = new Map(Object.entries(KEPT.pages));

async function keep() {
  const shelf = await caches.open(SHELF);
  await shelf.addAll([...PAGES.values(), ...KEPT.files]);
  await skipWaiting();
}

// At once for every page that is open, and with nothing of the version before.
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(SHELVES) && name !== SHELF);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

// The kept address that stands in for what is asked for, or undefined.
function instead({ method, mode, url }) {
  const { pathname } = new URL(url);
  if (method !== "GET" || !pathname.startsWith(ROOT)) return undefined;
  if (mode === "navigate") return PAGES.get(pathname.slice(ROOT.length).split("/")[0]);
  return KEPT.files.find((one) => one === pathname);
}

async function fetchOrKept(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(address, { cacheName: SHELF });
    if (!found) throw error;
    return found;
  }
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const address = instead(event.request);
  if (address) event.respondWith(fetchOrKept(event.request, address));
});
