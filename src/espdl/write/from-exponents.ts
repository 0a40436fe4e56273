import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import type { EspdlModel } from "../model.js";
import { checkInputs } from "./check-inputs.js";
import type { Draft } from "./draft.js";
import { exportDraft } from "./export.js";
import { floatValues, zeroFeeds } from "./onnx/values.js";
import type { Release } from "./options.js";
import { useTables } from "./passes/activation-tables.js";
import { prepare } from "./prepare.js";
import { type OperatorExponents, parseExponents } from "./quantize/exponents-file.js";
import { quantizeFromFile } from "./quantize/from-file.js";

export interface FromExponentsOptions {
  readonly chip: Chip;
  /** Width of the whole network: at 16, activations become tables. */
  readonly bits: 8 | 16;
  /** Distance of a table's inputs at 16 bits; 0 leaves the activations themselves. */
  readonly lutStep?: number;
  readonly release?: Release;
  /** Whose shapes the inputs have; zeros of static shapes when left out. */
  readonly sample?: Sample;
  readonly metadata?: ReadonlyMap<string, string>;
  readonly file?: string;
  readonly warn?: (message: string) => void;
}

/** A file and the draft that it was built of. */
export interface WrittenFromExponents {
  readonly model: EspdlModel;
  readonly draft: Draft;
  /** The release whose form was taken: as asked, else the one whose inserted nodes are those that the `.json` lists. */
  readonly release: Release;
}

/**
 * The file that esp-ppq makes of a float model from the exponents in its `.json`, without test vectors.
 * @throws UserError as `parseExponents` and `checkInputs`, for shapes that are not static, for an operator that ESP-DL does not have.
 */
export async function writeFromExponents(
  model: OnnxModel,
  exponents: string,
  options: FromExponentsOptions,
): Promise<WrittenFromExponents> {
  checkInputs(model, options.sample);
  const file = options.file ?? "exponents";
  const operators = parseExponents(exponents, file);
  checkMeant(model, operators, file);
  const values = await floatValues(model, options.sample ?? zeroFeeds(model));
  const write = (release: Release): WrittenFromExponents => written(model, values, operators, release, options);
  if (options.release !== undefined) return write(options.release);
  const newer = write("1.3.12");
  const misplaced = madeElsewhere(newer.draft, operators);
  if (misplaced === 0) return newer;
  const older = write("1.3.5");
  return madeElsewhere(older.draft, operators) < misplaced ? older : newer;
}

/** @throws UserError when the exponents are another model's: none of its nodes or tensors is named. */
function checkMeant({ graph }: OnnxModel, operators: readonly OperatorExponents[], file: string): void {
  if (operators.length === 0) return;
  const names = new Set(graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]));
  if (operators.some(({ name, tensors }) => names.has(name) || [...tensors.keys()].some((tensor) => names.has(tensor))))
    return;
  const named = operators.slice(0, 3).map(({ name }) => printable(name));
  throw new UserError(
    `${printable(file)}: names no node of the model, it is for one with ${named.join(", ")}; give the .json that esp-ppq wrote for this model`,
  );
}

/** Tensors of nodes by their names in the model that one writer made up and the other did not; inserted nodes left over. */
function madeElsewhere(draft: Draft, operators: readonly OperatorExponents[]): number {
  const made = (name: string): boolean => /^(PPQ|Espdl)_(Operation|Variable)_/.test(name);
  const nodes = new Map(draft.nodes.filter(({ quantized }) => quantized).map((node) => [node.name, node]));
  const inserted = (names: Iterable<string>): number => [...names].filter(made).length;
  const counts = Math.abs(inserted(nodes.keys()) - inserted(operators.map(({ name }) => name)));
  return operators.reduce((sum, { name, tensors }) => {
    const node = nodes.get(name);
    const values = node?.inputs.filter((input) => !draft.isConstant(input) && tensors.has(input) === made(input)) ?? [];
    return sum + values.filter((input) => input !== "").length;
  }, counts);
}

function written(
  model: OnnxModel,
  values: ReadonlyMap<string, Tensor>,
  operators: readonly OperatorExponents[],
  release: Release,
  { chip, bits, lutStep = 32, metadata, warn = () => {} }: FromExponentsOptions,
): WrittenFromExponents {
  const draft = prepare(model, values, { release, faithful: true, kept: new Set(operators.map(({ name }) => name)) });
  quantizeFromFile(draft, operators);
  if (bits === 16 && lutStep > 0 && release === "1.3.12") useTables(draft, lutStep);
  const context = { chip, release, faithful: true, warn };
  return { model: exportDraft(draft, { ...context, ...(metadata && { metadata }) }), draft, release };
}
