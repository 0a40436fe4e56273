import { UserError } from "../base/errors.js";
import { decodeFlatbuffer } from "./decode.js";
import type { EspdlModel } from "./model.js";
import { readGraph } from "./read-graph.js";
import { safeInteger } from "./safe-integer.js";
import type { BlockBytes } from "./schema.js";
import { verifyFlatbuffer } from "./verify.js";

/**
 * The model of a plain flatbuffer (no container around it). Weights and test vectors share the storage of `bytes`.
 * @throws UserError with one line when the buffer is damaged or contradicts itself.
 */
export function readModel(bytes: Uint8Array, blockBytes: BlockBytes): EspdlModel {
  verifyFlatbuffer(bytes, "Model", blockBytes);
  const row = decodeFlatbuffer(bytes, "Model", blockBytes);
  if (row.graph === undefined) throw new UserError("Model: has no graph");
  if ((row.functions?.length ?? 0) > 0) {
    throw new UserError(`Model: has ${row.functions!.length} functions, expected none (ESP-DL does not run them)`);
  }
  return {
    irVersion: row.irVersion ?? 0,
    producerName: row.producerName ?? "",
    producerVersion: row.producerVersion ?? "",
    domain: row.domain ?? "",
    modelVersion: safeInteger(row.modelVersion ?? 0n, "Model: version"),
    docString: row.docString ?? "",
    opsets: (row.opsetImport ?? []).map(({ domain, version }) => ({
      domain: domain ?? "",
      version: safeInteger(version ?? 0n, "Model: opset"),
    })),
    metadata: new Map((row.metadataProps ?? []).map(({ key, value }) => [key ?? "", value ?? ""])),
    graph: readGraph(row.graph),
  };
}
