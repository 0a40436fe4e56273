import type { UserError } from "../base/errors.js";
import type { OnnxModel, OnnxValueInfo } from "../formats/onnx/model.js";
import type { TensorType } from "../ir/graph/graph.js";
import { surveyImport } from "../ir/import/survey.js";
import type { CheckFinding } from "./report.js";
import type { UserNames } from "./user-names.js";

/**
 * Everything that the importer refuses of a model.
 * @param float where the types of its tensors are known
 */
export function importObstacles(model: OnnxModel, float: OnnxModel, names: UserNames): CheckFinding[] {
  const { inputs, outputs, valueInfo } = float.graph;
  const types = new Map([...inputs, ...outputs, ...valueInfo.values()].map((info) => [info.name, info]));
  const renamed = names.rename(model);
  const found = surveyImport(renamed, (name) => {
    const info = types.get(names.floatOf(name));
    return info && typeOf(info, name === info.name ? info.dtype : "int8");
  });
  return found.map(({ of, error }) => {
    if (of === "input") return obstacle(error);
    return { ...obstacle(error, of.name), node: of.name, operator: names.operatorOf(of.name) ?? of.opType };
  });
}

/** A line of the program as a finding: what it says to do next is behind the last semicolon or in the last parentheses. */
export function obstacle(error: UserError, node?: string): CheckFinding {
  const text =
    node !== undefined && error.message.startsWith(`${node}: `) ? error.message.slice(node.length + 2) : error.message;
  const [, reason = text, next, last] = /^(.*?)(?: \(([^()]*)\)|; ([^;]*))$/s.exec(text) ?? [];
  const remedy = next ?? last;
  return { severity: "error", reason, ...(remedy !== undefined && { remedy }) };
}

function typeOf({ shape }: OnnxValueInfo, dtype: TensorType["dtype"]): TensorType | undefined {
  return shape && { dtype, shape: shape.map((dim) => (typeof dim === "number" ? dim : 1)) };
}
