import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { InputLayer, Program } from "../../ir/graph/program.js";

/** The program's inputs in execution order. */
export function inputLayers(program: Program): InputLayer[] {
  return program.layers.filter((layer) => layer.kind === "input");
}

/** Checks one tensor against the input it is for. @throws UserError when the dtype or the shape differs. */
export function checkFeed(layer: InputLayer, tensor: Tensor): void {
  const [type] = layer.types;
  if (tensor.dtype === type.dtype && tensor.shape.join() === type.shape.join()) return;
  throw new UserError(
    `input ${layer.name}: must be ${type.dtype} [${type.shape.join(", ")}], got ${tensor.dtype} ` +
      `[${tensor.shape.join(", ")}]; convert or reshape the data`,
  );
}

/** Checks that every input has its tensor and that nothing else is fed. @throws UserError naming the input. */
export function checkFeeds(program: Program, feeds: ReadonlyMap<string, Tensor>): void {
  const inputs = inputLayers(program);
  const names = inputs.map(({ name }) => name);
  for (const layer of inputs) {
    const tensor = feeds.get(layer.name);
    if (!tensor) throw new UserError(`input ${layer.name}: has no tensor; the model's inputs are ${names.join(", ")}`);
    checkFeed(layer, tensor);
  }
  for (const name of feeds.keys()) {
    if (!names.includes(name)) {
      throw new UserError(`input ${name}: the model has no such input; its inputs are ${names.join(", ")}`);
    }
  }
}
