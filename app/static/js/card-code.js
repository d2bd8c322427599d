// Fills in the code of a scanned card. It stands behind the # of the address, which no browser sends to a server;
// it is taken out of the address at once, so that it stays neither in the history nor on the screen of the next person.
export function start(page) {
  const field = page.querySelector("#code");
  const code = decodeURIComponent(location.hash.slice(1)).replace(/[^0-9A-Za-z]/g, "");
  if (field === null || code === "") return;
  history.replaceState(history.state, "", location.pathname + location.search);
  field.value = code.replace(/^(...)(...)(.*)$/, "$1 $2 $3");
  page.querySelector("[data-code-next], .inb-dock .inb-button--primary")?.focus();
}
