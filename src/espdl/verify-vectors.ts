import { sizeOf } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import type { Tensor } from "../base/tensor/tensor.js";
import { printable } from "../formats/onnx/printable.js";
import type { Program } from "../ir/graph/program.js";
import { compareElements, type ElementDifference } from "./compare-elements.js";
import { compileEspdl, type EspdlProgram } from "./compile.js";
import { checkDeclared } from "./declared.js";
import { embeddedInputs, embeddedTensor } from "./embedded-vectors.js";
import type { Finding } from "./lint/finding.js";
import { lintEspdl } from "./lint/lint.js";
import type { EspdlModel, EspdlTensor } from "./model.js";
import { rawExponentMismatches } from "./raw-exponents.js";
import { type EspdlRun, type RunEspdlOptions, runEspdl, type SaturatedLayer } from "./run.js";
import { lastFrames, runStream } from "./stream.js";
import { isStreaming } from "./streaming.js";

/** `exact`: no element differs. `tolerated`: within what the chip's own test allows. `differs`: beyond it. */
export type Verdict = "exact" | "tolerated" | "differs";

/** What makes a file's embedded output differ from the chip's. */
export type DifferenceCause =
  /** esp-ppq simulates int16 in float32; the chip's integer law is right, the file is off by at most 1. */
  | { readonly kind: "exporter-float-simulation" }
  /** float32 results depend on the order of sums and on the library's exp. */
  | { readonly kind: "float-rounding" }
  /** An operator before the output ignores that its operands' exponents differ; the exporter did not. */
  | { readonly kind: "raw-exponents"; readonly node: string; readonly exponents: readonly number[] }
  /** A 20-bit lane of the ESP32-S3 saturated, which the exporter does not simulate. */
  | { readonly kind: "lane-saturation"; readonly node: string; readonly elements: number }
  /** What lint finds of a node before the output. */
  | { readonly kind: "lint"; readonly finding: Finding }
  | { readonly kind: "unknown" };

export interface OutputVerdict {
  readonly name: string;
  readonly dtype: Tensor["dtype"];
  readonly shape: readonly number[];
  /** Real value = integer · 2^exponent; absent for float32 and bool. */
  readonly exponent?: number;
  readonly verdict: Verdict;
  /** How many elements differ, and by how much at most: integer steps, or the absolute difference of floats. */
  readonly differing: number;
  readonly worst: number;
  readonly first?: ElementDifference;
  /** Empty when the output is exact. */
  readonly causes: readonly DifferenceCause[];
}

export interface VectorVerification {
  readonly outputs: readonly OutputVerdict[];
  /** True when the chip's own `test()` would pass: no output differs beyond its tolerance. */
  readonly passes: boolean;
  readonly saturated: readonly SaturatedLayer[];
}

/** What the chip's own test tolerates: nothing for int8 and bool, 1 for int16, 2e-5 for float32. */
function toleranceOf(dtype: Tensor["dtype"]): number {
  if (dtype === "int16") return 1;
  return dtype === "float32" ? 2e-5 : 0;
}

/**
 * Runs a model on its embedded test inputs and judges every embedded output as Espressif's own test does. The result
 * of the integer law is taken for right: where a file differs, the verdict says by how much and why.
 * @throws UserError when the file embeds no vectors, or what it holds does not run on the chip.
 */
export function verifyEspdl(model: EspdlModel, options: Omit<RunEspdlOptions, "keep" | "wanted">): VectorVerification {
  const expected = model.graph.testOutputs;
  if (expected.length === 0)
    throw new UserError(
      "the file embeds no test outputs, expected at least one (export with test values, or use debug)",
    );
  const program = compileEspdl(model, options);
  checkDeclared(model, program);
  for (const { name } of expected)
    if (!program.tensors.has(name))
      throw new UserError(
        `test output "${printable(name)}": the model computes no such tensor (export the model again)`,
      );
  const lint = (): readonly Finding[] =>
    lintEspdl(model, { chip: options.chip }).findings.filter(({ severity }) => severity === "error");
  if (!isStreaming(model)) for (const test of expected) checkVector(test, typeOf(program, test.name), lint);
  const wanted = expected.map(({ name }) => name);
  const { tensors, saturated } = runVectors(model, { ...options, keep: "outputs", wanted });
  const outputs = expected.map((test) => judge(test, tensors.get(test.name)!, program, saturated, lint));
  return { outputs, passes: outputs.every(({ verdict }) => verdict !== "differs"), saturated };
}

