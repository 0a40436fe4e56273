import { UserError } from "../../base/errors.js";
import type { OnnxModel, OnnxNode, OnnxValueInfo } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { freeDimRefusals } from "../../formats/onnx/shape/free-dims.js";
import { userNamesOf } from "../../formats/onnx/user-names.js";
import { constant, graphInput } from "../graph/build.js";
import type { Graph, InputValue, Value } from "../graph/graph.js";
import { TypeRuleError } from "../graph/operators/rule.js";
import { declaredOtherwise } from "./declared-type.js";
import { Operands } from "./operands.js";
import { IMPORTERS } from "./table.js";

/** The batch is 1 on a board where the file leaves it free. */
function inputOf(info: OnnxValueInfo): InputValue {
  if (info.shape === undefined)
    throw new UserError(`input ${info.name}: its shape must be known, got none (run preprocess on the float model)`);
  if (info.dtype === "float16" || info.dtype === "float64") {
    throw new UserError(
      `input ${info.name}: must be float32, an integer or bool, got ${info.dtype} (export the model in float32)`,
    );
  }
  if (info.shape.some((dim) => typeof dim === "number" && dim < 1)) {
    throw new UserError(
      `input ${info.name}: every dimension must be positive, got [${info.shape.join(", ")}] (give the input a fixed shape)`,
    );
  }
  return graphInput(info.name, {
    dtype: info.dtype,
    shape: info.shape.map((dim) => (typeof dim === "number" ? dim : 1)),
  });
}

function importNode(node: OnnxNode, opset: number, inputs: readonly (Value | undefined)[]): readonly Value[] {
  const importer = IMPORTERS.get(node.domain)?.get(node.opType);
  const operands = new Operands(node, opset, inputs);
  if (importer === undefined) {
    const domain = node.domain || "ai.onnx";
    return operands.fail(
      "must be an operator of ESP-DL's TVM flow",
      `${domain}.${node.opType}`,
      "replace it, or cut the model before it",
    );
  }
  try {
    const results = importer(operands);
    operands.expectAllRead();
    return results;
  } catch (error) {
    if (!(error instanceof TypeRuleError)) throw error;
    return operands.fail("its inputs must fit each other", error.message, "export the model again");
  }
}

/** Of what something is refused. */
export type Refused = OnnxNode | "input" | "output";

/** Told of what is refused; its answer stands for what a node makes, and the import goes on. */
export type OnRefusal = (error: UserError, of: Refused) => readonly (Value | undefined)[];

const stop: OnRefusal = (error) => {
  throw error;
};

/**
 * The IR of an ONNX graph, float or with QLinear operators, as TVM's frontend makes it (NCHW, `qnn.*` operators).
 * @param onRefusal by default the first refusal is thrown
 * @param warn told of shapes that the file declares otherwise than its nodes compute
 * @throws UserError of one line for an operator, dtype, zero point, group or attribute that is not supported.
 */
export function importModel(
  model: OnnxModel,
  onRefusal: OnRefusal = stop,
  warn: (line: string) => void = () => {},
): Graph {
  const { graph } = model;
  const opset = model.opsets.get("") ?? 0;
  const values = new Map<string, Value>();
  const users = userNamesOf(model);
  const named = (error: UserError, of: Refused): UserError => {
    const name = typeof of === "string" ? undefined : users.get(of.name);
    return name === undefined ? error : new UserError(`${printable(name)}: ${error.message}`);
  };
  const attempt = <T>(of: Refused, make: () => readonly T[]): readonly (T | Value | undefined)[] => {
    try {
      return make();
    } catch (error) {
      if (error instanceof UserError) return onRefusal(named(error, of), of);
      throw error;
    }
  };
  for (const line of freeDimRefusals(model)) onRefusal(new UserError(line), "input");
  const inputs = graph.inputs.flatMap((info) => attempt("input", () => [inputOf(info)])) as InputValue[];
  for (const input of inputs) values.set(input.name, input);
  const operand = (name: string, node: OnnxNode): Value | undefined => {
    if (name === "") return undefined;
    const tensor = graph.initializers.get(name);
    const value = values.get(name) ?? (tensor && constant(tensor));
    if (value === undefined)
      throw new UserError(
        `${node.name || node.opType}: input ${name} must be made by an earlier node, got nothing (export the model again)`,
      );
    values.set(name, value);
    return value;
  };
  const read = (node: OnnxNode) => node.inputs.map((name) => operand(name, node));
  for (const node of graph.nodes) {
    const results = attempt(node, () => importNode(node, opset, read(node)));
    node.outputs.forEach((name, index) => {
      const result = results[index];
      if (name !== "" && result !== undefined) values.set(name, result);
    });
  }
  const outputs = graph.outputs.flatMap(({ name }) =>
    attempt("output", () => {
      const value = values.get(name);
      if (value === undefined)
        throw new UserError(`output ${name}: must be made by a node, got nothing (quantize the model again)`);
      return [value];
    }),
  ) as Value[];
  for (const line of declaredOtherwise(model, values)) warn(line);
  return { inputs, outputs };
}
