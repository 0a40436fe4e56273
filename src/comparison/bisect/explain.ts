import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { runLayer } from "../../execution/interpreter/run-layer.js";
import { outputId } from "../../ir/graph/output-id.js";
import { diagnose, solvedFrom } from "../diagnose/diagnose.js";
import type { Diagnosis, DiagnosisInput } from "../diagnose/diagnosis.js";
import { runsOf } from "../diagnose/solve/runs.js";
import type { ProbeRun } from "../probe/probe.js";
import { randomSource } from "../probe/signals.js";
import { PROBES } from "../probe/table.js";
import type { LayerAlone } from "./layer-alone.js";

const SEED = 2026;

/**
 * Why a layer is wrong by itself: it is run on inputs made for it, and what it computes is read off.
 * @param layer the layer on its board, which repeats itself
 * @param input what it was given, should have made and made
 */
export async function explain(layer: LayerAlone, input: DiagnosisInput): Promise<Diagnosis> {
  const recorded: DiagnosisInput = { ...input, inputsWritten: true };
  const probe = PROBES.find(({ applies }) => applies(recorded))!;
  const random = randomSource(SEED);
  const runs: DiagnosisInput[] = [];
  const run = async (planned: readonly ProbeRun[]): Promise<void> => {
    for (const each of planned) {
      if (layer.left === 0) return;
      const made = await observe(layer, recorded, each, random);
      if (made === undefined) return;
      runs.push(made);
    }
  };
  await run(probe.first(recorded));
  const first = diagnose(recorded, runs);
  if (first.hypotheses.length > 0 || layer.left === 0) return first;
  const more = probe.more(recorded, layer.left, wrongShare([recorded, ...runs]));
  if (more.length === 0) return first;
  await run(more);
  return { ...first, ...solvedFrom(recorded, runs, first.tried), probes: runs.length };
}

/** One run beside the law; undefined where the board fails in it. */
async function observe(
  layer: LayerAlone,
  recorded: DiagnosisInput,
  { signals, before }: ProbeRun,
  random: () => number,
): Promise<DiagnosisInput | undefined> {
  const given = new Map<string, Tensor>();
  for (const { id, tensor, constant } of recorded.inputs) {
    if (constant || given.has(id)) continue;
    given.set(id, (signals[given.size] ?? signals[0]!)(tensor, random));
  }
  const board = await layer.run(given, before).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
  if (board === undefined) return undefined;
  const inputs = recorded.inputs.map((input) => ({ ...input, tensor: given.get(input.id) ?? input.tensor }));
  const made = runLayer(
    layer.program,
    layer.call.index,
    inputs.map(({ tensor }) => tensor),
  );
  const reference = made[made.findIndex((_, output) => outputId(layer.call.id, output) === layer.id)]!;
  return { ...recorded, inputs, reference, board, ...(before === undefined ? {} : { before }) };
}

function wrongShare(runs: readonly DiagnosisInput[]): number {
  const { wrong } = runsOf(runs);
  return wrong.reduce((sum, mark) => sum + mark, 0) / wrong.length;
}
