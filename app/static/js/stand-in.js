// A page loaded anew without network: a worker of the browser (service-worker.js) shows one that is the same for everybody,
// in place of the one that was asked for. This one goes on to that as soon as there is network.
import { note } from "./notice.js";
import * as outbox from "./outbox.js";
import { ask, BASE, path } from "./pages.js";

const SOON = 3000; // milliseconds between two looks whether there is network
let asked = false;

export function isHere() {
  return document.querySelector("main[data-stand-in]") !== null;
}

// Has the browser keep that page. It does so only for pages that came over https or from the device itself.
export async function keep() {
  if (asked || !navigator.serviceWorker) return;
  asked = true;
  try {
    const { installing: fresh } = await navigator.serviceWorker.register(`${BASE}sw.js`);
    fresh?.addEventListener("statechange", () => fresh.state === "redundant" && note("page_not_kept"), { once: true });
  } catch {
    note("page_not_kept");
  }
}

// Once the server answers: first what waits is sent, then ``leave``. What cannot be sent now waits on, as on any page.
export async function goOn(leave) {
  if (!isHere()) return;
  const fresh = await ask(path("here")).then((answer) => answer.json()).catch(() => null);
  if (fresh) {
    outbox.useToken(fresh.csrf);
    await outbox.flush();
    if (isHere()) await leave();
  }
  setTimeout(goOn, SOON, leave);
}
