type Random = () => number;

const pick = <T>(next: Random, list: readonly T[]): T => list[Math.floor(next() * list.length)]!;

/** Bytes with a part changed, cut, repeated or lost. */
export function mutatedBytes(next: Random, bytes: Uint8Array): Uint8Array {
  const at = Math.floor(next() * bytes.length);
  const kind = next();
  if (kind < 0.1) return bytes.slice(0, at);
  if (kind < 0.15) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 8))]);
  const result = new Uint8Array(bytes);
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    const place = Math.floor(next() * result.length);
    result[place] = pick(next, [0, 1, 2, 0x7f, 0x80, 0xff, Math.floor(next() * 256)]);
    if (next() < 0.3) result.fill(pick(next, [0, 0xff]), place, place + 4);
  }
  return result;
}

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 2, 3, 0.5, 2 ** 31, 2 ** 40, 1e308, "", "same", "valid", "relu", "Lambda", "Dense"],
  ...[
    "Custom>Layer",
    "__proto__",
    "channels_first",
    [],
    {},
    [1, 2],
    [[1, 2], [3]],
    [null, 4],
    "x".repeat(500),
    "\u202e\n",
  ],
  ...["float16", "sequential", "tanh"],
];

/** A value out of JSON with something inside it replaced, removed, doubled or renamed. */
export function mutatedJson(next: Random, value: unknown): unknown {
  const copy = structuredClone(value);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk(child);
    }
  };
  walk(copy);
  for (let changes = 1 + Math.floor(next() * 2); changes > 0; changes--) {
    const [parent, key] = pick(next, places);
    const kind = next();
    if (kind < 0.6) parent[key] = structuredClone(pick(next, VALUES));
    else if (kind < 0.75) delete parent[key];
    else if (kind < 0.9 && Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
    else
      Object.assign(parent, { [pick(next, ["extra", "groups", "axis", "mask_zero", "stateful"])]: pick(next, VALUES) });
  }
  // As a file would hold it: without holes.
  return JSON.parse(JSON.stringify(copy));
}
