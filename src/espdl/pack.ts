import { createHash } from "node:crypto";
import { UserError } from "../base/errors.js";
import { magicOf } from "./container.js";
import {
  COUNT_AT,
  checkDigest,
  DIGEST_AT,
  ENTRY_BYTES,
  hashedBytes,
  type PackedModel,
  PDL3_HEADER,
  packageOf,
  packedModels,
  SIZE_AT,
} from "./packed.js";

/**
 * The models of a pack, in order.
 * @throws UserError when the pack is cut short, an entry points outside it, or a PDL3's SHA-256 does not match.
 */
export function openPack(file: Uint8Array): PackedModel[] {
  const bytes = packageOf(file);
  if (magicOf(bytes) === "PDL3") checkDigest(bytes, digest(bytes));
  return packedModels(bytes);
}

const digest = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(hashedBytes(bytes)).digest();

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
