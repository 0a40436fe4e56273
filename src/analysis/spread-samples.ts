import type { Sample, Samples } from "../quantization/calibrate/samples.js";

/** At most `limit` samples, evenly spread over all of them, however many there are: every 2^k-th. */
export async function spreadSamples(samples: Samples, limit: number): Promise<Sample[]> {
  let kept: Sample[] = [];
  let stride = 1;
  let index = 0;
  for await (const sample of samples) {
    if (index++ % stride !== 0) continue;
    kept.push(sample);
    if (kept.length <= limit) continue;
    kept = kept.filter((_, position) => position % 2 === 0);
    stride *= 2;
  }
  return kept;
}
