import { textOf } from "../graph/attribute.js";
import { numbers } from "../graph/graph.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type Replacement } from "./edit-program.js";
import { ProgramView } from "./program-view.js";

/** Calls whose elements do not know where they lie: they may run in any order of axes. */
const PLACELESS = new Set(["esp.quantize", "esp.dequantize", "esp.lookup", "esp.pointwise", "esp.add", "esp.multiply"]);

/**
 * Removes copies that only turn axes: two that undo each other, also around pointwise calls; and turns those that move
 * axes of length 1 into reshapes, which cost nothing. Runs until nothing is left to do.
 */
export function cancelPermutations(program: Program): Program {
  for (let before = program; ; ) {
    const view = new ProgramView(before);
    const replacements = new Map<number, Replacement>();
    for (const call of view.calls()) {
      const replacement = cancelled(view, call) ?? renamed(view, call);
      if (replacement === undefined) continue;
      replacements.set(call.index, replacement);
      break;
    }
    if (replacements.size === 0) return before;
    before = editProgram(before, replacements);
  }
}

/** Output axis i of a transpose or layout_transform is input axis `axes[i]`; undefined for other calls. */
function axesOf(view: ProgramView, call: CallLayer): number[] | undefined {
  if (call.op === "layout_transform") {
    const source = textOf(call.attributes, "src_layout");
    return [...textOf(call.attributes, "dst_layout")].map((letter) => source.indexOf(letter));
  }
  if (call.op !== "transpose") return undefined;
  const rank = view.type(call.inputs[0]!).shape.length;
  return numbers(call.attributes, "axes").map((axis) => (axis < 0 ? axis + rank : axis));
}

/** A permutation that undoes the one before it, or the one before a pointwise call that nobody else reads. */
function cancelled(view: ProgramView, call: CallLayer): Replacement | undefined {
  const outer = axesOf(view, call);
  const source = call.inputs[0];
  const inner = source && view.layer(source);
  if (outer === undefined || inner?.kind !== "call") return undefined;
  const direct = axesOf(view, inner);
  if (direct !== undefined) return undoes(outer, direct) ? inner.inputs[0] : undefined;
  if (!PLACELESS.has(inner.op) || !view.isPrivate(inner)) return undefined;
  const permutations: CallLayer[] = [];
  const inputs: Operand[] = [];
  for (const operand of inner.inputs) {
    if (view.constant(operand)?.size === 1) {
      inputs.push(operand);
      continue;
    }
    const before = view.layer(operand);
    const axes = before.kind === "call" ? axesOf(view, before) : undefined;
    if (before.kind !== "call" || axes === undefined || !undoes(outer, axes)) return undefined;
    permutations.push(before);
    inputs.push(before.inputs[0] as Operand);
  }
  const { op, attributes } = inner;
  return { op, attributes, inputs, absorbed: [...permutations, inner] };
}

function undoes(outer: readonly number[], inner: readonly number[]): boolean {
  return outer.length === inner.length && outer.every((axis, position) => inner[axis] === position);
}

/** A permutation that leaves the order of all axes longer than 1 is a reshape. */
function renamed(view: ProgramView, call: CallLayer): Replacement | undefined {
  const axes = axesOf(view, call);
  if (axes === undefined) return undefined;
  const { shape } = view.type(call.inputs[0]!);
  const moved = axes.filter((axis) => shape[axis] !== 1);
  if (moved.some((axis, position) => position > 0 && axis < moved[position - 1]!)) return undefined;
  return { op: "reshape", attributes: { newshape: call.types[0]!.shape }, inputs: call.inputs, absorbed: [] };
}
