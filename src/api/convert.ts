export { type Converted, type ConvertOptions, convertSource } from "../convert/convert.js";
export { type Conversion, type ConvertModelOptions, convert } from "../convert/convert-model.js";
export type { OutputDifference, Proof } from "../convert/proof/prove.js";
export { readSource, type Source } from "../convert/source.js";
export { loadWeights, type TensorFlow, tensorflow } from "../convert/tensorflow.js";
