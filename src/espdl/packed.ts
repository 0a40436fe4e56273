import { UserError } from "../base/errors.js";
import { magicOf } from "./container.js";

/** A model inside a pack, with its own EDL header. */
export interface PackedModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** PDL3: magic, 16 characters of version, u32 size of the package, 32 bytes of SHA-256, u32 number of models. */
export const SIZE_AT = 20;
export const DIGEST_AT = 24;
const DIGEST_BYTES = 32;
export const COUNT_AT = 56;
export const PDL3_HEADER = 60;
/** An entry: u32 offset of the model, u32 offset of its name, u32 length of its name; offsets from the file's start. */
export const ENTRY_BYTES = 12;

/** True for a file that holds several models (PDL1, PDL2, PDL3). */
export function isPack(bytes: Uint8Array): boolean {
  return /^PDL[123]$/.test(magicOf(bytes));
}

/**
 * The package inside a file; around that of a PDL3 there may be more bytes.
 * @throws UserError when it is cut short
 */
export function packageOf(file: Uint8Array): Uint8Array {
  const third = magicOf(file) === "PDL3";
  const header = third ? PDL3_HEADER : 8;
  if (file.length < header) throw new UserError(`cut short: ${file.length} bytes, a pack's header alone has ${header}`);
  if (!third) return file;
  const size = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(SIZE_AT, true);
  if (size < PDL3_HEADER || size > file.length) {
    throw new UserError(`pack: its header promises ${size} bytes, the file has ${file.length} (copy the file again)`);
  }
  return file.subarray(0, size);
}

/** What the SHA-256 of a PDL3 package is taken of: the 32 bytes of the digest itself as zeros. */
export function hashedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.slice().fill(0, DIGEST_AT, DIGEST_AT + DIGEST_BYTES);
}

/** @throws UserError when a PDL3 package states another digest. @param found the SHA-256 of `hashedBytes` */
export function checkDigest(bytes: Uint8Array, found: Uint8Array): void {
  const [is, states] = [found, bytes.subarray(DIGEST_AT, DIGEST_AT + DIGEST_BYTES)].map(hex);
  if (is !== states)
    throw new UserError(
      `pack: SHA-256 is ${is!.slice(0, 16)}…, its header says ${states!.slice(0, 16)}… (damaged or changed; copy the file again)`,
    );
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The models of a package, in order. A model's bytes run to the end of the pack: its own header knows its size.
 * @throws UserError when an entry points outside it.
 */
export function packedModels(bytes: Uint8Array): PackedModel[] {
  const third = magicOf(bytes) === "PDL3";
  const header = third ? PDL3_HEADER : 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(third ? COUNT_AT : 4, true);
  if (header + count * ENTRY_BYTES > bytes.length) {
    throw new UserError(`pack: promises ${count} models, its ${bytes.length} bytes cannot list so many`);
  }
  const models: PackedModel[] = [];
  let nameBudget = bytes.length;
  for (let index = 0; index < count; index++) {
    const entry = header + index * ENTRY_BYTES;
    const dataAt = view.getUint32(entry, true);
    const nameAt = view.getUint32(entry + 4, true);
    const nameLength = view.getUint32(entry + 8, true);
    nameBudget -= nameLength;
    if (dataAt >= bytes.length || nameAt + nameLength > bytes.length || nameBudget < 0) {
      throw new UserError(`pack: model ${index} lies outside the file's ${bytes.length} bytes (copy the file again)`);
    }
    const name = new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameLength));
    models.push({ name, bytes: bytes.subarray(dataAt) });
  }
  return models;
}

/** The model of a pack that was asked for by name or index, the only one if none was. @throws UserError for no such one */
export function pickModel(models: readonly PackedModel[], model: string | number | undefined): Uint8Array {
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
