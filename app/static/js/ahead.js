// Fetches every picture and sound of a form in a language into the cache of this browser. They never change under their
// address, so that a session later asks the network for none of them.
const AT_ONCE = 4;
const LANGUAGE = document.documentElement.lang;
const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

async function take(row) {
  const { dataset: words } = row;
  const bar = row.querySelector("progress");
  const says = row.querySelector("[role=status]");
  const button = row.querySelector("button");
  button.disabled = true;
  bar.hidden = false;
  let bytes = 0;
  let failed = 0;
  let wanted = [];
  try {
    wanted = await list(words.list);
  } catch {
    failed = 1;
  }
  const total = wanted.length;
  bar.max = total || 1;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let address = wanted.shift(); address; address = wanted.shift()) {
      const size = await fetchWhole(address);
      if (size < 0) failed += 1;
      else bytes += size;
      bar.value = total - wanted.length;
    }
  }));
  const values = { done: total - failed, total, failed, size: (bytes / 1e6).toLocaleString(LANGUAGE, TENTHS) };
  says.textContent = (failed ? words.failed : words.done).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  button.disabled = false;
}

async function list(address) {
  const answer = await fetch(address);
  const found = await answer.json();
  const opus = new Audio().canPlayType("audio/ogg; codecs=opus") !== "";
  return [...found.always, ...(opus ? found.opus : found.mp3)];
}

// The size of a file over the wire in bytes, or -1 when it did not come whole.
async function fetchWhole(address) {
  try {
    const answer = await fetch(address);
    const content = await answer.arrayBuffer();
    return answer.ok ? Number(answer.headers.get("Content-Length")) || content.byteLength : -1;
  } catch {
    return -1;
  }
}

for (const row of document.querySelectorAll("[data-list]")) {
  const button = row.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => take(row));
}
