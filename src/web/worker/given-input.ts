import { UserError } from "../../base/errors.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { parseNpz } from "../../base/tensor/npz.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { Program } from "../../ir/graph/program.js";
import { fitImage } from "../../quantization/dataset/folder/fit-image.js";
import type { GivenInput } from "../protocol.js";
import type { Feeds, Subject } from "./subject.js";

/** What a person gave as the model takes it. @throws UserError when it does not fit. */
export function feedsOf(
  given: GivenInput,
  subject: Subject,
  program: Program,
): { readonly feeds: Feeds; readonly text: string } {
  const inputs = program.layers.filter(({ kind }) => kind === "input");
  const only = inputs[0]!;
  if (given.kind === "npy") {
    const arrays = /\.npz$/i.test(given.name)
      ? parseNpz(given.bytes, given.name)
      : new Map([[only.name, parseNpy(given.bytes, given.name)]]);
    const fitted = subject.fitted(
      new Map(inputs.map(({ name, types }) => [name, shaped(arrays.get(name), types[0]!.shape, given.name, name)])),
    );
    return { feeds: fitted, text: given.name };
  }
  const { shape } = only.types[0]!;
  const size = sizeOfImage(shape);
  if (size === undefined)
    throw new UserError(`${given.name}: the input [${shape.join(", ")}] takes no image; give a .npy`);
  const { channels, layout, height, width } = size;
  const image = { height: given.height, width: given.width, data: given.pixels };
  const recipe = {
    ...{ kind: "images" as const, resize: [height, width] as [number, number], layout },
    ...{ channels: channels === 1 ? ("gray" as const) : ("rgb" as const), mean: given.mean, scale: given.scale },
  };
  const tensor = new Tensor("float32", shape, fitImage(image, recipe, given.name));
  const text = `${given.name}, ${width} × ${height} pixels, (pixel − ${given.mean}) · ${given.scale}`;
  return { feeds: subject.fitted(new Map([[only.name, tensor]])), text };
}

/** As many elements as the input has, with its batch axis. */
function shaped(tensor: Tensor | undefined, shape: readonly number[], file: string, name: string): Tensor {
  if (tensor === undefined) throw new UserError(`${file}: has no array ${name}; save one a input`);
  return tensor.shape.length === shape.length - 1 ? tensor.reshape([1, ...tensor.shape]) : tensor;
}

/** Where an input of one image has its channels; undefined for what is no image of 1 or 3. */
function sizeOfImage(shape: readonly number[]) {
  const [n, a, b, c] = shape as [number, number, number, number];
  if (shape.length !== 4 || n !== 1) return undefined;
  if (a === 1 || a === 3) return { layout: "nchw" as const, channels: a, height: b, width: c };
  return c === 1 || c === 3 ? { layout: "nhwc" as const, channels: c, height: a, width: b } : undefined;
}
