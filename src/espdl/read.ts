import { UserError } from "../base/errors.js";
import { applyCipher, parseKey } from "./cipher.js";
import { openContainer } from "./container.js";
import type { EspdlModel } from "./model.js";
import { isPack, openPack } from "./pack.js";
import { readModel } from "./read-model.js";

export interface ReadOptions {
  /** How errors call the file; default "model". */
  readonly file?: string;
  /** AES-128 key, 32 hexadecimal digits; needed when the file is encrypted. */
  readonly key?: string;
  /** Which model of a pack: its name, or its index from 0; may be left out when there is only one. */
  readonly model?: string | number;
}

/** The names of the models in a pack, in order; none when the file holds a single unnamed model. */
export function listModels(bytes: Uint8Array, file = "model"): string[] {
  return named(file, () => (isPack(bytes) ? openPack(bytes).map(({ name }) => name) : []));
}

/**
 * Reads an `.espdl` file: EDL1, EDL2, or one model of a pack (PDL1, PDL2, PDL3), plain or encrypted. Weights and test
 * vectors of a plain file share the storage of `bytes`.
 * @throws UserError with one line that starts with the file's name: what was found, what was expected, what to do.
 */
export function readEspdl(bytes: Uint8Array, options: ReadOptions = {}): EspdlModel {
  return named(options.file ?? "model", () => {
    // A Node Buffer would carry its own methods into the model's plain data.
    const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { encrypted, payload, blockBytes } = openContainer(isPack(file) ? pick(file, options.model) : file);
    if (!encrypted) return readModel(payload, blockBytes);
    if (options.key === undefined) {
      throw new UserError("is encrypted, expected --key with its 32 hexadecimal digits (esp-ppq printed them)");
    }
    const plain = applyCipher(payload, parseKey(options.key));
    try {
      return readModel(plain, blockBytes);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`looks encrypted with another key (with this one: ${error.message})`);
    }
  });
}

function pick(bytes: Uint8Array, model: string | number | undefined): Uint8Array {
  const models = openPack(bytes);
  const names = models.map(({ name }) => name);
  const listed = `the pack holds ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}`;
  if (model === undefined) {
    if (models.length === 1) return models[0]!.bytes;
    throw new UserError(`holds ${models.length} models, expected --model with one name (${listed})`);
  }
  const chosen = typeof model === "number" ? models[model] : models.find(({ name }) => name === model);
  if (chosen === undefined) throw new UserError(`has no model ${JSON.stringify(model)}: ${listed}`);
  return chosen.bytes;
}

/** Longest message: a damaged file may name things of any length. */
const MESSAGE_LENGTH = 400;

/** Runs `read`; its errors are about `file`, on one line, without control characters. */
function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const line = error.message.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
    throw new UserError(`${file}: ${line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH)}…` : line}`);
  }
}
