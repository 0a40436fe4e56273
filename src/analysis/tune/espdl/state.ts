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
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { corrected } from "../../quantize-espdl-model.js";
import { type EspdlRecipe, partsOf } from "../../recipe/espdl-recipe.js";
import { equalize } from "../equalization/equalize.js";
import type { Change, State } from "../state.js";
import { inSixteenBits } from "./layers.js";

type Factors = EspdlRecipe["equalization"];

/** A float model quantized for a chip's `.espdl`. */
export class EspdlState implements State<EspdlState> {
  private constructor(
    private readonly chip: Chip,
    private readonly calibrated: CalibratedEspdl,
    private readonly choices: Choices,
    /** Nodes that were put into 16 bits. */
    readonly int16: readonly string[],
    private readonly equalization: Factors,
  ) {}

  /** Quantized from calibration samples, with the correction of what is free unless `correction` is false. */
  static async open(
    chip: Chip,
    float: OnnxModel,
    samples: readonly Sample[],
    calibration: CalibrationOptions,
    {
      correction = true,
      int16 = [],
      equalization = {},
    }: { correction?: boolean; int16?: readonly string[]; equalization?: Factors } = {},
  ): Promise<EspdlState> {
    // Ranges of both widths, for layers that come to 16 bits later.
    const options = { chip, calibration, int16: float.graph.nodes.slice(0, 1).map(({ name }) => name) };
    const calibrated = await calibrateEspdl(float, samples, options);
    const weightExponents = correction ? "error" : "largest";
    const wide = inSixteenBits(float, int16);
    const first = writeCalibrated(calibrated, { chip, calibration, int16: wide, weightExponents });
    const choices = correction ? await corrected(float, first, samples, chip, { weights: true }) : first.choices;
    return new EspdlState(chip, calibrated, choices, int16, equalization);
  }

  get float(): OnnxModel {
    return this.calibrated.model;
  }

  get recipe(): EspdlRecipe {
    const { chip, equalization } = this;
    const int16 = inSixteenBits(this.float, this.int16);
    // What was not chosen before is chosen by writing.
    const parts = partsOf(this.written().choices);
    return { format: "espdl-lab-espdl-recipe", version: 1, chip, ...parts, int16, equalization };
  }

  written(): QuantizedEspdl {
    const { chip, choices } = this;
    const int16 = inSixteenBits(this.float, this.int16);
    const calibration = { method: "mse" } as const;
    return writeCalibrated(this.calibrated, { chip, calibration, int16, choices, weightExponents: "error" });
  }

  async outputs(samples: readonly Sample[]): Promise<Tensor[][]> {
    const { model } = this.written();
    const program = compileEspdl(model, { chip: this.chip });
    const runner = createFastRunner(program, { arithmetic: chipArithmetic(this.chip) });
    try {
      const results = await runner.run(samples.map((sample) => espdlFeeds(model, sample, this.chip)));
      const exponents = program.outputs.map(({ layer }) => program.layers[layer]!.exponent);
      return results.map((tensors) => tensors.map((tensor, i) => realValues(tensor, exponents[i])));
    } finally {
      await runner.close();
    }
  }

  again(samples: readonly Sample[], { calibration = { method: "mse" }, equalization }: Change): Promise<EspdlState> {
    const { chip, int16 } = this;
    if (equalization === undefined)
      return EspdlState.open(chip, this.float, samples, calibration, { int16, equalization: this.equalization });
    const factors = Object.fromEntries([...equalization].map(([name, list]) => [name, [...list]]));
    const float = inferShapes(equalize(this.float, equalization));
    return EspdlState.open(chip, float, samples, calibration, { int16, equalization: factors });
  }

  groups(): string[][] {
    const { exponents, weights } = this.choices;
    return [...[...exponents[8].keys()].map((name) => [name]), ...[...weights.keys()].map((name) => [WEIGHTS + name])];
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
      integers: without(integers, own),
    });
  }

  async recorrected(samples: readonly Sample[]): Promise<EspdlState> {
    const open = this.with({ ...this.choices, biases: new Map(), integers: new Map() }).written();
    const { biases, integers } = await corrected(this.float, open, samples, this.chip);
    return this.with({ ...this.choices, biases, integers });
  }

  /** With these nodes computed in 16 bits. */
  withInt16(int16: readonly string[]): EspdlState {
    const made = new Set<string>();
    const wide = inSixteenBits(this.float, int16);
    for (const node of this.float.graph.nodes)
      if (wide.includes(node.name)) made.add(this.inFile(node.outputs[0] as string));
    const weights = new Map([...this.choices.weights].filter(([name]) => !made.has(name)));
    const integers = new Map([...this.choices.integers].filter(([name]) => !made.has(name)));
    return new EspdlState(this.chip, this.calibrated, { ...this.choices, weights, integers }, int16, this.equalization);
  }

  /** The tensor that stands in the file for one of the float model: that of the ReLU fused into its node. */
  private inFile(tensor: string): string {
    if (this.choices.weights.has(tensor)) return tensor;
    const relu = this.float.graph.nodes.find(({ opType, inputs }) => opType === "Relu" && inputs[0] === tensor);
    return relu?.outputs[0] ?? tensor;
  }

  private with(choices: Choices): EspdlState {
    return new EspdlState(this.chip, this.calibrated, choices, this.int16, this.equalization);
  }
}

/** Tells a group of weights, named after the tensor that they make, from that tensor. */
const WEIGHTS = "weights of ";

function without<T>(map: ReadonlyMap<string, T>, name: string): Map<string, T> {
  const rest = new Map(map);
  rest.delete(name);
  return rest;
}
