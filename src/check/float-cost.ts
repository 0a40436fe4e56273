import { decodeSteps } from "../../kernels-ref/pointwise.js";
import { bytesOf } from "../codegen/memory/lifetimes.js";
import { macsOf } from "../ir/graph/macs.js";
import type { CallLayer, Operand, Program } from "../ir/graph/program.js";
import type { FloatNode } from "../quantization/quantize/result.js";
import type { CheckCost, CheckFinding } from "./report.js";

/** They stand between int8 and float and belong to the float side. */
const CONVERSIONS: ReadonlySet<string> = new Set(["esp.quantize", "esp.dequantize"]);

/** The calls of a fused program that compute in float, as findings, and what all of them cost. */
export function floatFindings(program: Program, floats: readonly FloatNode[]) {
  const calls = program.layers.filter((layer) => layer.kind === "call");
  const reasons = new Map(floats.map((float) => [float.node, float]));
  const written = (call: CallLayer): number => call.types.reduce((sum, type) => sum + bytesOf(type), 0);
  const total = { macs: sumOf(calls, (call) => macsOf(program, call)), bytes: sumOf(calls, written) };
  const costs = new Map<string, { call: CallLayer; macs: number; bytes: number }>();
  for (const call of calls) {
    if (!isFloat(program, call)) continue;
    const name = call.onnx.find((name) => reasons.has(name)) ?? call.onnx.at(-1) ?? call.id;
    const known = costs.get(name) ?? { call, macs: 0, bytes: 0 };
    const bytes = floatBytes(program, call);
    costs.set(name, { call, macs: known.macs + macsOf(program, call), bytes: known.bytes + bytes });
  }
  const share = ({ macs, bytes }: { macs: number; bytes: number }): CheckCost => {
    return { macs, bytes, macShare: macs / Math.max(total.macs, 1), byteShare: bytes / Math.max(total.bytes, 1) };
  };
  const findings = [...costs].map(([node, cost]) => ({
    ...finding(node, cost.call, reasons.get(node)),
    cost: share(cost),
  }));
  const all = {
    macs: sumOf([...costs.values()], ({ macs }) => macs),
    bytes: sumOf([...costs.values()], ({ bytes }) => bytes),
  };
  return { findings, cost: share(all) };
}

function finding(node: string, call: CallLayer, float: FloatNode | undefined): CheckFinding {
  const reason = float?.reason ?? "it is computed in float between int8 tensors";
  const told = { node, operator: float?.operator ?? call.op, reason: `stays in float: ${reason}` };
  if (float?.chosen) return { severity: "note", ...told };
  return {
    severity: "warning",
    ...told,
    remedy: "accept the cost, or replace it by an operator that has an int8 form",
  };
}

function isFloat(program: Program, call: CallLayer): boolean {
  if (CONVERSIONS.has(call.op)) return false;
  const steps = call.op === "esp.pointwise" ? decodeSteps(call.attributes.steps!) : [];
  return floatBytes(program, call) > 0 || steps.some(({ dtype }) => dtype === "float32");
}

/** What it writes as float, and what was converted to float for it. */
function floatBytes(program: Program, call: CallLayer): number {
  const isConverted = ({ layer }: Operand): boolean => {
    const made = program.layers[layer]!;
    return made.kind === "call" && made.op === "esp.dequantize";
  };
  const read = call.inputs.filter(isConverted).map(({ layer, output }) => program.layers[layer]!.types[output]!);
  const float = [...call.types, ...read].filter(({ dtype }) => dtype === "float32");
  return sumOf(float, bytesOf);
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);
