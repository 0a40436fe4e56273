import { typeText } from "../../espdl/inspect/graph-layout.js";
import type { NodeFacts } from "../../espdl/inspect/inspection.js";
import { formatCount } from "../../presentation/figures/text.js";
import type { NodeRow } from "../protocol.js";
import type { Subject } from "./subject.js";

/** The nodes of the drawing as lines of a table. */
export function nodeRows({ graph, ids }: Subject): NodeRow[] {
  return graph.nodes.map((node) => {
    const [output] = node.outputs;
    const id = ids.get(node.index);
    const scaled = output !== undefined && output.dtype !== "float32" && output.exponents.length > 0;
    return {
      ...{ index: node.index, name: node.name, op: node.op },
      ...(id === undefined ? {} : { id }),
      type: output === undefined ? "" : typeText({ ...output, exponents: [] }),
      exponent: scaled ? shortList(output.exponents) : "",
      kernel: kernelText(node),
      work: node.work === undefined ? "" : formatCount(node.work),
      constants: node.constantBytes === 0 ? "" : formatCount(node.constantBytes),
      live: node.liveBytes === undefined ? "" : formatCount(node.liveBytes),
    };
  });
}

const shortList = (values: readonly number[]): string => {
  const ends = [Math.min(...values), Math.max(...values)] as const;
  return ends[0] === ends[1] ? String(ends[0]) : `${ends[0]} … ${ends[1]}`;
};

/** `3×3 /2` is a window of 3 × 3 moved by 2. */
function kernelText({ attributes, constants }: NodeFacts): string {
  const plain = (text: string | undefined): string => (text ?? "").replace(/[[\]]/g, "").replaceAll(", ", "×");
  const window = plain(attributes.kernel_shape ?? attributes.pool_size);
  const stride = plain(attributes.strides);
  if (window === "") return constants.length > 0 && constants[0]!.shape ? constants[0]!.shape.join("×") : "";
  return /^[1×]*$/.test(stride) ? window : `${window} /${stride.split("×")[0]}`;
}
