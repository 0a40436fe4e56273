import type { Tensor } from "../../../base/tensor/tensor.js";
import { type Chip, chipArithmetic } from "../../../espdl/chip.js";
import { compileEspdl } from "../../../espdl/compile.js";
import { espdlFeeds } from "../../../espdl/feeds.js";
import type { Choices } from "../../../espdl/write/choose/choices.js";
import {
  type CalibratedEspdl,
  calibrateEspdl,
  type QuantizedEspdl,
  writeCalibrated,
} from "../../../espdl/write/quantize-espdl.js";
import { realValues } from "../../../execution/evaluate/real-values.js";
import { createFastRunner } from "../../../execution/fast/runner.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { inferShapes } from "../../../formats/onnx/shape/infer.js";
import type { CalibrationOptions } from "../../../quantization/calibrate/calibrate.js";
import type { Ranges } from "../../../quantization/calibrate/range.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { orderIn } from "../../measure/axes.js";
import { corrected } from "../../quantize-espdl-model.js";
import { type EspdlRecipe, partsOf } from "../../recipe/espdl-recipe.js";
import { rescale } from "../../recipe/integers.js";
import { equalize } from "../equalization/equalize.js";
import { splitWeights } from "../split/split-weights.js";
import type { Change, State } from "../state.js";
import { inSixteenBits } from "./layers.js";

/** What the float model was changed by, and which nodes have 16 bits. */
interface Changes {
  readonly int16: readonly string[];
  readonly w8a16: boolean;
  readonly equalization: EspdlRecipe["equalization"];
  readonly split: NonNullable<EspdlRecipe["split"]>;
}

const UNCHANGED: Changes = { int16: [], w8a16: false, equalization: {}, split: {} };

interface OpenOptions {
  readonly correction?: boolean;
  /** Ranges that replace the calibrated ones of 8 bits. */
  readonly ranges?: Ranges | undefined;
  readonly changes?: Changes;
}

/** A float model quantized for a chip's `.espdl`. */
export class EspdlState implements State<EspdlState> {
  private constructor(
    readonly chip: Chip,
    private readonly calibrated: CalibratedEspdl,
    private readonly choices: Choices,
    private readonly changes: Changes,
    /** What was chosen for layers in 8 bits before some got 16: those that go back take it. */
    private readonly eight: Choices = choices,
  ) {}

  /** Quantized from calibration samples, with the correction of what is free unless `correction` is false. */
  static async open(
    chip: Chip,
    float: OnnxModel,
    samples: readonly Sample[],
    calibration: CalibrationOptions,
    { correction = true, ranges, changes = UNCHANGED }: OpenOptions = {},
  ): Promise<EspdlState> {
    const found = await calibrateEspdl(float, samples, { chip, calibration });
    const calibrated = ranges === undefined ? found : withRanges(found, ranges);
    const weightExponents = correction ? "error" : "largest";
    const { w8a16 } = changes;
    const int16 = inSixteenBits(float, changes.int16);
    const first = writeCalibrated(calibrated, { chip, calibration, int16, w8a16, weightExponents });
    const choices = correction ? await corrected(float, first, samples, chip, { weights: true }) : first.choices;
    return new EspdlState(chip, calibrated, choices, changes);
  }

  /** Nodes that were put into 16 bits. */
  get int16(): readonly string[] {
    return this.changes.int16;
  }

  /** Whether those have int8 weights. */
  get isNarrow(): boolean {
    return this.changes.w8a16;
  }

  /** Whether some layers are computed in two parts. */
  get isSplit(): boolean {
    return Object.keys(this.changes.split).length > 0;
  }

  get float(): OnnxModel {
    return this.calibrated.model;
  }

  get recipe(): EspdlRecipe {
    const { chip, isNarrow, isSplit } = this;
    const { equalization, split } = this.changes;
    const int16 = inSixteenBits(this.float, this.int16);
    const more = { ...(isNarrow && { w8a16: true }), ...(isSplit && { split }) };
    // What was not chosen before is chosen by writing.
    const parts = partsOf(this.written().choices);
    return { format: "espdl-lab-espdl-recipe", version: 1, chip, ...parts, int16, ...more, equalization };
  }

  written(): QuantizedEspdl {
    const { chip, choices, isNarrow: w8a16 } = this;
    const int16 = inSixteenBits(this.float, this.int16);
    const calibration = { method: "mse" } as const;
    return writeCalibrated(this.calibrated, { chip, calibration, int16, w8a16, choices, weightExponents: "error" });
  }

  async outputs(samples: readonly Sample[]): Promise<Tensor[][]> {
    const written = this.written();
    const { model } = written;
    const shapes = new Map(this.float.graph.outputs.map(({ name, shape }) => [name, (shape ?? []).map(Number)]));
    const orders = model.graph.outputs.map(({ name }) => orderIn(written, name, shapes.get(name) ?? []));
    const program = compileEspdl(model, { chip: this.chip });
    const runner = createFastRunner(program, { arithmetic: chipArithmetic(this.chip) });
    try {
      const results = await runner.run(samples.map((sample) => espdlFeeds(model, sample, this.chip)));
      const exponents = program.outputs.map(({ layer }) => program.layers[layer]!.exponent);
      return results.map((tensors) => tensors.map((tensor, i) => orders[i]!.toFloat(realValues(tensor, exponents[i]))));
    } finally {
      await runner.close();
    }
  }

