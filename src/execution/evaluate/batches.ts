import { defaultThreads } from "../fast/threads/helpers.js";

/** Samples that each thread gets of those that are read at once: two batches of the fast interpreter. */
const A_THREAD = 16;
const LEAST = 32;

/** The samples, as many at a time as keep all threads busy. */
export async function* batches<T>(
  samples: Iterable<T> | AsyncIterable<T>,
  threads = defaultThreads(),
): AsyncIterable<readonly T[]> {
  const size = Math.max(LEAST, A_THREAD * threads);
  let batch: T[] = [];
  for await (const sample of samples) {
    batch.push(sample);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
