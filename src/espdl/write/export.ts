import type { EspdlModel } from "../model.js";
import { buildModel } from "./build.js";
import type { Draft } from "./draft.js";
import type { WriteContext } from "./options.js";
import { insertDequantizeNodes, insertQuantizeNodes, insertRequantizeNodes } from "./passes/casts.js";
import { fuseRelu } from "./passes/fuse-relu.js";
import { fuseAroundActivations, fuseTransposes } from "./passes/fuse-transposes.js";
import { layOut } from "./passes/layout.js";
import { matmulOperands } from "./passes/matmul-operand.js";
import { packWeights } from "./passes/pack-weights.js";
import { setQuantTypes } from "./passes/quant-type.js";
import { quantizeTensors } from "./passes/quantize-constants.js";
import { setGateExponents } from "./passes/recurrent.js";
import { addTables } from "./passes/tables.js";

export interface ExportOptions extends WriteContext {
  readonly metadata?: ReadonlyMap<string, string>;
  readonly warn: (message: string) => void;
}

/** A quantized draft as the model of a file: the passes in the order that matters, tables last. Uses up the draft. */
export function exportDraft(draft: Draft, options: ExportOptions): EspdlModel {
  fuseRelu(draft);
  matmulOperands(draft, options);
  layOut(draft, options);
  fuseAroundActivations(draft);
  fuseTransposes(draft);
  insertQuantizeNodes(draft);
  insertRequantizeNodes(draft, options);
  insertDequantizeNodes(draft, options);
  setQuantTypes(draft);
  quantizeTensors(draft, options, options.warn);
  packWeights(draft, options);
  setGateExponents(draft);
  addTables(draft, options);
  return buildModel(draft, options.metadata ?? new Map());
}
