type Random = () => number;

const pick = <T>(next: Random, list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;

const VALUES = (): readonly unknown[] => [
  ...[
    null,
    true,
    false,
    0,
    -1,
    0.5,
    1e308,
    2 ** 53,
    -(2 ** 31),
    "",
    "x",
    "\u0000",
    "../..",
    "__proto__",
    "a".repeat(5000),
  ],
  ...[[], {}, [null], [[[]]], { length: 3 }, Array<number>(2000).fill(1)],
];

/** Every object and list in a value, itself first. */
function containers(value: unknown): (unknown[] | Record<string, unknown>)[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

/** JSON text with one to three of its values replaced, removed, repeated or renamed. */
export function mutatedJson(next: Random, text: string): string {
  let root: unknown = JSON.parse(text);
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
    const places = containers(root);
    if (places.length === 0 || next() < 0.02) {
      root = pick(next, VALUES());
      continue;
    }
    const place = pick(next, places) as Record<string, unknown>;
    const key = pick(next, Object.keys(place));
    const choice = next();
    if (key === undefined || choice < 0.1)
      Object.assign(place, { [Array.isArray(place) ? "0" : pick(next, ["x", "constructor"])]: pick(next, VALUES()) });
    else if (choice < 0.6) place[key] = pick(next, VALUES());
    else if (choice < 0.8) {
      if (Array.isArray(place)) place.splice(Number(key), 1);
      else delete place[key];
    } else if (Array.isArray(place)) place.push(place[Number(key)]);
    else {
      place[`${key} `] = place[key];
      delete place[key];
    }
  }
  return JSON.stringify(root) ?? "";
}

/** Bytes with one to four of them changed, cut, repeated or put in. */
export function mutatedBytes(next: Random, original: Uint8Array): Uint8Array {
  let bytes = Uint8Array.from(original);
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    // Headers stand in front, where half of all changes go.
    const reach = next() < 0.5 ? Math.min(bytes.length, 200) : bytes.length;
    const at = Math.floor(next() * reach);
    const choice = next();
    if (choice < 0.5) bytes[at] = pick(next, [0, 1, 0x7f, 0x80, 0xff, Math.floor(next() * 256)]);
    else if (choice < 0.65) bytes = bytes.slice(0, at);
    else if (choice < 0.8) bytes = joined(bytes.subarray(0, at), [0xff, 0xff, 0xff, 0xff], bytes.subarray(at));
    else bytes = joined(bytes.subarray(0, at), bytes.subarray(Math.floor(next() * bytes.length)));
  }
  return bytes;
}

const joined = (...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
