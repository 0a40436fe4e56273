import { diagnose } from "../diagnose/diagnose.js";
import type { Diagnosis, DiagnosisInput } from "../diagnose/diagnosis.js";
import type { LayerAlone } from "./layer-alone.js";

/**
 * Why a layer is wrong by itself.
 * @param _layer the layer on its board, which repeats itself
 * @param input what it was given, should have made and made
 */
export async function explain(_layer: LayerAlone, input: DiagnosisInput): Promise<Diagnosis> {
  return diagnose(input);
}
