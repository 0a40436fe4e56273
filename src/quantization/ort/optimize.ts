import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { temporaryFolder } from "../../base/files/temporary.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { parseModel } from "../../formats/onnx/parse.js";
import { serializeModel } from "../../formats/onnx/write.js";
import { loadRuntime } from "./runtime.js";

/**
 * Rewrites of level *basic* that ONNX Runtime gained or widened after 1.14, by its own names. They would change which
 * operators are quantized: Pad folded into Conv and pools, MatMul + Add of any rank through reshapes, MatMul +
 * BatchNormalization, Gelu and LayerNormalization as one operator, merging of equal constants (1.14: scalars only).
 */
const LATER_THAN_1_14 = [
  "Pad_Fusion",
  "MatMulAddFusion",
  "MatMul_BatchNormalization_Fusion",
  "GeluFusionL1",
  "LayerNormFusionL1",
  "ConstantSharing",
].join(";");

/** ONNX Runtime's own scale: only fatal messages, which come as errors anyway, so that nothing is printed. */
const FATAL = 4;

/**
 * The model after ONNX Runtime's graph optimization level *basic* (folding of constants and of BatchNormalization, Mul
 * and Add into convolutions, removal of identities …), held to what onnxruntime 1.14 does at that level.
 * @throws UserError of one line when ONNX Runtime refuses the model.
 */
export async function optimize(model: OnnxModel, level: "basic"): Promise<OnnxModel> {
  const { InferenceSession } = await loadRuntime();
  const folder = temporaryFolder();
  try {
    const optimizedModelFilePath = join(folder, "optimized.onnx");
    const session = await InferenceSession.create(serializeModel(model), {
      graphOptimizationLevel: level,
      optimizedModelFilePath,
      executionProviders: ["cpu"],
      logSeverityLevel: FATAL,
      extra: { optimization: { disable_specified_optimizers: LATER_THAN_1_14 } },
    });
    await session.release();
    return parseModel(await readFile(optimizedModelFilePath), { name: "optimized model" });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = (error as Error).message.replace(/[\p{C}\s]+/gu, " ").trim();
    throw new UserError(
      `model: ONNX Runtime refuses it: ${reason.slice(0, 300)} (correct the model or skip the optimization)`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
