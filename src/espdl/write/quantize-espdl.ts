import type { Chip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { CalibrationOptions } from "../../quantization/calibrate/calibrate.js";
import type { Sample, Samples } from "../../quantization/calibrate/samples.js";
import { espdlFeeds } from "../feeds.js";
import type { EspdlModel } from "../model.js";
import { espdlRunner } from "../run.js";
import { withTestVectors } from "../test-vectors.js";
import { checkInputs } from "./check-inputs.js";
import type { Choices } from "./choose/choices.js";
import { chooseExponents } from "./choose/choose.js";
import type { Draft } from "./draft.js";
import { exportDraft } from "./export.js";
import { refuseWrong } from "./gate.js";
import { type Observed, observed } from "./observe.js";
import type { Release } from "./options.js";
import { stateSteps, useTables } from "./passes/activation-tables.js";
import { prepare } from "./prepare.js";

export interface QuantizeEspdlOptions {
  readonly chip: Chip;
  /** Width of weights and activations; 8. */
  readonly bits?: 8 | 16;
  /** int8 weights over 16-bit activations; with `bits` 16. */
  readonly w8a16?: boolean;
  /** Nodes computed in 16 bits in a network of 8. */
  readonly int16?: readonly string[];
  /** Nodes that stay float. */
  readonly keepFloat?: readonly string[];
  /** How 8-bit ranges are found; 16-bit ones are the whole extent. */
  readonly calibration: CalibrationOptions;
  /** How an 8-bit weight's exponent is found: from its largest element (the default), or as the one of least squared error. */
  readonly weightExponents?: "largest" | "error";
  /** Decisions made before; with all of them, samples decide nothing. */
  readonly choices?: Choices | undefined;
  /** Whose form the file takes; 1.3.12. */
  readonly release?: Release;
  readonly metadata?: ReadonlyMap<string, string>;
  /** Write also what the chip would compute otherwise than the model says. */
  readonly allow?: boolean;
  readonly warn?: (message: string) => void;
}

export interface QuantizedEspdl {
  /** With the first sample's inputs and outputs, by the chip's integer law, embedded. */
  readonly model: EspdlModel;
  /** What was written, before packing: exponents by node. */
  readonly draft: Draft;
  /** What was chosen. */
  readonly choices: Choices;
}

/** Distance of the inputs of a 16-bit activation's table. */
const TABLE_STEP = 32;
/** Samples on which the S3's lanes are watched, and how often exponents may rise for them. */
const WATCHED = 2;
const RAISES = 6;

/**
 * Calibrates a float model and writes it for a chip: exponents of our own, such that no shift is to the left, no bias
 * is cut, and on the ESP32-S3 no 20-bit lane saturates on the first samples.
 * @throws UserError for an operator that ESP-DL does not have, shapes that are not static, samples that do not fit.
 */
export async function quantizeEspdl(
  model: OnnxModel,
  samples: Samples,
  options: QuantizeEspdlOptions,
): Promise<QuantizedEspdl> {
  const { chip, bits = 8, warn = () => {}, choices } = options;
  const calibrated = await calibrateEspdl(model, samples, options);
  const { watched } = calibrated;
  const raised = new Map<string, number>();
  for (let round = 0; ; round++) {
    const written = writeCalibrated(calibrated, options, raised);
    if (round === 0) refuseWrong(written.model, chip, options.allow ?? false, warn);
    if (chip !== "esp32s3" || bits !== 8) return finished(written, watched[0]!, chip);
    const saturated = saturatedNodes(written.model, watched);
    if (saturated.length === 0 || round === RAISES || choices !== undefined) {
      for (const node of saturated)
        warn(`${printable(node)}: 20-bit lanes saturate on the samples; compute it in 16 bits with --int16`);
      return finished(written, watched[0]!, chip);
    }
    for (const node of saturated) raised.set(node, (raised.get(node) ?? 0) + 1);
  }
}

/** A float model with what samples say of it: all that a file is written of. */
export interface CalibratedEspdl {
  readonly model: OnnxModel;
  readonly observed: Observed;
  /** Samples on which the S3's lanes are watched. */
  readonly watched: readonly Sample[];
}

/** @throws UserError for samples that do not fit, or a release without the width's kernels. */
export async function calibrateEspdl(
  model: OnnxModel,
  samples: Samples,
  options: QuantizeEspdlOptions,
): Promise<CalibratedEspdl> {
  if (options.w8a16 && options.release === "1.3.5")
    throw new UserError("int8 weights over 16-bit activations: 1.3.5 has no such kernels; write the form of 1.3.12");
  const watched = await firstSamples(samples, WATCHED);
  checkInputs(model, watched[0]);
  return { model, observed: await observed(model, watched[0]!, samples, options), watched };
}

/**
 * The file of a calibrated model, without test vectors.
 * @param raised nodes whose weights' exponents are raised, and by how much
 */
export function writeCalibrated(
  { model, observed: { values, unbounded, ranges } }: CalibratedEspdl,
  {
    chip,
    bits = 8,
    w8a16 = false,
    int16 = [],
    keepFloat = [],
    release = "1.3.12",
    metadata,
    weightExponents = "largest",
    choices,
    warn = () => {},
  }: QuantizeEspdlOptions,
  raised: ReadonlyMap<string, number> = new Map(),
): QuantizedEspdl {
  const draft = prepare(model, values, { release, warn });
  const found = chooseExponents(draft, ranges, {
    ...{ chip, bits, w8a16, int16, keepFloat, raised, unbounded, weightExponents },
    choices,
  });
  if (release === "1.3.12") (bits === 16 ? useTables : stateSteps)(draft, TABLE_STEP);
  const context = { chip, release, faithful: false, warn };
  return { model: exportDraft(draft, { ...context, ...(metadata && { metadata }) }), draft, choices: found };
}

async function firstSamples(samples: Samples, count: number): Promise<readonly Sample[]> {
  const first: Sample[] = [];
  for await (const sample of samples) {
    first.push(sample);
    if (first.length === count) break;
  }
  if (first.length === 0) throw new UserError("no samples: give at least one");
  return first;
}

/** Nodes of which some 20-bit lane saturates on some sample. */
function saturatedNodes(model: EspdlModel, samples: readonly Sample[]): string[] {
  const runner = espdlRunner(model, { chip: "esp32s3", saturatingLanes: true, keep: "outputs", partial: true });
  return [
    ...new Set(
      samples.flatMap((sample) => runner(espdlFeeds(model, sample, "esp32s3")).saturated.map(({ node }) => node)),
    ),
  ];
}

function finished({ model, ...chosen }: QuantizedEspdl, sample: Sample, chip: Chip): QuantizedEspdl {
  return { model: withEmbeddedVectors(model, sample, chip), ...chosen };
}

/**
 * The file with a sample's inputs, and the outputs that the chip's integer law gives for them; without any where a node
 * does not run on the chip.
 */
export function withEmbeddedVectors(model: EspdlModel, sample: Sample, chip: Chip): EspdlModel {
  const feeds = espdlFeeds(model, sample, chip);
  const { tensors, stopped } = espdlRunner(model, { chip, keep: "outputs", partial: true })(feeds);
  return stopped.length > 0 ? model : withTestVectors(model, feeds, tensors);
}
