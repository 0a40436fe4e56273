import { UserError } from "../base/errors.js";
import { applyCipher } from "./cipher.js";
import { openContainer } from "./container.js";
import { parseKey } from "./key.js";
import type { EspdlModel } from "./model.js";
import { named } from "./named.js";
import { openPack } from "./pack.js";
import { isPack, pickModel } from "./packed.js";
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
    const { encrypted, payload, blockBytes } = openContainer(
      isPack(file) ? pickModel(openPack(file), options.model) : file,
    );
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
