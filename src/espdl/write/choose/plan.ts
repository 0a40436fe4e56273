import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Range, Ranges } from "../../../quantization/calibrate/range.js";
import type { Draft, DraftNode } from "../draft.js";
import { type Choices, NO_CHOICES } from "./choices.js";
import { exponentOf, type Grid } from "./grid.js";
import { accumulates, compares, copies, floatResult, raw } from "./rules.js";
import { dataInputs } from "./widths.js";

/** Ranges for the tensors of 8 and of 16 bits. */
export type RangesByWidth = Readonly<Record<8 | 16, Ranges>>;

/** The grids of a network under construction. */
export class Plan {
  readonly grids = new Map<string, Grid>();
  /** Readings on another grid than the value's: a Requantize stands before them. */
  readonly reads = new Map<DraftNode, Map<number, Grid>>();
  changed = false;
  /** The exponents that values were given before any rose, by width. */
  readonly given: Record<8 | 16, Map<string, number>> = { 8: new Map(), 16: new Map() };
  /** Exponents of weights by their error alone, by node. */
  readonly weights = new Map<DraftNode, readonly number[]>();

  constructor(
    readonly draft: Draft,
    private readonly ranges: RangesByWidth,
    readonly choices: Choices = NO_CHOICES,
  ) {
    for (const name of draft.inputs) this.addInput(name);
    for (const node of draft.nodes) if (node.quantized) this.addNode(node);
  }

  /** The grid on which a node reads an input. */
  read(node: DraftNode, index: number): Grid | undefined {
    return this.reads.get(node)?.get(index) ?? this.grids.get(node.inputs[index]!);
  }

  raise(grid: Grid, exponent: number): void {
    if (exponent <= grid.exponent) return;
    grid.exponent = exponent;
    this.changed = true;
  }

  /** A reading comes on an exponent: its value's grid rises if nobody else minds, else it is requantized. */
  readOn(node: DraftNode, index: number, exponent: number): void {
    const own = this.reads.get(node)?.get(index);
    const grid = own ?? this.grids.get(node.inputs[index]!);
    if (grid === undefined || grid.exponent === exponent) return;
    if (exponent > grid.exponent && (own !== undefined || this.private(grid, node))) this.raise(grid, exponent);
    else this.requantize(node, index, exponent, grid.bits);
  }

  requantize(node: DraftNode, index: number, exponent: number, bits: 8 | 16): void {
    const readings = this.reads.get(node) ?? new Map<number, Grid>();
    readings.set(index, { exponent, bits, values: new Set() });
    this.reads.set(node, readings);
    this.changed = true;
  }

  /** No other node reads a value of this grid, but those that copy it within the grid. */
  private private(grid: Grid, reader: DraftNode): boolean {
    return [...grid.values].every((name) =>
      this.draft.readers(name).every((node) => node === reader || node.outputs.every((out) => grid.values.has(out))),
    );
  }

  private addInput(name: string): void {
    const first = this.draft.readers(name).find((node) => {
      return node.quantized && dataInputs(this.draft, node).some((index) => node.inputs[index] === name);
    });
    if (first !== undefined) this.add(name, first.width as 8 | 16, first);
  }

  private addNode(node: DraftNode): void {
    const width = node.width as 8 | 16;
    for (const index of dataInputs(this.draft, node)) {
      const name = node.inputs[index]!;
      const grid = this.grids.get(name);
      // What a float node makes is quantized before each reader.
      if (grid === undefined) this.requantize(node, index, this.exponent(name, width, node), width);
      // The same range: 8 bits more on an exponent 8 lower, or what the range needs in 8 bits.
      else if (grid.bits !== width)
        this.requantize(node, index, width === 16 ? grid.exponent - 8 : this.exponent(name, 8, node), width);
    }
    if (floatResult(node) || compares(node)) return;
    const source = copies(node) ? this.read(node, 0) : undefined;
    const relu = accumulates(node) ? onlyRelu(this.draft, node) : undefined;
    node.outputs.forEach((name) => {
      if (name === "" || this.grids.has(name)) return;
      if (source !== undefined) this.join(name, source);
      else this.join(name, this.add(relu ?? name, width, node));
    });
    if (raw(node)) this.changed = true;
  }

  private add(name: string, bits: 8 | 16, node: DraftNode): Grid {
    const known = this.grids.get(name);
    if (known !== undefined) return known;
    const grid: Grid = { exponent: this.exponent(name, bits, node), bits, values: new Set() };
    this.join(name, grid);
    return grid;
  }

  private join(name: string, grid: Grid): void {
    this.grids.set(name, grid);
    grid.values.add(name);
  }

  /** The range of a value that the passes made: of what a reader copies it to. */
  private rangeOfCopy(name: string, bits: 8 | 16): Range | undefined {
    const copy = this.draft.readers(name).find((node) => copies(node) && node.inputs[0] === name);
    return copy && this.ranges[bits].get(copy.outputs[0]!);
  }

  private exponent(name: string, bits: 8 | 16, node: DraftNode): number {
    const exponent = this.choices.exponents[bits].get(name) ?? this.byRange(name, bits, node);
    this.given[bits].set(name, exponent);
    return exponent;
  }

  private byRange(name: string, bits: 8 | 16, node: DraftNode): number {
    const range = this.ranges[bits].get(name) ?? this.rangeOfCopy(name, bits);
    if (range === undefined)
      throw new UserError(
        `${printable(node.name)}: no range for its tensor ${printable(name)}, expected one of the float model's; it comes of an operator that was taken apart; write that in primitives in the model`,
      );
    return exponentOf(range, bits);
  }
}

/** The value that a node makes in the file: its own, or that of a ReLU that is fused into it. */
export const resultOf = (draft: Draft, node: DraftNode): string =>
  (accumulates(node) ? onlyRelu(draft, node) : undefined) ?? node.outputs[0]!;

/** The result of a ReLU that is fused into the node. */
function onlyRelu(draft: Draft, node: DraftNode): string | undefined {
  const [relu, ...others] = draft.downstream(node);
  const fused = relu?.opType === "Relu" && others.length === 0 && !draft.outputs.includes(node.outputs[0]!);
  return fused && relu.width === node.width ? relu.outputs[0] : undefined;
}
