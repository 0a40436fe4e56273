import type { DType } from "../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { decodeSteps, type PointwiseStep } from "../../../../kernels-ref/pointwise.js";
import { cType, numberLiteral } from "../number.js";
import { type CallSite, type Emitter, refuse } from "./emitter.js";
import { emitLoops, type LoopOperand } from "./loops.js";
import { functionOf, suffixOf } from "./pointwise-functions.js";

/** `esp.pointwise`, and pointwise operators that stand alone: one nest of loops, the steps inside. */
export const emitPointwise: Emitter = (site) => {
  const steps = stepsOf(site);
  const { shape, dtype } = site.call.types[0]!;
  const operands = site.types.map((type, input): LoopOperand | undefined => {
    if (site.constants[input]?.size === 1) return undefined;
    return { shape: alignedShape(type.shape, shape, steps, input), name: `x${input}` };
  });
  const registers = site.types.map((type, input) => {
    const constant = site.constants[input];
    return { dtype: type.dtype, text: constant?.size === 1 ? numberLiteral(type.dtype, constant.data[0]!) : "" };
  });
  const lines: string[] = [];
  const declared = operands.map((operand, input) =>
    operand === undefined
      ? undefined
      : { ...operand, pointer: site.read(input), type: cType(site.types[input]!.dtype) },
  );
  const used = declared.filter((operand) => operand !== undefined);
  const body = (element: (name: string) => string): string[] => {
    for (const { name, type } of used) lines.push(`const ${type} v${name} = ${element(name)};`);
    registers.forEach((register, input) => {
      if (register.text === "") register.text = `vx${input}`;
    });
    steps.forEach((step, position) => {
      const text = expression(site, step, registers, steps);
      const last = position === steps.length - 1;
      lines.push(last ? `*out++ = ${text};` : `const ${cType(step.dtype)} t${position} = ${text};`);
      registers.push({ dtype: step.dtype, text: `t${position}` });
    });
    return lines;
  };
  return emitLoops(shape, used, `${cType(dtype)} *out = ${site.write(0)};`, body);
};

function stepsOf({ call, types }: CallSite): PointwiseStep[] {
  if (call.op === "esp.pointwise") return decodeSteps(call.attributes.steps!);
  return [{ op: call.op, dtype: call.types[0]!.dtype, reads: types.map((_, i) => i), attributes: call.attributes }];
}

/** The shape of an input with as many axes as the result; a vector of one value a channel lies along its axis. */
function alignedShape(
  own: readonly number[],
  shape: readonly number[],
  steps: readonly PointwiseStep[],
  input: number,
): number[] {
  const aligned = new Array<number>(shape.length).fill(1);
  const axis = steps.map((step) => vectorAxis(step, input, shape.length)).find((found) => found !== undefined);
  if (axis !== undefined && own.length === 1) aligned[axis] = own[0] as number;
  else aligned.splice(shape.length - own.length, own.length, ...own);
  return aligned;
}

function vectorAxis(step: PointwiseStep, input: number, rank: number): number | undefined {
  const position = step.reads.indexOf(input);
  if (step.op === "nn.prelu" && position === 1) return normalizeAxis(numberAttribute(step.attributes, "axis", 1), rank);
  if (step.op === "fixed_point_multiply_per_axis" && position > 0)
    return normalizeAxis(numbersAttribute(step.attributes, "axes")[0]!, rank);
  return undefined;
}

interface Register {
  readonly dtype: DType;
  text: string;
}

function expression(
  site: CallSite,
  step: PointwiseStep,
  registers: readonly Register[],
  steps: readonly PointwiseStep[],
): string {
  const operands = step.reads.map((read) => registers[read] as Register);
  const texts = operands.map(({ text }) => text);
  const { dtype, attributes, op } = step;
  const suffix = suffixOf(dtype);
  const limit = (name: string): string => numberLiteral(dtype, numberAttribute(attributes, name));
  if (op === "cast") return cast(operands[0] as Register, dtype, steps[(step.reads[0] as number) - site.types.length]);
  if (suffix === undefined) refuse(site, dtype);
  if (op === "clip") return `espdl_clip_${suffix}(${texts[0]}, ${limit("a_min")}, ${limit("a_max")})`;
  if (op === "nn.leaky_relu" && dtype === "float32") return `espdl_leaky_relu_f32(${texts[0]}, ${limit("alpha")})`;
  if (op === "fixed_point_multiply" && dtype === "int32") {
    const shift = numberAttribute(attributes, "shift");
    const multiplier = numberAttribute(attributes, "multiplier");
    return `espdl_fixed_point_multiply_i32(${texts[0]}, ${multiplier}, ${Math.max(shift, 0)}, ${Math.max(-shift, 0)})`;
  }
  if (op === "fixed_point_multiply_per_axis" && dtype === "int32")
    return `espdl_fixed_point_multiply_i32(${texts.join(", ")})`;
  const compared = operands[0]?.dtype ?? dtype;
  const name = functionOf(op, dtype, compared) ?? refuse(site, compared);
  return `${name}(${texts.join(", ")})`;
}

/** C's own conversion where it is defined; float → integer only behind a clip that bounds it, else by a function. */
function cast(source: Register, dtype: DType, before: PointwiseStep | undefined): string {
  if (dtype === "bool") return `(${source.text} != 0)`;
  const type = cType(dtype);
  if (/^u?int64$/.test(source.dtype) && dtype === "float32") return `(float)(double)${source.text}`;
  if (source.dtype !== "float32" || dtype === "float32") return `(${type})${source.text}`;
  const bounded =
    before?.op === "clip" &&
    numberAttribute(before.attributes, "a_min") >= -128 &&
    numberAttribute(before.attributes, "a_max") <= 127;
  return bounded ? `(${type})${source.text}` : `(${type})espdl_truncate_f32(${source.text})`;
}
