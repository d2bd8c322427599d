// A place on the device for answers that are not sent, until they are. Each is sealed with a key that never leaves the
// browser's own keeping; a copy of it, wrapped by another key, lies in the tab and goes with it. Without WebCrypto (a
// page that came over plain http) they lie in the tab as they are. Everything is removed when all is sent.
const NAME = "inbeeld";
const OWED = "given-back"; // on the device: it was given back, and the server does not know yet
const LONGEST = 24 * 3600000; // milliseconds: later answers are not taken in any more
const MARK = "inbeeld"; // in the tab: the wrapped key, or the answers themselves
const sealing = Boolean(window.crypto?.subtle && window.indexedDB);
let place = null; // the database, once it is open
let key = null; // of this tab: its name, and what seals

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  request.onblocked = () => reject(new Error("blocked")); // an error cannot be asked for yet
});
const late = (promise, seconds) => Promise.race([promise, new Promise((_, no) => setTimeout(no, seconds * 1000, new Error("late")))]);
const shelf = (name, mode) => place.transaction(name, mode).objectStore(name);
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("answers");
    request.result.createObjectStore("keys");
  };
  place = await late(done(request), 3);
}

async function unlock() {
  const mark = sessionStorage.getItem(MARK);
  let [tab, inner] = mark?.split(" ") ?? [];
  let outer = tab && (await done(shelf("keys", "readonly").get(tab)));
  if (!outer) {
    tab = toText(crypto.getRandomValues(new Uint8Array(9)));
    outer = await crypto.subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    inner = toText(await crypto.subtle.wrapKey("raw", fresh, outer, "AES-KW"));
    await done(shelf("keys", "readwrite").put(outer, tab));
    sessionStorage.setItem(MARK, `${tab} ${inner}`);
  }
  const sealer = await crypto.subtle.unwrapKey("raw", toBytes(inner), outer, "AES-KW", "AES-GCM", false, ["encrypt", "decrypt"]);
  key = { tab, sealer };
}

async function ready() {
  if (!place) await open();
  if (!key) await unlock();
}

// Keeps the whole list; "kept", "memory" when the browser has no place for it, "refused" when it has one and refuses.
export async function keep(list) {
  try {
    if (!list.length) return await clear(), "kept";
    const text = JSON.stringify(list);
    if (!sealing) return sessionStorage.setItem(MARK, text), "kept";
    await ready();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key.sealer, new TextEncoder().encode(text));
    await done(shelf("answers", "readwrite").put({ iv, sealed, at: Date.now() }, key.tab));
    return "kept";
  } catch {
    return place ? "refused" : "memory";
  }
}

// The list that this tab kept before it was loaded anew.
export async function kept() {
  try {
    const mark = sessionStorage.getItem(MARK);
    if (!mark) return sealing && (await sweep()), [];
    if (!sealing) return JSON.parse(mark);
    await ready();
    const { iv, sealed } = await done(shelf("answers", "readonly").get(key.tab));
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key.sealer, sealed)));
  } catch {
    return [];
  }
}

// Removes what this tab kept, and the whole place when no other tab keeps anything.
async function clear() {
  sessionStorage.removeItem(MARK);
  if (!place || !key) return;
  for (const name of ["answers", "keys"]) await done(shelf(name, "readwrite").delete(key.tab));
  key = null;
  if (!(await done(shelf("answers", "readonly").count()))) await empty();
}

// Another tab may still hold answers: only what nobody can open any more, because its tab is long gone, is removed.
async function sweep() {
  const all = await indexedDB.databases?.(); // older browsers cannot tell: they look inside
  if (all && !all.some(({ name }) => name === NAME)) return;
  await open();
  for (const tab of await done(shelf("answers", "readonly").getAllKeys())) {
    const { at } = await done(shelf("answers", "readonly").get(tab));
    if (Date.now() - at < LONGEST) continue;
    for (const name of ["answers", "keys"]) await done(shelf(name, "readwrite").delete(tab));
  }
  if (!(await done(shelf("answers", "readonly").count()))) await empty();
}

// Whether the device was given back while the network was away; the server has to be told before anything is shown.
export function isOwed() {
  try {
    return localStorage.getItem(OWED) !== null;
  } catch {
    return false;
  }
}

export function owe(on) {
  try {
    if (on) localStorage.setItem(OWED, "");
    else localStorage.removeItem(OWED);
  } catch {} // refused: the page itself tries for as long as it is open
}

// Leaves nothing on the device.
export async function empty() {
  key = null;
  place?.close();
  place = null;
  try {
    sessionStorage.removeItem(MARK);
    if (sealing) await late(done(indexedDB.deleteDatabase(NAME)), 3);
  } catch {} // refused, or another tab still holds it
}