  again(
    samples: readonly Sample[],
    { calibration = { method: "mse" }, ranges, equalization }: Change,
  ): Promise<EspdlState> {
    const { chip, changes } = this;
    if (equalization === undefined) return EspdlState.open(chip, this.float, samples, calibration, { changes, ranges });
    const float = inferShapes(equalize(this.float, equalization));
    return EspdlState.open(chip, float, samples, calibration, {
      ranges,
      changes: { ...changes, equalization: entries(equalization) },
    });
  }

  /** With channels of some layers in a layer of their own, by the tensor that the layer makes; the rest stays as it is. */
  async withSplit(samples: readonly Sample[], parts: ReadonlyMap<string, readonly number[]>): Promise<EspdlState> {
    const float = inferShapes(splitWeights(this.float, parts));
    const changes = { ...this.changes, split: entries(parts) };
    const anew = await EspdlState.open(this.chip, float, samples, { method: "mse" }, { changes });
    const { exponents, weights } = anew.choices;
    const old = this.choices;
    const narrow = new Map([...exponents[8]].map(([name, own]) => [name, old.exponents[8].get(name) ?? own]));
    const others = new Map([...weights].map(([name, own]) => [name, old.weights.get(name) ?? own]));
    const kept = { ...anew.choices, exponents: { ...exponents, 8: narrow }, weights: others };
    return anew.with(kept).recorrected(samples);
  }

  /** With int8 weights in the layers of 16 bits that have such kernels. */
  withNarrowWeights(): EspdlState {
    const { chip, calibrated, choices, changes, eight } = this;
    return new EspdlState(chip, calibrated, choices, { ...changes, w8a16: true }, eight);
  }

  groups(): string[][] {
    const { exponents, weights } = this.choices;
    return [...[...exponents[8].keys()].map((name) => [name]), ...[...weights.keys()].map((name) => [WEIGHTS + name])];
  }

  exponentOf(name: string): number | undefined {
    return this.choices.exponents[8].get(name);
  }

  moved([name = ""]: readonly string[], step: number): EspdlState {
    const { exponents, weights, integers } = this.choices;
    if (!name.startsWith(WEIGHTS)) {
      const narrow = new Map(exponents[8]);
      narrow.set(name, narrow.get(name)! + step);
      return this.with({ ...this.choices, exponents: { ...exponents, 8: narrow } });
    }
    const own = name.slice(WEIGHTS.length);
    const raised = weights.get(own)!.map((exponent) => exponent + step);
    return this.with({
      ...this.choices,
      weights: new Map(weights).set(own, raised),
      integers: rescaled(integers, own, step),
    });
  }

  async recorrected(samples: readonly Sample[]): Promise<EspdlState> {
    const open = this.with({ ...this.choices, biases: new Map(), integers: new Map() }).written();
    const { biases, integers } = await corrected(this.float, open, samples, this.chip, { weights: true });
    return this.with({ ...this.choices, biases, integers });
  }

  /** With these nodes computed in 16 bits. */
  withInt16(int16: readonly string[]): EspdlState {
    const made = new Set<string>();
    const wide = inSixteenBits(this.float, int16);
    for (const node of this.float.graph.nodes)
      if (wide.includes(node.name)) made.add(this.inFile(node.outputs[0] as string));
    const { chip, calibrated, choices, changes, eight } = this;
    const others = <T>(own: ReadonlyMap<string, T>, before: ReadonlyMap<string, T>): Map<string, T> =>
      new Map([...before, ...own].filter(([name]) => !made.has(name)));
    const weights = others(choices.weights, eight.weights);
    const integers = others(choices.integers, eight.integers);
    // A bias goes with the weights that it was measured for.
    const biases = others(choices.biases, eight.biases);
    const left = { ...choices, weights, integers, biases };
    return new EspdlState(chip, calibrated, left, { ...changes, int16 }, eight);
  }

  /** The tensor that stands in the file for one of the float model: that of the ReLU fused into its node. */
  private inFile(tensor: string): string {
    if (this.eight.weights.has(tensor)) return tensor;
    const relu = this.float.graph.nodes.find(({ opType, inputs }) => opType === "Relu" && inputs[0] === tensor);
    return relu?.outputs[0] ?? tensor;
  }

  private with(choices: Choices): EspdlState {
    const { chip, calibrated, changes, eight } = this;
    return new EspdlState(chip, calibrated, choices, changes, changes.int16.length === 0 ? choices : eight);
  }
}

function withRanges(calibrated: CalibratedEspdl, ranges: Ranges): CalibratedEspdl {
  const { observed } = calibrated;
  const narrow = new Map([...observed.ranges[8], ...ranges]);
  return { ...calibrated, observed: { ...observed, ranges: { ...observed.ranges, 8: narrow } } };
}

const entries = (lists: ReadonlyMap<string, readonly number[]>): Record<string, number[]> =>
  Object.fromEntries([...lists].map(([name, list]) => [name, [...list]]));

/** Tells a group of weights, named after the tensor that they make, from that tensor. */
const WEIGHTS = "weights of ";

/** The integers of a layer's weights in steps 2^step times as large. */
function rescaled(all: ReadonlyMap<string, Int8Array>, name: string, step: number): ReadonlyMap<string, Int8Array> {
  const integers = all.get(name);
  return integers === undefined ? all : new Map(all).set(name, rescale(integers, step));
}
