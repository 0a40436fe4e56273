import type { Operands } from "./operands.js";
import type { AxisResize } from "./resize-taps.js";

/** The axes that scales, sizes and roi speak of: the attribute `axes` of opset 18, or all. */
function namedAxes(operands: Operands, rank: number): readonly number[] {
  const given = operands.ints("axes")?.map((axis) => (axis < 0 ? axis + rank : axis));
  if (given?.some((axis) => axis < 0 || axis >= rank))
    operands.fail(`axes must be within rank ${rank}`, `[${given.join(", ")}]`, "export the model again");
  return given ?? Array.from({ length: rank }, (_, axis) => axis);
}

/** Scales: an attribute of Upsample 7, then an input. */
function scalesOf(operands: Operands, count: number): readonly number[] {
  const attribute = operands.attribute("scales", "floats")?.value;
  const scales = attribute ?? operands.tensor(operands.opset < 11 ? 1 : 2, "scales").toNumbers();
  if (scales.length !== count)
    operands.fail(`scales must have ${count} values`, String(scales.length), "scale every axis");
  if (scales.some((scale) => !(scale > 0)))
    operands.fail("scales must be positive", `[${scales.join(", ")}]`, "export the model again");
  return scales;
}

/** Scales from sizes; the policy may make all axes follow the smallest or the largest of them. */
function fromSizes(operands: Operands, sizes: readonly number[], lengths: readonly number[]): [number, number][] {
  const policy = operands.text("keep_aspect_ratio_policy", "stretch");
  const scales = sizes.map((size, i) => size / (lengths[i] as number));
  if (policy === "stretch") return scales.map((scale, i) => [scale, sizes[i] as number]);
  if (policy !== "not_larger" && policy !== "not_smaller")
    operands.fail("attribute keep_aspect_ratio_policy must be stretch, not_larger or not_smaller", policy, "use sizes");
  const scale = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  return lengths.map((length) => [scale, Math.floor(scale * length + 0.5)]);
}

/** Every axis of the data: its new length and how it is scaled. Scales that are not whole cut the length off. */
export function axisResizes(operands: Operands, coordinates: string): AxisResize[] {
  const { shape } = operands.value(0).type;
  const since11 = operands.opset >= 11;
  const axes = namedAxes(operands, shape.length);
  const roiGiven = since11 ? operands.optionalTensor(1, "roi")?.toNumbers() : undefined;
  const isCrop = coordinates === "tf_crop_and_resize";
  const roi = roiGiven?.length === 2 * axes.length ? roiGiven : undefined;
  if (isCrop && roi === undefined)
    operands.fail(`roi must have ${2 * axes.length} values`, String(roiGiven?.length ?? 0), "export the model again");
  const sizes = since11 ? operands.optionalTensor(3, "sizes")?.toNumbers() : undefined;
  const hasSizes = sizes !== undefined && sizes.length > 0;
  if (hasSizes && sizes.length !== axes.length)
    operands.fail(`sizes must have ${axes.length} values`, String(sizes.length), "give every axis a size");
  if (hasSizes && operands.inputs[2] !== undefined && operands.tensor(2, "scales").size > 0)
    operands.fail("Resize must have either scales or sizes", "both", "remove one of them");
  if (!hasSizes) operands.text("keep_aspect_ratio_policy", "stretch");
  const lengths = axes.map((axis) => shape[axis] as number);
  const part = (i: number): [number, number] => (roi ? [roi[i] as number, roi[i + axes.length] as number] : [0, 0]);
  const scaled: readonly (readonly [number, number])[] = hasSizes
    ? fromSizes(operands, sizes, lengths)
    : scalesOf(operands, axes.length).map((scale, i) => {
        const share = isCrop ? part(i)[1] - part(i)[0] : 1;
        return [scale, Math.floor(Math.fround((lengths[i] as number) * share * scale))];
      });
  scaled.forEach(([scale, outLength], i) => {
    if (coordinates === "align_corners" && outLength > 1 && Math.fround(scale * (lengths[i] as number)) !== outLength)
      operands.fail(
        "with align_corners, scale times length must be whole, for ONNX and onnxruntime differ where it is not",
        `${scale} · ${lengths[i]}`,
        "give sizes",
      );
  });
  return shape.map((length, axis) => {
    const i = axes.indexOf(axis);
    const [scale, outLength] = scaled[i] ?? [1, length];
    const whole: [number, number] = isCrop ? [0, 1] : [0, 0];
    return { length, outLength, scale, roi: i < 0 ? whole : part(i), coordinates };
  });
}
