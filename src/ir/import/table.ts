import { ACTIVATIONS } from "./activations.js";
import { CONSTANTS } from "./constants.js";
import { CONVOLUTION } from "./convolution.js";
import { CONVOLUTION_TRANSPOSE } from "./convolution-transpose.js";
import { DROPOUT } from "./dropout.js";
import { EINSUM } from "./einsum.js";
import { ELEMENTWISE } from "./elementwise.js";
import { FUNCTIONS } from "./functions.js";
import { INDEXING } from "./indexing.js";
import { MATMUL } from "./matmul.js";
import { NEURAL } from "./neural.js";
import { NORMALIZATION } from "./normalization.js";
import type { Importer } from "./operands.js";
import { PAD } from "./pad.js";
import { POOLING } from "./pooling.js";
import { QLINEAR_CONV } from "./qlinear-conv.js";
import { QLINEAR_FLOAT } from "./qlinear-float.js";
import { QLINEAR_MATMUL } from "./qlinear-matmul.js";
import { QUANTIZE_LINEAR } from "./quantize-linear.js";
import { RECURRENT } from "./recurrent.js";
import { REDUCE } from "./reduce.js";
import { RESIZE } from "./resize.js";
import { SELECTION } from "./selection.js";
import { SHAPE } from "./shape.js";
import { SHAPE_OF } from "./shape-of.js";
import { SLICING } from "./slicing.js";
import { SOFTMAX } from "./softmax.js";

const { QLinearMatMul, ...microsoftMatMul } = QLINEAR_MATMUL;

/** Importers by domain, then by operator. */
export const IMPORTERS: ReadonlyMap<string, ReadonlyMap<string, Importer>> = new Map([
  [
    "",
    new Map(
      Object.entries({
        ...ACTIVATIONS,
        ...CONSTANTS,
        ...DROPOUT,
        ...ELEMENTWISE,
        ...FUNCTIONS,
        ...INDEXING,
        ...CONVOLUTION,
        ...CONVOLUTION_TRANSPOSE,
        ...EINSUM,
        ...MATMUL,
        ...NEURAL,
        ...NORMALIZATION,
        ...PAD,
        ...POOLING,
        ...QLINEAR_CONV,
        ...QUANTIZE_LINEAR,
        ...RECURRENT,
        ...REDUCE,
        ...RESIZE,
        ...SELECTION,
        ...SHAPE,
        ...SHAPE_OF,
        ...SOFTMAX,
        ...SLICING,
        QLinearMatMul: QLinearMatMul as Importer,
      }),
    ),
  ],
  ["com.microsoft", new Map(Object.entries({ ...QLINEAR_FLOAT, ...microsoftMatMul }))],
]);
