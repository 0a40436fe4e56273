import type { SharedMemory } from "./memory.js";

/** The same values; throws at the next one after an interrupt. */
export async function* watch<T>(memory: SharedMemory, iterable: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  const { epoch } = memory;
  for await (const value of iterable) {
    memory.check(epoch);
    yield value;
  }
}
