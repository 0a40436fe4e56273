import type { Operands } from "./operands.js";

/** How one axis of a Resize changes. */
export interface ResizedAxis {
  readonly axis: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Result over input, as the node gives it or as its sizes make it; not always `outputs / inputs`. */
  readonly scale: number;
  /** Start and end of the region of tf_crop_and_resize, as parts of the axis. */
  readonly roi: readonly [number, number];
}

const round = (value: number): number => Math.floor(value + 0.5);

/** One size for every axis under keep_aspect_ratio_policy. */
function sized(operands: Operands, inputs: readonly number[], sizes: readonly number[]) {
  const policy = operands.text("keep_aspect_ratio_policy", "stretch");
  const scales = sizes.map((size, i) => size / inputs[i]!);
  if (policy === "stretch") return sizes.map((outputs, i) => ({ outputs, scale: scales[i]! }));
  if (policy !== "not_larger" && policy !== "not_smaller")
    operands.fail(
      "attribute keep_aspect_ratio_policy must be stretch, not_larger or not_smaller",
      policy,
      "export the model again",
    );
  const scale = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  return inputs.map((size) => ({ outputs: round(scale * size), scale }));
}

/** The scales: an attribute of Upsample-7, an input since. */
function scalesOf(operands: Operands): readonly number[] {
  const attribute = operands.attribute("scales", "floats")?.value;
  return attribute ?? operands.tensor(operands.opset < 11 ? 1 : 2, "scales").toNumbers();
}

function changes(operands: Operands, inputs: readonly number[]) {
  const sizes = operands.opset < 11 ? undefined : operands.optionalTensor(3, "sizes");
  if (sizes !== undefined && sizes.size > 0) {
    // A node that has sizes carries an empty list of scales in its place, or nothing.
    operands.ignore(2);
    return sized(operands, inputs, sizes.toNumbers());
  }
  operands.text("keep_aspect_ratio_policy", "stretch");
  return scalesOf(operands).map((scale, i) => ({ outputs: Math.trunc(Math.fround(inputs[i]! * scale)), scale }));
}

/** Every axis that the node names, in the order of the data's; sizes and scales stand for these axes only. */
export function resizedAxes(operands: Operands): readonly ResizedAxis[] {
  const { shape } = operands.value(0).type;
  const given = operands.ints("axes") ?? shape.map((_, axis) => axis);
  const axes = given.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const inputs = axes.map((axis) => shape[axis] ?? 0);
  const roi = operands.opset < 11 ? undefined : operands.optionalTensor(1, "roi")?.toNumbers();
  const changed = changes(operands, inputs);
  if (changed.length !== axes.length)
    operands.fail(
      `sizes or scales must have one value for each of ${axes.length} axes`,
      `${changed.length} values`,
      "resize every axis",
    );
  if (changed.some(({ outputs, scale }) => !(outputs >= 1 && scale > 0)))
    operands.fail(
      "every size of the result must be positive",
      `[${changed.map(({ outputs }) => outputs).join(", ")}]`,
      "use larger sizes or scales",
    );
  return changed
    .map((change, i) => ({
      ...change,
      axis: axes[i]!,
      inputs: inputs[i]!,
      roi: [roi?.[i] ?? 0, roi?.[i + axes.length] ?? 1] as const,
    }))
    .sort((a, b) => a.axis - b.axis);
}
