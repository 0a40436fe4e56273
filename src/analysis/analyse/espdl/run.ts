import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Chip } from "../../../espdl/chip.js";
import type { EspdlProgram } from "../../../espdl/compile.js";
import { espdlFeeds } from "../../../espdl/feeds.js";
import type { EspdlModel } from "../../../espdl/model.js";
import { requantized } from "../../../espdl/requantized.js";
import { realValues } from "../../../execution/evaluate/real-values.js";
import { printable } from "../../../formats/onnx/printable.js";
import { outputId } from "../../../ir/graph/output-id.js";
import type { Operand } from "../../../ir/graph/program.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { type Order, orderOf } from "../../measure/axes.js";
import { partOf } from "./part.js";
import { runProgram } from "./run-program.js";

/** An `.espdl` and how it is run. */
export interface Source {
  readonly model: EspdlModel;
  readonly program: EspdlProgram;
  readonly chip: Chip;
}

/** A tensor of the program by the name that the float model has for it. */
export interface Place {
  readonly name: string;
  readonly operand: Operand;
}

/** A whole run of an `.espdl` on some samples; all tensors in the float model's order of axes. */
export class Run {
  private constructor(
    readonly source: Source,
    /** The samples as the program's inputs take them. */
    private readonly feeds: readonly Sample[],
    private readonly orders: ReadonlyMap<string, Order>,
    /** Real values of every sample by name. */
    readonly tensors: readonly ReadonlyMap<string, Tensor>[],
  ) {}

  /** @param values float tensors of every sample, the inputs among them @param names tensors that are kept */
  static async open(source: Source, values: readonly Sample[], names: ReadonlySet<string>): Promise<Run> {
    const { model, program, chip } = source;
    const inputs = new Set(model.graph.inputs.map(({ name }) => name));
    const given = values.map((sample) => new Map([...sample].filter(([name]) => inputs.has(name))));
    const feeds = given.map((sample) => espdlFeeds(model, sample, chip));
    const places = [...new Set([...names, ...inputs])].flatMap((name): Place[] => {
      const operand = program.tensors.get(name);
      return operand === undefined || program.layers[operand.layer]!.kind === "param" ? [] : [{ name, operand }];
    });
    const whole = partOf(
      program,
      [],
      places.map(({ operand }) => operand),
    );
    const results = await runProgram(whole, feeds, chip);
    const orders = new Map<string, Order>();
    places.forEach(({ name }, i) => {
      const exact = values[0]!.get(name);
      const order = exact && orderOf(results[0]![i]!, exact);
      if (order !== undefined) orders.set(name, order);
    });
    const known = places.flatMap(({ name }, i) => (orders.has(name) ? [{ name, i }] : []));
    const named = (made: readonly Tensor[]): ReadonlyMap<string, Tensor> =>
      new Map(known.map(({ name, i }) => [name, orders.get(name)!.toFloat(made[i]!)]));
    return new Run(source, feeds, orders, results.map(named));
  }

  /** Whether the file has the tensor in the sizes of the float model. */
  has(name: string): boolean {
    return this.orders.has(name);
  }

  /** @throws UserError when one of them does not have the sizes that it has in the float model. */
  outputs(names: readonly string[]): Tensor[][] {
    const odd = names.find((name) => !this.orders.has(name));
    if (odd !== undefined)
      throw new UserError(
        `${printable(odd)}: has other sizes in the .espdl than in the float model; give the model that it was exported from`,
      );
    return this.tensors.map((sample) => names.map((name) => sample.get(name)!));
  }

  /** A float tensor as the program holds it at a place: rounded as the chip does it. */
  toFile({ name, operand: { layer: index, output } }: Place, tensor: Tensor): Tensor {
    const { program, chip } = this.source;
    const layer = program.layers[index]!;
    const { dtype } = layer.types[output]!;
    return requantized(this.orders.get(name)!.toFile(tensor), 0, dtype, this.exponentAt(index), chip);
  }

  /** The real values of what the program holds at a place. */
  toFloat({ name, operand: { layer } }: Place, tensor: Tensor): Tensor {
    return this.orders.get(name)!.toFloat(realValues(tensor, this.exponentAt(layer)));
  }

  exponentAt(layer: number): number {
    const { exponent } = this.source.program.layers[layer]!;
    return typeof exponent === "number" ? exponent : 0;
  }

  /**
   * Tensors when others are given, the rest of the network as it is.
   * @param given integers as the program holds them, for the samples in turn, once or several times over
   */
  async from(
    given: readonly (Place & { readonly tensors: readonly Tensor[] })[],
    wanted: readonly Place[],
  ): Promise<Tensor[][]> {
    const { program, chip } = this.source;
    const operands = (places: readonly Place[]): Operand[] => places.map(({ operand }) => operand);
    const part = partOf(program, operands(given), operands(wanted));
    const taken = new Set(part.layers.flatMap((layer) => (layer.kind === "input" ? [layer.name] : [])));
    const count = given[0]?.tensors.length ?? this.feeds.length;
    const feeds = Array.from({ length: count }, (_, i) => {
      const own = given.map(({ operand: { layer, output }, tensors }) => {
        return [outputId(program.layers[layer]!.id, output), tensors[i]!] as const;
      });
      return new Map([...this.feeds[i % this.feeds.length]!, ...own].filter(([name]) => taken.has(name)));
    });
    const results = await runProgram(part, feeds, chip);
    return results.map((made) => made.map((tensor, i) => this.orders.get(wanted[i]!.name)!.toFloat(tensor)));
  }

  placesOf(names: readonly string[]): Place[] {
    return names.map((name) => ({ name, operand: this.source.program.tensors.get(name)! }));
  }
}
