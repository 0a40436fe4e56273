import type { Convolution } from "../../../../kernels-ref/convolution.js";
import type { Taps } from "../product/model.js";
import { blockOrder } from "../product/weight-order.js";
import { solveKernel, withKernel } from "./kernel.js";
import type { ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

/** A grouped convolution whose channels all see all inputs: the weights it then reads are solved for, and held against memory. */
export function lostGroups(seen: ProductRuns): Solution[] {
  const { runs, product, channels } = seen;
  const { taps, orders } = product;
  const { image, groupInputs, groupOutputs, output } = taps.geometry;
  if (groupInputs === image.c) return [];
  const geometry: Convolution = { ...taps.geometry, groupInputs: image.c, groupOutputs: output.c };
  const wide = seen.taps.map((law): Taps => ({ ...law, geometry, rows: amongAll(law, image.c) }));
  const whole = { ...seen, taps: wide, product: { ...product, taps: wide[0]! } };
  const marks = new Uint8Array(runs.wrong.length).fill(1);
  const solved = solveKernel(whole, wide, marks);
  if (solved === undefined) return [];
  const { offsets } = blockOrder(geometry);
  const memory = new Map<number, number>();
  for (const [i, offset] of orders[0].offsets.entries()) memory.set(offset, taps.rows[i]!);
  const length = solved.taps.rows.length / channels;
  const isRead = solved.channels.every((channel) => {
    for (let i = channel * length; i < (channel + 1) * length; i++) {
      const stored = memory.get(offsets[i]!);
      if (stored !== undefined && stored !== solved.taps.rows[i]) return false;
    }
    return true;
  });
  if (!isRead) return [];
  const at = (run: number): Float64Array => withKernel(whole, solved, wide[run]!, marks, run);
  if (!runs.found.every((found, run) => at(run).every((value, i) => value === found[i]))) return [];
  return [
    {
      family: "geometry",
      cause: "groups read off",
      text: `the layer is computed without groups (1 instead of ${output.c / groupOutputs}): every output channel sees all inputs, with weights read on beyond their end`,
      look: "the shapes that the call hands its kernel: height, width, groups",
      bits: 30,
      predict: (run) => ({ values: at(runs.all.indexOf(run)) }),
    },
  ];
}

/** The rows of a grouped kernel as rows over all inputs: zeros in the other groups. */
function amongAll({ geometry, rows }: Taps, inputs: number): Int16Array {
  const { groupInputs, groupOutputs, output, kernelHeight, kernelWidth } = geometry;
  const places = kernelHeight * kernelWidth;
  const wide = new Int16Array(output.c * places * inputs);
  for (let o = 0; o < output.c; o++) {
    const first = Math.floor(o / groupOutputs) * groupInputs;
    for (let place = 0; place < places; place++)
      for (let i = 0; i < groupInputs; i++)
        wide[(o * places + place) * inputs + first + i] = rows[(o * places + place) * groupInputs + i]!;
  }
  return wide;
}
