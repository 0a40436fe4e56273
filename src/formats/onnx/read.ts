import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UserError } from "../../base/errors.js";
import { ExternalData } from "./external-data.js";
import type { OnnxModel } from "./model.js";
import { parseModel } from "./parse.js";
import { printable } from "./printable.js";

/** A protobuf message ends below 2 GiB. */
const LIMIT = 2 ** 31 - 1;

/**
 * Reads an ONNX file (IR 3–13, opset 7–25) and the external data beside it.
 * @throws UserError of one line when the file cannot be read, is damaged, or holds what this project does not support.
 */
export function readModel(path: string): OnnxModel {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new UserError(`${printable(path)}: not a file; give the path of an .onnx file`);
    if (stat.size > LIMIT)
      throw new UserError(
        `${printable(path)}: ${stat.size} bytes, expected at most ${LIMIT}; store the weights as external data`,
      );
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${printable(path)}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
    );
  }
  return parseModel(bytes, { name, external: new ExternalData(dirname(path)) });
}
