import { createHash } from "node:crypto";
import { UserError } from "../base/errors.js";
import { magicOf } from "./container.js";

/** A model inside a pack, with its own EDL header. */
export interface PackedModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** PDL3: magic, 16 characters of version, u32 size of the package, 32 bytes of SHA-256, u32 number of models. */
const SIZE_AT = 20;
const DIGEST_AT = 24;
const DIGEST_BYTES = 32;
const COUNT_AT = 56;
const PDL3_HEADER = 60;
/** An entry: u32 offset of the model, u32 offset of its name, u32 length of its name; offsets from the file's start. */
const ENTRY_BYTES = 12;

/** True for a file that holds several models (PDL1, PDL2, PDL3). */
export function isPack(bytes: Uint8Array): boolean {
  return /^PDL[123]$/.test(magicOf(bytes));
}

/**
 * The models of a pack, in order. A model's bytes run to the end of the pack: its own header knows its size.
 * @throws UserError when the pack is cut short, an entry points outside it, or a PDL3's SHA-256 does not match.
 */
export function openPack(file: Uint8Array): PackedModel[] {
  const third = magicOf(file) === "PDL3";
  const header = third ? PDL3_HEADER : 8;
  if (file.length < header) throw new UserError(`cut short: ${file.length} bytes, a pack's header alone has ${header}`);
  const bytes = third ? checkedPackage(file) : file;
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

/** The package inside a PDL3 file, its digest checked. */
function checkedPackage(file: Uint8Array): Uint8Array {
  const size = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(SIZE_AT, true);
  if (size < PDL3_HEADER || size > file.length) {
    throw new UserError(`pack: its header promises ${size} bytes, the file has ${file.length} (copy the file again)`);
  }
  const bytes = file.subarray(0, size);
  const stored = Buffer.from(bytes.subarray(DIGEST_AT, DIGEST_AT + DIGEST_BYTES)).toString("hex");
  const found = digest(bytes).toString("hex");
  if (found !== stored) {
    throw new UserError(
      `pack: SHA-256 is ${found.slice(0, 16)}…, its header says ${stored.slice(0, 16)}… (damaged or changed; copy the file again)`,
    );
  }
  return bytes;
}

/** SHA-256 over a package, the 32 bytes of the digest itself taken as zeros. */
function digest(bytes: Uint8Array): Buffer {
  return createHash("sha256")
    .update(bytes.subarray(0, DIGEST_AT))
    .update(new Uint8Array(DIGEST_BYTES))
    .update(bytes.subarray(DIGEST_AT + DIGEST_BYTES))
    .digest();
}

/**
 * A PDL3 file of EDL2 models, each starting at a multiple of 16.
 * @throws UserError when the version is longer than 15 ASCII characters or a model is not an EDL2 file.
 */
export function sealPack(models: readonly PackedModel[], version: string): Uint8Array {
  if (!/^[\x20-\x7e]{0,15}$/.test(version)) {
    throw new UserError(`pack: version ${JSON.stringify(version)} must be at most 15 ASCII characters`);
  }
  const names = models.map(({ name }) => new TextEncoder().encode(name));
  const namesAt = PDL3_HEADER + models.length * ENTRY_BYTES;
  let end = align(names.reduce((at, name) => at + name.length, namesAt));
  const starts = models.map(({ name, bytes }) => {
    if (magicOf(bytes) !== "EDL2") throw new UserError(`pack: ${name} is not an EDL2 file (write it again first)`);
    const start = end;
    end += align(bytes.length);
    return start;
  });
  const pack = new Uint8Array(end);
  const view = new DataView(pack.buffer);
  pack.set(new TextEncoder().encode("PDL3" + version));
  view.setUint32(SIZE_AT, end, true);
  view.setUint32(COUNT_AT, models.length, true);
  let nameAt = namesAt;
  for (const [index, model] of models.entries()) {
    const name = names[index]!;
    const entry = PDL3_HEADER + index * ENTRY_BYTES;
    view.setUint32(entry, starts[index]!, true);
    view.setUint32(entry + 4, nameAt, true);
    view.setUint32(entry + 8, name.length, true);
    pack.set(name, nameAt);
    pack.set(model.bytes, starts[index]!);
    nameAt += name.length;
  }
  pack.set(digest(pack), DIGEST_AT);
  return pack;
}

function align(size: number): number {
  return Math.ceil(size / 16) * 16;
}
