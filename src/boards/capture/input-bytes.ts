import { UserError } from "../../base/errors.js";
import { itemSize, toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Link } from "../board/link/link.js";
import type { LayerDescription } from "./layers-file.js";

/**
 * The bytes that a board takes for a model's inputs.
 * @param layers what the tensors mean: the project's `layers.json`
 * @param inputs by name
 * @throws UserError for an input that does not fit, or a board that runs another model than `layers` describes.
 */
export function inputBytes(
  link: Link,
  layers: readonly LayerDescription[],
  inputs: ReadonlyMap<string, Tensor>,
): Map<string, Uint8Array> {
  checkSameModel(link, layers);
  link.expectWork(workOf(link, layers));
  return new Map([...inputs].map(([name, tensor]) => [name, bytesOf(name, tensor, layers)]));
}

function checkSameModel(link: Link, layers: readonly LayerDescription[]): void {
  const known = new Set(layers.map(({ id }) => id));
  const stranger = link.description.calls
    .flatMap(({ outputs }) => outputs)
    .map((index) => link.description.tensors[index]?.id ?? "")
    .find((id) => !known.has(id));
  if (stranger !== undefined) {
    throw new UserError(
      `board ${link.name}: runs another model, with a layer ${stranger}; build and flash the project again`,
    );
  }
  const described = new Map(layers.map((layer) => [layer.id, layer]));
  for (const { id, bytes } of link.description.tensors) {
    const layer = described.get(id);
    const expected = layer && bytesIn(layer);
    if (expected !== undefined && expected !== bytes) {
      throw new UserError(
        `board ${link.name}: tensor ${id} has ${bytes} bytes, layers.json says ${layer!.dtype} [${layer!.shape.join(", ")}], ` +
          `which are ${expected}; export, build and flash the project again`,
      );
    }
  }
}

/** Multiplications or elements of each call, which tell how long it may take. */
function workOf({ description: { tensors, calls } }: Link, layers: readonly LayerDescription[]): number[] {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  return calls.map(({ outputs }) => {
    const made = outputs.flatMap((index) => byId.get(tensors[index]!.id) ?? []);
    return Math.max(1, ...made.map((layer) => layer.macs ?? bytesIn(layer) / itemSize(layer.dtype)));
  });
}

const bytesIn = ({ dtype, shape }: LayerDescription): number =>
  shape.reduce((product, dim) => product * dim, itemSize(dtype));

function bytesOf(name: string, tensor: Tensor, layers: readonly LayerDescription[]): Uint8Array {
  const inputs = layers.filter(({ op }) => op === "input");
  const layer = inputs.find(({ id }) => id === name);
  if (layer === undefined)
    throw new UserError(
      `input ${name}: the model has no such input (it takes ${inputs.map(({ id }) => id).join(", ")})`,
    );
  if (tensor.dtype !== layer.dtype || tensor.shape.join() !== layer.shape.join()) {
    throw new UserError(
      `input ${name}: expected ${layer.dtype} [${layer.shape.join(", ")}], got ${tensor.dtype} [${tensor.shape.join(", ")}]; give another --input`,
    );
  }
  return toBytes(tensor.data);
}
