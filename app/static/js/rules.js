// Which screens there are and which follows, from the same data and by the same rules as on the server, for as long as
// the network is away. tests/vectors/routing.json holds what both must give.
function single(response) {
  return response.options?.length === 1 ? response.options[0] : null;
}

// Whether a routing condition is true for these responses.
export function holds(condition, definition, responses) {
  if (!condition) return true;
  const { op, item, value, values, parts } = condition;
  const true_ = (part) => holds(part, definition, responses);
  if (op === "all") return parts.every(true_);
  if (op === "any") return parts.some(true_);
  if (op === "not") return !true_(parts[0]);
  const response = responses[item];
  if (!response || response.missing) return false;
  if (op === "answered") return Boolean(response.options?.length || response.text || response.number != null);
  if (op === "equals") return single(response) === value;
  if (op === "in") return (response.options ?? []).some((option) => values.includes(option));
  const points = response.number ?? definition.items[item].points?.[single(response)];
  return points != null && points >= value; // at_least
}

// Ids of the items on the path; what is hidden decides nothing.
export function itemsOnPath(definition, modules, responses) {
  const seen = {};
  const ids = [...definition.blocks.flatMap((block) => block.order), ...definition.closing];
  return ids.filter((id) => {
    const { block, when } = definition.items[id];
    const on = modules.blocks.includes(block) || !definition.blocks.some((one) => one.id === block);
    const kept = !modules.off.includes(id) && !modules.skipped.includes(block);
    if (!on || !kept || !holds(when, definition, seen)) return false;
    if (responses[id]) seen[id] = responses[id];
    return true;
  });
}

// The options of an item that these responses leave open.
export function isOpen(option, item, definition, responses) {
  return holds(definition.items[item].options?.[option], definition, responses);
}

// Every screen in order, each as "kind:id".
export function path(definition, modules, responses) {
  const items = itemsOnPath(definition, modules, responses);
  const practice = (block) => definition.practice.filter((one) => one.before === block).map((one) => `practice:${one.id}`);
  const steps = practice(null);
  for (const { id, opening, rest, intro } of definition.blocks) {
    const own = items.filter((item) => definition.items[item].block === id).map((item) => `item:${item}`);
    const open = intro ? [`${opening}:${id}`] : [];
    if (modules.blocks.includes(id) && modules.skipped.includes(id)) steps.push(...open);
    if (own.length) steps.push(...open, ...practice(id), ...own, ...(rest ? [`break:${id}`] : []));
  }
  const last = items.filter((item) => definition.closing.includes(item)).map((item) => `item:${item}`);
  return [...steps, ...last, "review:", "share:", "finish:"];
}

export function nextStep(steps, current) {
  const place = steps.indexOf(current);
  return place < 0 ? steps[0] : steps[Math.min(place + 1, steps.length - 1)];
}

function share(part, whole) { // in per cent, half to even
  const exact = (100 * part) / whole;
  const near = Math.round(exact);
  return near - exact === 0.5 && near % 2 ? near - 1 : near;
}

// Where somebody is who answers ``item``: number of total, part of parts, and the share done of each part.
export function progress(definition, modules, responses, item) {
  const ids = itemsOnPath(definition, modules, responses).filter((id) => !definition.items[id].uncounted);
  const blocks = [...new Set(ids.map((id) => definition.items[id].block))];
  const passed = ids.includes(item) ? ids.indexOf(item) : ids.length;
  const number = Math.min(passed + 1, ids.length);
  const part = ids.length ? blocks.indexOf(definition.items[ids[number - 1]].block) + 1 : 0;
  const shares = blocks.map((block) => {
    const own = ids.filter((id) => definition.items[id].block === block);
    return share(own.filter((id) => ids.indexOf(id) < passed).length, own.length);
  });
  return { number, total: ids.length, part, parts: blocks.length, shares };
}
