// The one script of the participant's pages; without it they work the same, as forms and links.
import * as pages from "./pages.js";

function begin(page) { // at load, and after each page that takes the place of another
}

document.addEventListener("inbeeld:page", (event) => begin(event.detail.page));
pages.start();
begin(document.body);
