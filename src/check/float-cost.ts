import { bytesOf } from "../codegen/memory/lifetimes.js";
import { macsOf } from "../ir/graph/macs.js";
import type { CallLayer, Operand, Program } from "../ir/graph/program.js";
import type { FloatNode } from "../quantization/quantize/result.js";
import type { CheckCost, CheckFinding } from "./report.js";

interface Work {
  readonly macs: number;
  readonly bytes: number;
}

/**
 * The nodes that compute in float in a fused program, as findings, and what all of them cost: multiplications, and bytes
 * written as float or converted to float for them. What one loop computes in float between int8 tensors costs none.
 * @param conversions names of nodes that only convert between int8 and float
 */
export function floatFindings(program: Program, floats: readonly FloatNode[], conversions: ReadonlySet<string>) {
  const reasons = new Map(floats.map((float) => [float.node, float]));
  const names = new Map<number, string>();
  const costs = new Map<string, Work>();
  for (const call of program.layers) {
    if (call.kind !== "call") continue;
    const own = call.onnx.filter((name) => !conversions.has(name));
    const isConversion = own.length === 0 && call.onnx.length > 0;
    const name = own.find((name) => reasons.has(name)) ?? own.at(-1) ?? names.get(call.inputs[0]?.layer ?? -1);
    if (name === undefined || isConversion) continue;
    names.set(call.index, name);
    const work = floatWork(program, call, (layer) => names.get(layer) === undefined);
    if (work.bytes === 0) continue;
    const known = costs.get(name) ?? { macs: 0, bytes: 0 };
    costs.set(name, { macs: known.macs + work.macs, bytes: known.bytes + work.bytes });
  }
  const total = totalWork(program);
  const share = ({ macs, bytes }: Work): CheckCost => {
    return { macs, bytes, macShare: macs / Math.max(total.macs, 1), byteShare: bytes / Math.max(total.bytes, 1) };
  };
  const findings = [...costs].map(([node, work]) => finding(node, share(work), reasons.get(node)));
  return { findings, cost: share([...costs.values()].reduce(plus, { macs: 0, bytes: 0 })) };
}

function finding(node: string, cost: CheckCost, float: FloatNode | undefined): CheckFinding {
  const reason = `stays in float: ${float?.reason ?? "its int8 form is computed in float"}`;
  const told = { node, ...(float && { operator: float.operator }), reason, cost };
  if (float?.chosen) return { severity: "note", ...told };
  return { severity: "warning", ...told, remedy: "accept the cost, or use an operator that has an int8 form" };
}

/** What a call does in float: nothing where it writes int8 from int8. `isConverted` tells what was made only for it. */
function floatWork(program: Program, call: CallLayer, isConverted: (layer: number) => boolean): Work {
  const read = call.inputs.filter(({ layer }) => program.layers[layer]!.kind === "call" && isConverted(layer));
  const typeOf = ({ layer, output }: Operand) => program.layers[layer]!.types[output]!;
  const float = [...call.types, ...read.map(typeOf)].filter(({ dtype }) => dtype === "float32");
  const bytes = float.reduce((sum, type) => sum + bytesOf(type), 0);
  return { macs: bytes === 0 ? 0 : macsOf(program, call), bytes };
}

function totalWork(program: Program): Work {
  const calls = program.layers.filter((layer) => layer.kind === "call");
  return calls
    .map((call) => ({ macs: macsOf(program, call), bytes: call.types.reduce((sum, type) => sum + bytesOf(type), 0) }))
    .reduce(plus, { macs: 0, bytes: 0 });
}

const plus = (a: Work, b: Work): Work => ({ macs: a.macs + b.macs, bytes: a.bytes + b.bytes });
