export { type QuantizeEspdlModelOptions, quantizeEspdlModel } from "../analysis/quantize-espdl-model.js";
export type { Chip } from "../espdl/chip.js";
export { type CompileEspdlOptions, compileEspdl, type EspdlProgram } from "../espdl/compile.js";
export { embeddedInputs } from "../espdl/embedded-vectors.js";
export { espdlFeeds } from "../espdl/feeds.js";
export { espdlFloatTrace } from "../espdl/float-trace.js";
export { inspectEspdl } from "../espdl/inspect/inspect.js";
export type { Inspection } from "../espdl/inspect/inspection.js";
export { inspectPage } from "../espdl/inspect/page.js";
export type { Finding, Measurement, Severity } from "../espdl/lint/finding.js";
export { type LintOptions, type LintReport, lintEspdl } from "../espdl/lint/lint.js";
export type { EspdlGraph, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../espdl/model.js";
export { sealPack } from "../espdl/pack.js";
export type { PackedModel } from "../espdl/packed.js";
export { compileEspdlForBoard } from "../espdl/portable.js";
export { type EspdlPredictorOptions, espdlPredictor } from "../espdl/predictor.js";
export { listModels, type ReadOptions, readEspdl } from "../espdl/read.js";
export { type EspdlRun, type EspdlRunner, espdlRunner, type RunEspdlOptions, runEspdl } from "../espdl/run.js";
export { lastFrames, runStream } from "../espdl/stream.js";
export { isStreaming } from "../espdl/streaming.js";
export { withTestVectors } from "../espdl/test-vectors.js";
export { type OutputVerdict, type VectorVerification, verifyEspdl } from "../espdl/verify-vectors.js";
export { makerOf, VERSIONED_LAWS, type VersionedLaw } from "../espdl/versions.js";
export { exponentsJson } from "../espdl/write/exponents-json.js";
export {
  type FromExponentsOptions,
  type WrittenFromExponents,
  writeFromExponents,
} from "../espdl/write/from-exponents.js";
export { infoText } from "../espdl/write/info-text.js";
export type { Release } from "../espdl/write/options.js";
export {
  type QuantizedEspdl,
  type QuantizeEspdlOptions,
  quantizeEspdl,
  withEmbeddedVectors,
} from "../espdl/write/quantize-espdl.js";
export { writeEspdl } from "../espdl/write.js";
