import { imageExtent } from "../../../../src/comparison/diff/image-extent.js";
import { layerLayouts } from "../../../../src/comparison/diff/layer-layouts.js";
import { LINK_FAULTS } from "./link.js";
import { MemoryMap } from "./memory-map.js";
import { TELLING } from "./telling.js";
import type { ZooModel } from "./zoo-board.js";

/** A fault of the link in what is sent of one tensor. */
export interface ExpectedLinkFault {
  readonly number: number;
  readonly fault: string;
  readonly id: string;
  readonly parameters: readonly [number, number];
  readonly causes?: readonly string[];
}

/** Each fault of the link once, in a tensor whose readers show that they had other bytes. */
export function linkFaults({ subject: { program, trace }, text }: ZooModel): ExpectedLinkFault[] {
  const { steps, places } = new MemoryMap(program, text);
  const read = trace.layers.filter(({ id }) => {
    const readers = steps.filter(({ reads }) => reads.includes(id));
    const made = steps.some(({ makes }) => makes.includes(id));
    return made && readers.some(({ call, writes }) => writes && TELLING.has(call.op));
  });
  const ids = [...places.keys()];
  const sizeBefore = (id: string): number => places.get(ids[ids.indexOf(id) - 1] ?? id)!.bytes;
  const layouts = layerLayouts(program);
  return Object.entries(LINK_FAULTS).flatMap(([fault, { number, bytes, causes }], position) => {
    const fitting = read.filter(
      ({ id, tensor }) =>
        (bytes === undefined || tensor.data.BYTES_PER_ELEMENT === bytes) &&
        (fault !== "one tensor late" || sizeBefore(id) >= tensor.size) &&
        tensor.size >= 64 &&
        (fault !== "row cut" || layouts.get(id) === "NHWC"),
    );
    const chosen = fitting[position % fitting.length];
    if (chosen === undefined) return [];
    const extent = imageExtent(chosen.tensor.shape, layouts.get(chosen.id));
    const row = extent ? extent.w * extent.c : 0;
    const cut = extent ? row - 2 * extent.c : 0;
    return [{ number, fault, id: chosen.id, parameters: [row, cut] as const, ...(causes && { causes }) }];
  });
}
