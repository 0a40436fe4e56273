import type { OnnxModel } from "../../../formats/onnx/model.js";
import { productsOf } from "../../rounding/products.js";

/** Operators that compute, and lose something in 8 bits. */
const COMPUTING: ReadonlySet<string> = new Set(
  "Conv Gemm MatMul Add Sub Mul Div Concat AveragePool GlobalAveragePool ReduceMean Sigmoid Tanh HardSwish".split(" "),
);
/** Operators whose result is in the width of what they read. */
const FOLLOWING: ReadonlySet<string> = new Set(
  "Relu Clip LeakyRelu PRelu MaxPool Pad Reshape Flatten Squeeze Unsqueeze Transpose Slice Split Resize".split(" "),
);

/** Named nodes that compute, with their multiplications. */
export function layersOf({
  graph,
}: OnnxModel): { readonly node: string; readonly tensor: string; readonly macs: number }[] {
  const shapes = new Map([...graph.valueInfo.values(), ...graph.outputs].map(({ name, shape }) => [name, shape]));
  const terms = new Map(productsOf({ graph } as OnnxModel).map((product) => [product.tensor, product.terms]));
  return graph.nodes.flatMap(({ name, opType, outputs }) => {
    if (!COMPUTING.has(opType) || name === "") return [];
    const size = (shapes.get(outputs[0] as string) ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
    return [{ node: name, tensor: outputs[0] as string, macs: (terms.get(outputs[0] as string) ?? 0) * size }];
  });
}

/** The nodes in 16 bits when some are: those behind them that only carry or cut their values come along. */
export function inSixteenBits({ graph }: OnnxModel, chosen: readonly string[]): string[] {
  const wide = new Set(chosen);
  const made = new Set<string>();
  for (const { name, opType, inputs, outputs } of graph.nodes) {
    const follows = FOLLOWING.has(opType) && made.has(inputs[0] ?? "") && name !== "";
    if (!wide.has(name) && !follows) continue;
    wide.add(name);
    for (const output of outputs) made.add(output);
  }
  return [...wide];
}
