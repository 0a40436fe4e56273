import type { UserError } from "../../base/errors.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { graphInput } from "../graph/build.js";
import type { TensorType } from "../graph/graph.js";
import { importModel } from "./import-model.js";

/** What the importer refuses of a model. */
export interface Refusal {
  readonly of: OnnxNode | "input";
  readonly error: UserError;
}

/**
 * Everything that `importModel` would refuse, not the first of it alone. Behind a refused node its readers are looked at
 * as if it had made what it should; those of a tensor of unknown type are not.
 * @param typeOf the type that a tensor should have
 */
export function surveyImport(model: OnnxModel, typeOf: (name: string) => TensorType | undefined): Refusal[] {
  const refusals: Refusal[] = [];
  const lost = new Set<string>();
  importModel(model, (error, of) => {
    if (of === "output") return [];
    if (of === "input") {
      refusals.push({ of, error });
      for (const { name } of model.graph.inputs) lost.add(name);
      return [];
    }
    if (!of.inputs.some((name) => lost.has(name))) refusals.push({ of, error });
    return of.outputs.map((name) => {
      const type = typeOf(name);
      if (type === undefined) lost.add(name);
      return type && graphInput(name, type);
    });
  });
  return refusals;
}
