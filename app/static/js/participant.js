// The one script of the participant's pages; without it they work the same, as forms and links.
import { start as cardCode } from "./card-code.js";
import { start as choosing } from "./choose.js";
import * as deck from "./deck.js";
import * as device from "./device.js";
import * as pages from "./pages.js";
import { start as hearing } from "./sound.js";

function begin(page) { // at load, and after each page that takes the place of another
  cardCode(page);
  hearing(page);
  choosing(page);
  device.arrive();
}

async function submit(address, fields, away) {
  if (address.pathname.endsWith("/hand-back")) {
    device.handBack();
    return true;
  }
  return deck.submit(address, fields, away);
}

document.addEventListener("inbeeld:page", (event) => begin(event.detail.page));
if (!device.settle()) {
  pages.start({ submit, travel: deck.visit });
  begin(document.body);
  device.start();
}
