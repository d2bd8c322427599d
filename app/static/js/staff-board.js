// Keeps the board of a group session up to date. Without it the page works the same: reload to see the newest state.
const board = document.querySelector("[data-refresh]");
const seconds = Number(board.dataset.refresh);
let known = board.innerHTML;

async function refresh() {
  if (document.hidden || board.contains(document.activeElement)) return; // never move what somebody is about to press
  const answer = await fetch(location.href, { headers: { "X-Refresh": "1" }, redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-refresh]");
  if (fresh === null) return;
  if (withoutTokens(fresh.innerHTML) === withoutTokens(known)) return;
  known = fresh.innerHTML;
  board.replaceChildren(...fresh.childNodes);
}

function withoutTokens(html) {
  return html.replace(/name="csrf_token" value="[^"]*"/g, "");
}

setInterval(() => refresh().catch(() => {}), seconds * 1000); // a network that is away: try again next time
