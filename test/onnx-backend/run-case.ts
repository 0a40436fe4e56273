import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../src/base/errors.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { GraphModuleDebug } from "../../src/execution/interpreter/graph-module-debug.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { parseModel } from "../../src/formats/onnx/parse.js";
import { difference } from "./compare.js";
import { steeringInputs } from "./steering.js";
import { readTensor } from "./tensor.js";

export interface CaseResult {
  readonly name: string;
  /** The operator that the case is about: that of the case it expands, for a function's body. */
  readonly operator: string;
  readonly verdict: "right" | "refused" | "wrong" | "internal";
  /** The refusal, the difference, or the stack. */
  readonly detail: string;
}

const read = (folder: string): OnnxModel =>
  parseModel(readFileSync(join(folder, "model.onnx")), { name: "model.onnx" });

function tensors(folder: string, what: "input" | "output", names: readonly string[]): ReadonlyMap<string, Tensor> {
  const files = names.map((name, index) => [name, join(folder, "test_data_set_0", `${what}_${index}.pb`)] as const);
  return new Map(files.filter(([, path]) => existsSync(path)).map(([name, path]) => [name, readTensor(path)]));
}

/** The model with the tensors of its steering inputs as initializers. */
function steered(model: OnnxModel, feeds: ReadonlyMap<string, Tensor>, steering: ReadonlySet<string>): OnnxModel {
  const { graph } = model;
  const fixed = graph.inputs.filter(({ name }) => steering.has(name));
  const initializers = new Map([...graph.initializers, ...fixed.map(({ name }) => [name, feeds.get(name)!] as const)]);
  return {
    ...model,
    graph: { ...graph, initializers, inputs: graph.inputs.filter(({ name }) => !steering.has(name)) },
  };
}

function run(folder: string): string | undefined {
  const plain = folder.replace(/_expanded(_ver\d+)?$/, "").replace(/_expanded_function_body$/, "");
  const model = read(folder);
  const { inputs, outputs } = model.graph;
  const feeds = tensors(
    folder,
    "input",
    inputs.map(({ name }) => name),
  );
  const ready = steered(model, feeds, steeringInputs(existsSync(plain) ? read(plain) : model));
  const module = GraphModuleDebug.create(ready);
  for (const { name } of ready.graph.inputs) module.setInput(name, feeds.get(name)!);
  module.run();
  const expected = tensors(
    folder,
    "output",
    outputs.map(({ name }) => name),
  );
  for (const [index, { name }] of outputs.entries()) {
    const found = difference(module.getOutput(index), expected.get(name)!);
    if (found !== undefined) return `${name}: ${found}`;
  }
  return undefined;
}

/** The operator of a case, read without refusing anything: the first word of a node's type in the file. */
function operatorOf(folder: string): string {
  const plain = folder.replace(/_expanded.*$/, "");
  try {
    return read(existsSync(plain) ? plain : folder).graph.nodes.at(-1)!.opType;
  } catch {
    return "unreadable";
  }
}

/** Runs one case through import, passes and the reference interpreter. */
export function runCase(folder: string, name: string): CaseResult {
  const path = join(folder, name);
  const done = (verdict: CaseResult["verdict"], detail: string): CaseResult => ({
    name,
    operator: operatorOf(path),
    verdict,
    detail,
  });
  try {
    const found = run(path);
    return found === undefined ? done("right", "") : done("wrong", found);
  } catch (error) {
    if (error instanceof UserError) return done("refused", error.message);
    return done("internal", (error as Error).stack ?? String(error));
  }
}

/** The cases' names, in alphabetical order. */
export function caseNames(folder: string): string[] {
  return readdirSync(folder).sort();
}
