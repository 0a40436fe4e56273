import type { Chip } from "../../../kernels-ref/index.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { EspdlModel } from "../model.js";
import { exportDraft } from "./export.js";
import { floatValues, zeroFeeds } from "./onnx/values.js";
import type { Release } from "./options.js";
import { useTables } from "./passes/activation-tables.js";
import { prepare } from "./prepare.js";
import { parseExponents } from "./quantize/exponents-file.js";
import { quantizeFromFile } from "./quantize/from-file.js";

export interface FromExponentsOptions {
  readonly chip: Chip;
  /** Width of the whole network: at 16, activations become tables. */
  readonly bits: 8 | 16;
  /** Distance of a table's inputs at 16 bits; 0 leaves the activations themselves. */
  readonly lutStep?: number;
  readonly release?: Release;
  readonly metadata?: ReadonlyMap<string, string>;
  readonly file?: string;
  readonly warn?: (message: string) => void;
}

/** The file that esp-ppq makes of a float model from the exponents in its `.json`, without test vectors. */
export async function writeFromExponents(
  model: OnnxModel,
  exponents: string,
  { chip, bits, lutStep = 32, release = "1.3.12", metadata, file = "exponents", warn = () => {} }: FromExponentsOptions,
): Promise<EspdlModel> {
  const operators = parseExponents(exponents, file);
  const draft = prepare(model, await floatValues(model, zeroFeeds(model)), { release, kept: new Set(operators.map(({ name }) => name)) });
  quantizeFromFile(draft, operators);
  if (bits === 16 && lutStep > 0 && release === "1.3.12") useTables(draft, lutStep);
  return exportDraft(draft, { chip, release, faithful: true, warn, ...(metadata && { metadata }) });
}
