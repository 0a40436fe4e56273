/** What compiling one C file gave. */
export interface CompiledObject {
  readonly bytes: Uint8Array;
  /** What the compiler had to say. */
  readonly log: string;
}

const BYTES_MAX = 2 ** 26;
const objects = new Map<string, CompiledObject>();
let total = 0;

/**
 * The object of a digest, compiled once a process: the runner and the kernels are the same in every project.
 * Holds at most 64 MiB; the oldest go first.
 */
export async function cachedObject(digest: string, compile: () => Promise<CompiledObject>): Promise<CompiledObject> {
  const cached = objects.get(digest);
  if (cached) return cached;
  const object = await compile();
  if (!objects.has(digest)) total += object.bytes.length;
  objects.set(digest, object);
  for (const [oldest, { bytes }] of objects) {
    if (total <= BYTES_MAX) break;
    objects.delete(oldest);
    total -= bytes.length;
  }
  return object;
}
