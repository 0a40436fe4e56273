import { UserError } from "../../base/errors.js";
import { magicOf, openContainer } from "../../espdl/container.js";
import { COUNTER, parseKey } from "../../espdl/key.js";
import type { EspdlModel } from "../../espdl/model.js";
import { named } from "../../espdl/named.js";
import { checkDigest, hashedBytes, isPack, packageOf, packedModels, pickModel } from "../../espdl/packed.js";
import { readModel } from "../../espdl/read-model.js";

/** The names of the models in a file of several; undefined for a file of one. @throws UserError for a damaged one */
export function packNames(bytes: Uint8Array, file: string): string[] | undefined {
  if (!isPack(bytes)) return undefined;
  const names = named(file, () => packedModels(packageOf(bytes))).map(({ name }) => name);
  return names.length > 1 ? names : undefined;
}

/**
 * Reads an `.espdl` file as `readEspdl` does, with the browser's own AES and SHA-256.
 * @param key as esp-ppq prints it, or 32 hexadecimal digits; needed when the file is encrypted
 * @param member which model of a pack of several
 * @throws UserError with one line that starts with the file's name.
 */
export async function openEspdl(
  bytes: Uint8Array,
  file: string,
  { key, member }: { readonly key?: string; readonly member?: number } = {},
): Promise<EspdlModel> {
  const found = isPack(bytes) ? named(file, () => packageOf(bytes)) : bytes;
  const digest =
    magicOf(found) === "PDL3" ? await crypto.subtle.digest("SHA-256", copied(hashedBytes(found))) : undefined;
  const { encrypted, payload, blockBytes } = named(file, () => {
    if (digest !== undefined) checkDigest(found, new Uint8Array(digest));
    return openContainer(isPack(found) ? pickModel(packedModels(found), member) : found);
  });
  if (!encrypted) return named(file, () => readModel(payload, blockBytes));
  const secret = named(file, () => keyBytes(key));
  const imported = await crypto.subtle.importKey("raw", copied(secret), "AES-CTR", false, ["decrypt"]);
  const algorithm = { name: "AES-CTR", counter: copied(COUNTER), length: 128 };
  const plain = await crypto.subtle.decrypt(algorithm, imported, copied(payload));
  return named(file, () => readModel(new Uint8Array(plain), blockBytes));
}

function keyBytes(key: string | undefined): Uint8Array {
  if (key === undefined)
    throw new UserError("is encrypted, expected its key of 32 hexadecimal digits (esp-ppq printed it)");
  return parseKey(key);
}

const copied = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
