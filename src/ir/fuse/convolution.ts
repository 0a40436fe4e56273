import { convolution } from "../../../kernels-ref/convolution.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { numbers } from "../graph/graph.js";
import type { CallLayer, Operand, Program } from "../graph/program.js";
import { editProgram, type NewCall, type Replacement } from "./edit-program.js";
import { chooseKernel } from "./kernel-choice.js";
import { ProgramView } from "./program-view.js";

/**
 * Convolutions become single calls, int8 → int8, `esp.conv2d` and `esp.depthwise_conv2d`:
 * [pad] → nn.conv2d → right_shift → clip [→ cast → add → clip] → cast [→ nn.relu], in layout NHWC.
 */
export function fuseConvolutions(program: Program): Program {
  const matcher = new Matcher(new ProgramView(program));
  const replacements = new Map<number, Replacement>();
  const taken = new Set<CallLayer>();
  for (const root of matcher.view.calls().toReversed()) {
    const call = taken.has(root) ? undefined : matcher.match(root);
    if (call === undefined) continue;
    for (const inner of call.absorbed) taken.add(inner);
    replacements.set(root.index, call);
  }
  return editProgram(program, replacements);
}

class Matcher {
  constructor(readonly view: ProgramView) {}

  match(root: CallLayer): NewCall | undefined {
    const inner: CallLayer[] = [];
    const relu = root.op === "nn.relu" ? root : undefined;
    const cast = relu ? this.step(relu.inputs[0], "cast", inner) : root;
    if (cast?.op !== "cast" || cast.types[0]!.dtype !== "int8") return undefined;
    const clipped = this.int8Clip(cast.inputs[0], inner);
    const added = this.step(clipped, "add", inner);
    const bias = added && this.bias(added.inputs[1], inner);
    if (added && bias === undefined) return undefined;
    const shifted = added
      ? this.step(this.int8Clip(this.step(added.inputs[0], "cast", inner)?.inputs[0], inner), "right_shift", inner)
      : this.step(clipped, "right_shift", inner);
    const conv = this.step(shifted?.inputs[0], "nn.conv2d", inner);
    const shift = this.view.constant(shifted?.inputs[1]);
    if (conv === undefined || shift === undefined || shift.shape.length > 1) return undefined;
    return this.fused(conv, bias, shift.toNumbers(), relu !== undefined, inner);
  }

  private fused(
    conv: CallLayer,
    bias: Operand | undefined,
    shift: readonly number[],
    relu: boolean,
    inner: CallLayer[],
  ): NewCall | undefined {
    const kernel = this.narrow(conv.inputs[1], inner);
    const [image, padding] = this.padded(this.narrow(conv.inputs[0], inner), conv, inner);
    if (image === undefined || kernel === undefined || this.view.constant(kernel) === undefined) return undefined;
    const { attributes: given } = conv;
    if (given.data_layout !== "NHWC" || !/^HW(IO|OI)$/.test(String(given.kernel_layout))) return undefined;
    const attributes = { ...given, padding, shift: shift.length === 1 ? shift[0]! : [...shift], relu };
    const geometry = convolution(
      Tensor.zeros("int8", this.view.type(image).shape),
      this.view.constant(kernel)!,
      Tensor.zeros("int8", conv.types[0]!.shape),
      attributes,
    );
    const choice = chooseKernel(geometry, shift);
    const depthwise = geometry.groupInputs === 1 && geometry.image.c > 1;
    return {
      op: depthwise ? "esp.depthwise_conv2d" : "esp.conv2d",
      inputs: bias ? [image, kernel, bias] : [image, kernel],
      attributes,
      absorbed: inner,
      kernel: choice,
    };
  }

  /** The call that makes `operand`, if it is an `op` and only seen by the pattern. */
  private step(operand: Operand | undefined, op: string, inner: CallLayer[]): CallLayer | undefined {
    const call = this.view.made(operand, op);
    if (call === undefined || !this.view.isPrivate(call)) return undefined;
    inner.push(call);
    return call;
  }

  private int8Clip(operand: Operand | undefined, inner: CallLayer[]): Operand | undefined {
    const clip = this.step(operand, "clip", inner);
    return clip?.attributes.a_min === -128 && clip.attributes.a_max === 127 ? clip.inputs[0] : undefined;
  }

  /** The int8 constant behind the widening cast, one an output channel. */
  private bias(operand: Operand | undefined, inner: CallLayer[]): Operand | undefined {
    const cast = this.view.made(operand, "cast");
    const tensor = this.view.constant(cast?.inputs[0]);
    if (cast === undefined || tensor?.dtype !== "int8") return undefined;
    inner.push(cast);
    return tensor.size === tensor.shape.at(-1) ? cast.inputs[0] : undefined;
  }

  /** The int8 operand itself, or the one behind a cast to int32: the products are the same. */
  private narrow(operand: Operand | undefined, inner: CallLayer[]): Operand | undefined {
    if (operand === undefined || this.view.type(operand).dtype === "int8") return operand;
    const cast = this.view.made(operand, "cast");
    if (cast === undefined || this.view.type(cast.inputs[0]!).dtype !== "int8") return undefined;
    inner.push(cast);
    return cast.inputs[0];
  }

  /** The image before a padding with zeros, and the padding [top, left, bottom, right]. */
  private padded(
    operand: Operand | undefined,
    conv: CallLayer,
    inner: CallLayer[],
  ): [Operand | undefined, readonly number[]] {
    const [a = 0, b = a, c = a, d = b] = numbers(conv.attributes, "padding");
    const pad = this.view.made(operand, "nn.pad");
    const widths = (pad?.attributes.pad_width ?? []) as readonly (readonly [number, number])[];
    const [batch, rows, columns, channels] = widths;
    const zero = this.view.constant(pad?.inputs[1]);
    if (pad === undefined || zero?.item() !== 0 || (pad.attributes.pad_mode ?? "constant") !== "constant")
      return [operand, [a, b, c, d]];
    if (rows === undefined || columns === undefined || [batch, channels].flat().some((width) => width !== 0))
      return [operand, [a, b, c, d]];
    if ([...rows, ...columns].some((width) => width < 0)) return [operand, [a, b, c, d]];
    inner.push(pad);
    return [pad.inputs[0], [a + rows[0], b + columns[0], c + rows[1], d + columns[1]]];
  }
}
