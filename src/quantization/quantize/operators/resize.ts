import type { OnnxNode } from "../../../formats/onnx/model.js";
import { keepFloat } from "../activation.js";
import type { Draft } from "../draft.js";
import { quantizeDirect } from "./direct.js";

const OPSET_OF_INT8 = 11;
const IMAGE_COORDINATES = ["half_pixel", "pytorch_half_pixel", "tf_half_pixel_for_nn", "asymmetric", "align_corners"];

/**
 * Resize on int8 where its input is int8 already and the flow has an int8 form: nearest neighbours, and the plain
 * linear one of an image. Any other blends in float; the original runs all of them on int8.
 */
export function quantizeResize(draft: Draft, node: OnnxNode): void {
  if (draft.opset < OPSET_OF_INT8 || (draft.options.compat !== true && !hasInt8Form(draft, node)))
    keepFloat(draft, node);
  else quantizeDirect(draft, node);
}

function hasInt8Form(draft: Draft, node: OnnxNode): boolean {
  const text = (name: string, otherwise: string) => node.attributes.get(name)?.value ?? otherwise;
  const coordinates = text("coordinate_transformation_mode", "half_pixel") as string;
  if (coordinates === "tf_crop_and_resize") return false;
  const mode = text("mode", "nearest");
  if (mode === "nearest") return true;
  const isOn = (name: string): boolean => (node.attributes.get(name)?.value ?? 0) !== 0;
  if (mode !== "linear" || isOn("antialias") || isOn("exclude_outside")) return false;
  return IMAGE_COORDINATES.includes(coordinates) && !node.attributes.has("axes") && scalesAnImage(draft, node);
}

/** Four whole scales, of which the first two are 1; or sizes for an image. */
function scalesAnImage(draft: Draft, node: OnnxNode): boolean {
  const scales = draft.initializers.get(node.inputs[2] ?? "")?.toNumbers() ?? [];
  if (scales.length === 0) return draft.rank(node.inputs[0] as string) === 4 && !resizesChannels(draft, node);
  return scales.length === 4 && scales[0] === 1 && scales[1] === 1 && scales.every(Number.isInteger);
}

function resizesChannels(draft: Draft, node: OnnxNode): boolean {
  const sizes = draft.initializers.get(node.inputs[3] ?? "")?.toNumbers();
  const shape = draft.shape(node.inputs[0] as string);
  return sizes === undefined || shape === undefined || sizes[1] !== shape[1];
}
