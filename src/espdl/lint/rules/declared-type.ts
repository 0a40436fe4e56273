import { sizeOf } from "../../../../kernels-ref/index.js";
import type { EspdlValueInfo } from "../../model.js";
import { isStreaming } from "../../stream.js";
import type { LintContext, LintNode } from "../context.js";
import type { LintRule, RuleFinding } from "../finding.js";
import { dims } from "../text.js";

/** What the file states of a tensor against what follows from its nodes. Dims around inserted Transposes may be in another order. */
export const declaredType: LintRule = {
  name: "declared-type",
  check: (context) => {
    const { graph } = context.model;
    const makers = new Map(context.nodes.flatMap((node) => node.file.outputs.map((name) => [name, node] as const)));
    const stated = new Map([...graph.valueInfo, ...graph.outputs].map((info) => [info.name, info]));
    // A streaming model declares the whole sequence and computes a chunk of it.
    if (isStreaming(context.model)) return [];
    const wrong = new Map<string, string>();
    for (const info of stated.values()) {
      const found = contradiction(context, info);
      if (found !== undefined) wrong.set(info.name, found);
    }
    return Array.from(wrong).flatMap(([name, found]): RuleFinding[] => {
      const node = makers.get(name);
      // What is wrong already before the node is told there.
      if (node === undefined || node.file.inputs.some((input) => wrong.has(input))) return [];
      return [finding(node, name, found)];
    });
  },
};

function contradiction(context: LintContext, { name, dtype, dims: stated }: EspdlValueInfo): string | undefined {
  const shape = context.shape(name);
  if (shape === undefined) return undefined;
  const made = context.dtype(name);
  if (dtype !== undefined && made !== dtype) return `${dtype}, it computes ${made}`;
  if (stated === undefined || !stated.every((dim): dim is number => typeof dim === "number")) return undefined;
  return sizeOf(stated) === sizeOf(shape) ? undefined : `${dims(stated)}, it computes ${dims(shape)}`;
}

function finding({ name, op }: LintNode, tensor: string, found: string): RuleFinding {
  return {
    severity: "error",
    node: name,
    op,
    reason: `the file declares its output ${JSON.stringify(tensor)} as ${found}: the application gets another tensor than it expects`,
    remedy: "export the model again; if it was changed by hand, declare what the node computes",
  };
}
