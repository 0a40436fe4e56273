import type { Emitter } from "../emitter.js";
import { emitDepthToSpace, emitSpaceToDepth, emitStridedSlice } from "../movement.js";
import { emitDlAttention } from "./attention.js";
import { DL_BINARY } from "./binary.js";
import { emitDlConv } from "./conv.js";
import { DL_FORMULAS } from "./formula.js";
import { emitDlAvgPool, emitDlMaxPool, emitDlResize } from "./image.js";
import { emitDlLut, emitDlPrelu } from "./lookup.js";
import { emitDlMatmul } from "./matmul.js";
import {
  emitDlGather,
  emitDlInsertZeros,
  emitDlPad,
  emitDlReverseSequence,
  emitDlScatterNd,
  emitDlStreamingCache,
} from "./movement.js";
import { emitDlRecurrent } from "./recurrent.js";
import { DL_REDUCTIONS } from "./reduction.js";

/** The operators of today's ESP-DL. */
export const DL_EMITTERS: readonly (readonly [string, Emitter])[] = [
  ...DL_BINARY,
  ...DL_FORMULAS,
  ...DL_REDUCTIONS,
  ["espdl.attention", emitDlAttention],
  ["espdl.avg_pool", emitDlAvgPool],
  ["espdl.conv", emitDlConv],
  ["espdl.depth_to_space", emitDepthToSpace],
  ["espdl.gather", emitDlGather],
  ["espdl.gru", emitDlRecurrent],
  ["espdl.insert_zeros", emitDlInsertZeros],
  ["espdl.lstm", emitDlRecurrent],
  ["espdl.lut", emitDlLut],
  ["espdl.matmul", emitDlMatmul],
  ["espdl.max_pool", emitDlMaxPool],
  ["espdl.pad", emitDlPad],
  ["espdl.prelu", emitDlPrelu],
  ["espdl.resize", emitDlResize],
  ["espdl.reverse_sequence", emitDlReverseSequence],
  ["espdl.scatter_nd", emitDlScatterNd],
  ["espdl.slice", emitStridedSlice],
  ["espdl.space_to_depth", emitSpaceToDepth],
  ["espdl.streaming_cache", emitDlStreamingCache],
];
