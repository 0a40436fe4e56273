import { asImage, spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import { roundToInteger, saturate, sizeOf } from "../../../../kernels-ref/index.js";
import { pooling } from "../../../../kernels-ref/pooling.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { numbers } from "../../../ir/graph/graph.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import type { LintContext } from "../context.js";
import type { LintRule, Measurement } from "../finding.js";
import { measure } from "../measure.js";

/** The chip multiplies a sum by a float32 1 / area: what is exactly halfway may land on either side of it. */
export const poolTie: LintRule = {
  name: "pool-tie",
  check: (context) => {
    if (context.chip !== "esp32p4") return [];
    return context.calls("espdl.avg_pool").flatMap(([node, call]) => {
      const measured = exactly(context, call);
      if (measured === undefined || measured.differing === 0) return [];
      const area = numbers(call.attributes, "kernel_shape").join(" × ");
      return [
        {
          severity: "warning",
          node: node.name,
          op: node.op,
          reason: `averages of ${area} that are exactly halfway between two integers: the chip's float32 1 / area does not hit the tie, so half to even does not apply`,
          measured,
          remedy: "allow one step here when you compare, or pool an area that is a power of two",
        },
      ];
    });
  },
};

/** The chip's averages against the exact ones, each rounded half to even once. */
function exactly(context: LintContext, call: CallLayer): Measurement | undefined {
  const [data] = context.inputs(call) ?? [];
  const made = context.value({ layer: call.index, output: 0 });
  if (data === undefined || made === undefined || made.dtype === "float32") return undefined;
  const kernel = numbers(call.attributes, "kernel_shape");
  const { input_exponent, output_exponent } = call.attributes;
  const factor = 2 ** (Number(input_exponent) - Number(output_exponent));
  const area = sizeOf(kernel);
  const meant = Tensor.zeros(made.dtype, made.shape);
  const [low, high] = made.dtype === "int8" ? [-128, 127] : [-32768, 32767];
  const sums = windowSums(call, data, meant, kernel);
  for (let i = 0; i < meant.size; i++)
    meant.data[i] = saturate(roundToInteger((sums[i] * factor) / area, "half-even"), low!, high!);
  return measure(meant, made);
}

function windowSums({ attributes }: CallLayer, data: Tensor, made: Tensor, kernel: readonly number[]): Float64Array {
  const geometry = pooling(asImage(data), asImage(made), {
    layout: "NHWC",
    pool_size: spatialPair(kernel, 1),
    strides: spatialPair(numbers(attributes, "strides"), 1),
    padding: spatialPads(numbers(attributes, "pads")),
  });
  const { imageStride, output, rows, columns } = geometry;
  const sums = new Float64Array(made.size);
  let to = 0;
  for (let n = 0; n < output.n; n++)
    for (const row of rows)
      for (const column of columns)
        for (let c = 0; c < output.c; c++, to++)
          for (let r = row.start; r < row.start + row.count; r++)
            for (let s = column.start; s < column.start + column.count; s++)
              sums[to] += Number(data.data[n * imageStride.n + r * imageStride.h + s * imageStride.w + c]);
  return sums;
}
