export { type Arithmetic, TVM_ARITHMETIC, TVM_X86_ARITHMETIC } from "../kernels-ref/arithmetic.js";
export { type AnalyseOptions, analyse } from "./analysis/analyse/analyse.js";
export type { Analysis, LayerAnalysis } from "./analysis/analyse/analysis.js";
export { type Biases, type CorrectionOptions, correctBiases } from "./analysis/bias/correct-biases.js";
export { type QuantizeEspdlModelOptions, quantizeEspdlModel } from "./analysis/quantize-espdl-model.js";
export {
  defaultCalibration,
  type QuantizeModelOptions,
  type QuantizeModelResult,
  quantizeModel,
} from "./analysis/quantize-model.js";
export type { EspdlRecipe } from "./analysis/recipe/espdl-recipe.js";
export type { Recipe } from "./analysis/recipe/recipe.js";
export { formatRecipe, readEspdlRecipe, readRecipe } from "./analysis/recipe/recipe-file.js";
export { type Goal, parseGoal } from "./analysis/tune/goal.js";
export type { Reached } from "./analysis/tune/reached.js";
export { type LabelledSet, splitSets, type TuningSets } from "./analysis/tune/sets.js";
export { type TuneOptions, tune } from "./analysis/tune/tune.js";
export type { Rung, Tuning } from "./analysis/tune/tuning.js";
export { UserError } from "./base/errors.js";
export type { DType } from "./base/tensor/dtype.js";
export { formatNpy, parseNpy } from "./base/tensor/npy.js";
export { formatNpz, parseNpz } from "./base/tensor/npz.js";
export { Tensor } from "./base/tensor/tensor.js";
export { VIRTUAL_BOARDS } from "./boards/board/boards.js";
export type { Link } from "./boards/board/link/link.js";
export { type CaptureOptions, captureTrace } from "./boards/capture/capture-trace.js";
export { type LayerDescription, readLayers } from "./boards/capture/layers-file.js";
export { type Monitor, monitor } from "./boards/capture/monitor.js";
export { type RunningBoard, startBoard } from "./boards/capture/open-board.js";
export { type BoardRun, type CallCost, runOnBoard } from "./boards/capture/run-on-board.js";
export { type CheckOptions, check } from "./check/check.js";
export type { CheckFinding, CheckReport } from "./check/report.js";
export { type BoardCompileOptions, type CompiledForBoard, compileForBoard } from "./codegen/compile-for-board.js";
export type { ChipName } from "./codegen/memory/chip.js";
export { type Fit, fits } from "./codegen/memory/fits.js";
export { type MemoryPlan, planMemory } from "./codegen/memory/plan.js";
export {
  type Exported,
  type ExportOptions,
  exportCompiled,
  exportProject,
  type WriteOptions,
} from "./codegen/project/export-project.js";
export { type BisectOptions, bisect } from "./comparison/bisect/bisect.js";
export { bisectTraces } from "./comparison/bisect/bisect-traces.js";
export type { BadLayer, Bisection, Origin } from "./comparison/bisect/bisection.js";
export { linkSuspect } from "./comparison/bisect/link-suspect.js";
export type { Suspect } from "./comparison/bisect/suspect.js";
export { diagnose } from "./comparison/diagnose/diagnose.js";
export type { Diagnosis, DiagnosisInput, Hypothesis } from "./comparison/diagnose/diagnosis.js";
export { layerInput } from "./comparison/diagnose/layer-input.js";
export { type DiffOptions, diff } from "./comparison/diff/diff.js";
export { diffLog } from "./comparison/diff/diff-log.js";
export { floatTrace } from "./comparison/diff/float-trace.js";
export { readTraceSource } from "./comparison/diff/read-source.js";
export type { Element, ElementDiff, LayerDiff, TensorSummary, TraceDiff } from "./comparison/diff/trace-diff.js";
export { type Converted, type ConvertOptions, convertSource } from "./convert/convert.js";
export { type Conversion, type ConvertModelOptions, convert } from "./convert/convert-model.js";
export type { OutputDifference, Proof } from "./convert/proof/prove.js";
export { readSource, type Source } from "./convert/source.js";
export { loadWeights, type TensorFlow, tensorflow } from "./convert/tensorflow.js";
export type { Chip } from "./espdl/chip.js";
export { type CompileEspdlOptions, compileEspdl, type EspdlProgram } from "./espdl/compile.js";
export { embeddedInputs } from "./espdl/embedded-vectors.js";
export { espdlFeeds } from "./espdl/feeds.js";
export { espdlFloatTrace } from "./espdl/float-trace.js";
export { inspectEspdl } from "./espdl/inspect/inspect.js";
export type { Inspection } from "./espdl/inspect/inspection.js";
export { inspectPage } from "./espdl/inspect/page.js";
export type { Finding, Measurement, Severity } from "./espdl/lint/finding.js";
export { type LintOptions, type LintReport, lintEspdl } from "./espdl/lint/lint.js";
export type { EspdlGraph, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "./espdl/model.js";
export { sealPack } from "./espdl/pack.js";
export type { PackedModel } from "./espdl/packed.js";
export { compileEspdlForBoard } from "./espdl/portable.js";
export { type EspdlPredictorOptions, espdlPredictor } from "./espdl/predictor.js";
export { listModels, type ReadOptions, readEspdl } from "./espdl/read.js";
export { type EspdlRun, type EspdlRunner, espdlRunner, type RunEspdlOptions, runEspdl } from "./espdl/run.js";
export { lastFrames, runStream } from "./espdl/stream.js";
export { isStreaming } from "./espdl/streaming.js";
export { withTestVectors } from "./espdl/test-vectors.js";
export { type OutputVerdict, type VectorVerification, verifyEspdl } from "./espdl/verify-vectors.js";
export { makerOf, VERSIONED_LAWS, type VersionedLaw } from "./espdl/versions.js";
export { exponentsJson } from "./espdl/write/exponents-json.js";
export {
  type FromExponentsOptions,
  type WrittenFromExponents,
  writeFromExponents,
} from "./espdl/write/from-exponents.js";
export { infoText } from "./espdl/write/info-text.js";
export type { Release } from "./espdl/write/options.js";
export {
  type QuantizedEspdl,
  type QuantizeEspdlOptions,
  quantizeEspdl,
  withEmbeddedVectors,
} from "./espdl/write/quantize-espdl.js";
export { writeEspdl } from "./espdl/write.js";
export { classify } from "./execution/evaluate/classify.js";
export { accuracy, argmax, type Confusion, confusion } from "./execution/evaluate/confusion.js";
export { type ChangedSample, type EvaluateOptions, evaluate } from "./execution/evaluate/evaluate.js";
export type { Difference, EvaluatedModel, Evaluation } from "./execution/evaluate/evaluation.js";
export {
  type LabelledSample,
  type LabelledSamples,
  openLabelledSamples,
} from "./execution/evaluate/labelled-samples.js";
export type { Metric } from "./execution/evaluate/metrics/metric.js";
export { ofFunction as metricOf, readMetric } from "./execution/evaluate/metrics/metric-file.js";
export type { Predictor } from "./execution/evaluate/predictor.js";
export { type ProgramPredictorOptions, programPredictor } from "./execution/evaluate/program-predictor.js";
export { withInputScale } from "./execution/evaluate/with-input-scale.js";
export type { FastCoverage } from "./execution/fast/coverage.js";
export { createFastRunner, type FastRunner, type FastRunnerOptions } from "./execution/fast/runner.js";
export { GraphModuleDebug, type GraphModuleDebugOptions } from "./execution/interpreter/graph-module-debug.js";
export { type InterpretOptions, interpret } from "./execution/interpreter/interpret.js";
export { runLayer } from "./execution/interpreter/run-layer.js";
export type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from "./formats/onnx/model.js";
export { parseModel } from "./formats/onnx/parse.js";
export { readModel } from "./formats/onnx/read.js";
export { inferShapes } from "./formats/onnx/shape/infer.js";
export { serializeModel } from "./formats/onnx/write.js";
export { readTrace } from "./formats/trace/read.js";
export type { Trace, TraceLayer } from "./formats/trace/trace.js";
export { writeTrace } from "./formats/trace/write.js";
export { graphDump } from "./ir/graph/dump.js";
export type { Graph, Node, TensorType, Value } from "./ir/graph/graph.js";
export { printGraph } from "./ir/graph/print.js";
export type { Layer, Program } from "./ir/graph/program.js";
export { importModel } from "./ir/import/import-model.js";
export { type Compiled, type CompileOptions, compileForDebug } from "./ir/passes/compile.js";
export * as isa from "./isa/index.js";
export { codeExcerpt, type Excerpt } from "./presentation/display/code-excerpt.js";
export { type Displayable, display, type MimeBundle, mimeBundle } from "./presentation/display/mime-bundle.js";
export { textDiff } from "./presentation/display/text-diff.js";
export * as figures from "./presentation/figures/index.js";
export type { ReportInput } from "./presentation/report/input.js";
export { pairedLayers } from "./presentation/report/paired-layers.js";
export { reportHtml } from "./presentation/report/report-html.js";
export { type ReportContext, reportInput } from "./presentation/report/report-input.js";
export { type CalibrationOptions, calibrate } from "./quantization/calibrate/calibrate.js";
export { collectActivation } from "./quantization/calibrate/collect-activation.js";
export type { Range, Ranges } from "./quantization/calibrate/range.js";
export type { Sample, Samples } from "./quantization/calibrate/samples.js";
export { openSamples, readSample, type SampleFile } from "./quantization/dataset/samples.js";
export { Session } from "./quantization/ort/session.js";
export { type PreprocessOptions, preprocess } from "./quantization/preprocess/preprocess.js";
export { measureQuantization } from "./quantization/quantize/measure.js";
export { quantize } from "./quantization/quantize/quantize.js";
export type {
  QuantizationRow,
  QuantizationWarning,
  QuantizeOptions,
  QuantizeResult,
} from "./quantization/quantize/result.js";
export { type BrokenLine, breakProject } from "./tour/break-project.js";
