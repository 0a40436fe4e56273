import type { Emitter } from "./emitter.js";

/** `nn.batch_matmul` in float32. */
export const emitBatchMatmul: Emitter = (site) => {
  const [batch, rows, columns] = site.call.types[0]!.shape as [number, number, number];
  const [left, right] = [site.types[0]!.shape, site.types[1]!.shape] as [number[], number[]];
  const depth = left[2]!;
  const leftStep = left[0] === 1 ? 0 : rows * depth;
  const rightStep = right[0] === 1 ? 0 : depth * columns;
  return [
    `  static const struct espdl_batch_matmul matmul = {${[batch, rows, columns, depth, leftStep, rightStep].join(", ")}};`,
    `  espdl_batch_matmul_f32(&matmul, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`,
  ].join("\n");
};