/** A streaming model embeds a whole sequence: it is run chunk after chunk, and the last frames are judged. */
function runVectors(model: EspdlModel, options: RunEspdlOptions): Pick<EspdlRun, "tensors" | "saturated"> {
  const tests = new Map(model.graph.testInputs.map((test) => [test.name, test]));
  const isSequence = model.graph.inputs.some(
    ({ name, dims }) => sizeOf(tests.get(name)?.dims ?? []) > sizeOf((dims ?? []) as readonly number[]),
  );
  if (!isStreaming(model) || !isSequence) return runEspdl(model, embeddedInputs(model, options.chip), options);
  const sequences = new Map(Array.from(tests, ([name, test]) => [name, embeddedTensor(test)]));
  const runs = runStream(model, sequences, options);
  const tensors = new Map<string, Tensor>();
  for (const { name, dims } of model.graph.testOutputs) {
    const chunks = runs.flatMap((run) => run.tensors.get(name) ?? []);
    tensors.set(name, lastFrames(chunks, dims));
  }
  return { tensors, saturated: runs.at(-1)!.saturated };
}

/** Before a run, which a damaged shape may make long. @throws UserError when an output cannot be compared. */
function checkVector(
  { name, dtype, dims }: EspdlTensor,
  made: Pick<Tensor, "dtype" | "shape">,
  lint: () => readonly Finding[],
): void {
  if (dtype === made.dtype && sizeOf(dims) === sizeOf(made.shape)) return;
  throw new UserError(
    `test output "${printable(name)}": must be ${made.dtype} [${made.shape.join(", ")}], got ${dtype} [${dims.join(", ")}] (${whyOtherShape(lint())})`,
  );
}

function typeOf(program: EspdlProgram, name: string): Pick<Tensor, "dtype" | "shape"> {
  const { layer, output } = program.tensors.get(name)!;
  return program.layers[layer].types[output]!;
}

function judge(
  test: EspdlTensor,
  got: Tensor,
  program: EspdlProgram,
  saturated: readonly SaturatedLayer[],
  lint: () => readonly Finding[],
): OutputVerdict {
  const { name } = test;
  checkVector(test, got, lint);
  const expected = embeddedTensor(test);
  const { differing, worst, first } = compareElements(expected, got);
  const within = worst <= toleranceOf(got.dtype);
  const { layer } = program.tensors.get(name)!;
  const { exponent } = program.layers[layer];
  return {
    name,
    dtype: got.dtype,
    shape: got.shape,
    ...(typeof exponent === "number" && got.dtype.startsWith("int") ? { exponent } : {}),
    verdict: differing === 0 ? "exact" : within ? "tolerated" : "differs",
    differing,
    worst,
    ...(first === undefined ? {} : { first }),
    causes: differing === 0 ? [] : causesOf(program, layer, got.dtype, within, saturated, lint),
  };
}

function causesOf(
  program: Program,
  layer: number,
  dtype: Tensor["dtype"],
  within: boolean,
  saturated: readonly SaturatedLayer[],
  lint: () => readonly Finding[],
): DifferenceCause[] {
  if (within) return [{ kind: dtype === "float32" ? "float-rounding" : "exporter-float-simulation" }];
  const before = ancestors(program, layer);
  const causes: DifferenceCause[] = [];
  for (const mismatch of rawExponentMismatches(program))
    if (before.has(mismatch.layer.index))
      causes.push({ kind: "raw-exponents", node: mismatch.layer.onnx.join(", "), exponents: mismatch.exponents });
  for (const { layer: id, node, indices } of saturated) {
    const found = program.layers.find((candidate) => candidate.id === id);
    if (found && before.has(found.index)) causes.push({ kind: "lane-saturation", node, elements: indices.length });
  }
  if (causes.length > 0) return causes;
  const nodes = new Set([...before].flatMap((index) => program.layers[index].onnx));
  const found = lint().filter(({ node }) => nodes.has(node));
  return found.length > 0 ? found.map((finding) => ({ kind: "lint", finding })) : [{ kind: "unknown" }];
}

/** Lint's word for an output of another shape or dtype, if it has one. */
function whyOtherShape(errors: readonly Finding[]): string {
  const [first] = errors.filter(({ rule }) => rule !== "declared-type");
  return first === undefined ? "export the model again" : `${first.node}: ${first.reason}; ${first.remedy}`;
}

/** A layer and all that it is computed from, by index. */
function ancestors(program: Program, layer: number): Set<number> {
  const found = new Set([layer]);
  for (let index = layer; index >= 0; index--) {
    const at = program.layers[index];
    if (found.has(index) && at.kind === "call") for (const operand of at.inputs) found.add(operand.layer);
  }
  return found;
}
