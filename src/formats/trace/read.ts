import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { recovered } from "../../base/files/replace-folder.js";
import { readJson } from "../../base/json.js";
import { TRACE_FILE } from "./format.js";
import { ANEW, parseTrace, traceHead } from "./parse.js";
import type { RunTrace } from "./run-trace.js";

/**
 * Reads a trace that `writeTrace`, or a board's capture, left in folder `dir`.
 * @throws UserError when trace.json is missing or of another format, or a tensor is missing or of another dtype or
 * shape than trace.json states.
 */
export function readTrace(dir: string): RunTrace {
  const head = recovered(dir);
  const place = (file: string): string => join(file === TRACE_FILE ? head : dir, file);
  return parseTrace((file) => readBytes(place(file)), place);
}

/**
 * The head of a trace and its layers as they stand in trace.json of folder `dir`, not yet checked.
 * @throws UserError when it is missing or of another format
 */
export function readManifest(dir: string): v.InferOutput<typeof traceHead> {
  return readJson(traceHead, join(dir, TRACE_FILE), ANEW);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); ${ANEW}`);
  }
}
