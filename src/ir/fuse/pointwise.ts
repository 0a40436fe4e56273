import { KERNELS, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import { encodeSteps, type PointwiseStep } from "../../../kernels-ref/pointwise.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes } from "../graph/graph.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type NewCall, type Replacement } from "./edit-program.js";
import { integerArithmetic } from "./integer-arithmetic.js";
import { keyOf, ProgramView } from "./program-view.js";
import { isInside, pointwiseRegions, type Region } from "./regions.js";

/** A region as straight code: what it reads, and its steps. */
interface Straight {
  readonly inputs: readonly Operand[];
  readonly steps: readonly PointwiseStep[];
}

/**
 * Chains of pointwise operators become single calls: `esp.quantize`, `esp.dequantize`, with `lookups` a table of 256
 * entries (`esp.lookup`) for what depends on one int8 alone, `esp.add` and `esp.multiply` of two, else `esp.pointwise`, which runs the same steps an element.
 */
export function fusePointwise(program: Program, lookups: boolean): Program {
  const view = new ProgramView(program);
  const replacements = new Map<number, Replacement>();
  for (const region of pointwiseRegions(view)) {
    const call = fused(view, region, lookups);
    if (call !== undefined) replacements.set(region.root.index, call);
  }
  return editProgram(program, replacements);
}

function fused(view: ProgramView, region: Region, lookups: boolean): NewCall | undefined {
  const straight = straighten(region);
  const absorbed = region.members.filter((member) => member !== region.root);
  const [operator, inputs, attributes] =
    quantization(view, straight) ??
    (lookups ? lookup(view, region.root, straight) : undefined) ??
    integerArithmetic(view, region.root, straight.inputs, straight.steps) ??
    (["esp.pointwise", straight.inputs, { steps: encodeSteps(straight.steps) }] as const);
  if (operator === "esp.pointwise" && absorbed.length === 0) return undefined;
  return { op: operator, inputs, attributes, absorbed };
}

type Fused = readonly [string, readonly Operand[], Attributes];

function straighten(region: Region): Straight {
  const inputs = new Map<string, Operand>();
  for (const member of region.members)
    for (const operand of member.inputs) if (!isInside(region, operand)) inputs.set(keyOf(operand), operand);
  const registers = new Map([...inputs.keys()].map((key, position) => [key, position]));
  const steps = region.members.map((member, position): PointwiseStep => {
    const reads = member.inputs.map((operand) => registers.get(keyOf(operand)) as number);
    registers.set(keyOf({ layer: member.index, output: 0 }), inputs.size + position);
    return { op: member.op, dtype: member.types[0]!.dtype, reads, attributes: member.attributes };
  });
  return { inputs: [...inputs.values()], steps };
}

/** The operators of the steps when each reads the one before it first and, second, a constant of one element. */
function chainOf(view: ProgramView, { inputs, steps }: Straight): { text: string; constants: number[] } | undefined {
  const [source] = inputs;
  if (source === undefined || view.constant(source) !== undefined) return undefined;
  const constants: number[] = [];
  for (const [position, { reads }] of steps.entries()) {
    const [first, second, third] = reads;
    if (first !== (position === 0 ? 0 : inputs.length + position - 1) || third !== undefined) return undefined;
    if (second === undefined) continue;
    const tensor = second < inputs.length ? view.constant(inputs[second]) : undefined;
    if (tensor === undefined || tensor.size !== 1) return undefined;
    constants.push(tensor.item());
  }
  return { text: steps.map(({ op }) => op).join(" "), constants };
}

function quantization(view: ProgramView, straight: Straight): Fused | undefined {
  const chain = chainOf(view, straight);
  if (chain === undefined) return undefined;
  const [source] = straight.inputs as [Operand];
  const [scale = 0, zero] = chain.constants;
  const dtypes = [view.type(source).dtype, straight.steps.at(-1)!.dtype].join();
  const relu = chain.text.endsWith(" nn.relu");
  if (/^cast multiply( nn.relu)?$/.test(chain.text) && dtypes === "int8,float32" && (!relu || scale > 0))
    return ["esp.dequantize", [source], { scale, relu }];
  const clip = straight.steps.find(({ op }) => op === "clip")?.attributes;
  const isQuantize = chain.text === "divide round add clip cast" && dtypes === "float32,int8" && zero === 0;
  return isQuantize && clip?.a_min === -128 && clip.a_max === 127 ? ["esp.quantize", [source], { scale }] : undefined;
}

/** What depends on a single int8 is run on all 256 of them: the same kernels, so the same bits. */
function lookup(view: ProgramView, root: CallLayer, { inputs, steps }: Straight): Fused | undefined {
  const variable = inputs.filter((operand) => view.constant(operand) === undefined);
  const [source] = variable;
  if (source === undefined || variable.length > 1 || view.type(source).dtype !== "int8") return undefined;
  const constants = inputs.map((operand) => view.constant(operand));
  if (root.types[0]!.dtype !== "int8" || constants.some((tensor) => tensor !== undefined && tensor.size !== 1))
    return undefined;
  const all = new Tensor(
    "int8",
    [256],
    Int8Array.from({ length: 256 }, (_, i) => i - 128),
  );
  const results = Tensor.zeros("int8", [256]);
  const values = constants.map((tensor) => tensor?.reshape([]) ?? all);
  KERNELS.get("esp.pointwise")!(values, { steps: encodeSteps(steps) }, [results], TVM_ARITHMETIC);
  return ["esp.lookup", [source], { table: results.toNumbers() }];
}
