import { readFileSync, statSync } from "node:fs";
import { UserError } from "../base/errors.js";
import type { Tensor } from "../base/tensor/tensor.js";
import { type Chip, parseChip } from "../espdl/chip.js";
import { embeddedInputs } from "../espdl/embedded-vectors.js";
import { espdlFeeds } from "../espdl/feeds.js";
import { guessChip } from "../espdl/guess-chip.js";
import type { EspdlModel } from "../espdl/model.js";
import { readEspdl } from "../espdl/read.js";
import { printable } from "../formats/onnx/printable.js";
import { readSample } from "../quantization/dataset/samples.js";
import { warn } from "./output.js";

/** Options of every command that opens an `.espdl` file. */
export interface EspdlOptions {
  readonly target_chip?: string;
  readonly key?: string;
  readonly model?: string;
}

/** The chip that `--format espdl` writes for; `s3` stands for `esp32s3`. @throws UserError for none, or another. */
export function espdlChip(target: string | undefined): Chip {
  if (target === undefined)
    throw new UserError("--target_chip: is missing, --format espdl writes for one chip; name it, such as esp32s3");
  return parseChip(target);
}

/** More than the flash of any ESP32 holds. */
const LARGEST_FILE = 2 ** 30;

/** @throws UserError when the file cannot be read, or is not a model. */
export function readEspdlFile(path: string, { key, model }: EspdlOptions): EspdlModel {
  const options = {
    file: printable(path),
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { model }),
  };
  return readEspdl(readEspdlBytes(path), options);
}

/** @throws UserError when the file cannot be read, or is larger than any chip's flash. */
export function readEspdlBytes(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_FILE)
      throw new UserError(
        `${printable(path)}: has ${size} bytes, expected at most ${LARGEST_FILE}; is it an .espdl file?`,
      );
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${printable(path)}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
    );
  }
}

/**
 * The chip of `--target_chip`, or the only one that the file can be for, which is then said.
 * @throws UserError for an unknown chip, or when the file may be for several.
 */
export function chipOf(path: string, model: EspdlModel, { target_chip }: EspdlOptions): Chip {
  if (target_chip !== undefined) return parseChip(target_chip);
  const { chips, reason } = guessChip(model);
  const [chip, ...others] = chips as readonly [Chip, ...Chip[]];
  if (others.length > 0)
    throw new UserError(
      `${printable(path)}: may be for ${chips.join(" or ")} (${reason}), and the file does not say; add --target_chip`,
    );
  warn(`${printable(path)}: taken for ${chip}, its ${reason}; --target_chip says otherwise`);
  return chip;
}

/** The tensors to run a model on: those of a file, channels at either end, else the test inputs that it embeds. */
export function inputsOf(model: EspdlModel, chip: Chip, imgPath: string | undefined): ReadonlyMap<string, Tensor> {
  if (imgPath === undefined) return embeddedInputs(model, chip);
  const inputs = model.graph.inputs.map(({ name, dims }) => {
    return { name, shape: dims as readonly number[] | undefined, movesChannels: true as const };
  });
  return espdlFeeds(model, readSample(imgPath, { graph: { inputs } }, warn), chip);
}
