import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { CallLayer, Operand, Program } from "../../ir/graph/program.js";
import { asFloats } from "./bytes.js";
import { Emitter } from "./emitter.js";
import { type Form, hasBytes } from "./form.js";
import { EXACT, type Held } from "./held.js";
import type { FastCall, FastRule } from "./rule.js";
import { BYTE_RULES } from "./rules/bytes/table.js";
import { FAST_RULES } from "./rules/table.js";
import type { Port, Segment } from "./segment.js";

const CROSSING = new Set(["int8", "int16", "float32"]);

/**
 * Cuts a program into segments that run one after the other: what is proved exact in ONNX Runtime, the rest in the
 * reference. A segment gives out what others read, the program's outputs, and, with `keep` "all", every tensor.
 * @param form which kernels; they must be known to be exact on this machine
 */
export function cutSegments(program: Program, arithmetic: Arithmetic, keep: "all" | "outputs", form: Form): Segment[] {
  return new Cutter(program, arithmetic, form, keep).cut();
}

/** Real inputs become integers while they are batched. */
const ENTRY = -1;
const ENTRY_OPERATORS = new Set(["esp.quantize", "reshape"]);

/** Stages alternate: even ones run in ONNX Runtime, odd ones in the reference. */
class Cutter {
  private readonly stage = new Map<number, number>();
  private readonly emitters = new Map<number, Emitter>();
  private readonly held = new Map<string, Held>();
  private readonly calls = new Map<number, CallLayer[]>();
  private readonly inputs = new Map<number, Map<string, Port>>();
  private readonly read = new Map<string, Set<number>>();
  private readonly readers = new Map<number, CallLayer[]>();
  private readonly wanted: ReadonlySet<string>;

  constructor(
    private readonly program: Program,
    private readonly arithmetic: Arithmetic,
    private readonly form: Form,
    private readonly keep: "all" | "outputs",
  ) {
    this.wanted = new Set(program.outputs.map((operand) => keyOf(operand)));
  }

  cut(): Segment[] {
    const calls = this.program.layers.filter((layer) => layer.kind === "call");
    for (const call of calls)
      for (const { layer } of call.inputs) this.readers.set(layer, [...(this.readers.get(layer) ?? []), call]);
    for (const call of calls) this.place(call);
    const stages = [...this.calls.keys()].sort((a, b) => a - b);
    return stages.map((stage) => this.segment(stage));
  }

  private place(call: CallLayer): void {
    const stage = this.isEntry(call) ? ENTRY : this.stageOf(call);
    this.stage.set(call.index, stage);
    this.calls.set(stage, [...(this.calls.get(stage) ?? []), call]);
    for (const operand of call.inputs) {
      if (this.program.layers[operand.layer]!.kind === "param") continue;
      if (stage % 2 === 0 && this.stage.get(operand.layer) === stage) continue;
      const readers = this.read.get(keyOf(operand)) ?? new Set();
      this.read.set(keyOf(operand), readers.add(stage));
    }
  }

  private isEntry({ op, inputs, types }: CallLayer): boolean {
    const from = this.program.layers[inputs[0]!.layer]!;
    const isReal = from.types[0]!.dtype === "float32" && from.types[0]!.shape[0] === 1 && types[0]!.shape[0] === 1;
    return ENTRY_OPERATORS.has(op) && isReal && (from.kind === "input" || this.stage.get(from.index) === ENTRY);
  }

  private stageOf(call: CallLayer): number {
    const earliest = Math.max(0, ...call.inputs.map(({ layer }) => this.stage.get(layer) ?? 0));
    const fast = earliest + (earliest % 2);
    return this.emit(call, fast) ? fast : earliest + ((earliest + 1) % 2);
  }

  private emit(call: CallLayer, stage: number): boolean {
    const rule: FastRule | undefined = FAST_RULES.get(call.op);
    const [type] = call.types;
    if (
      this.form === "reference" ||
      !rule ||
      call.types.length !== 1 ||
      !CROSSING.has(type!.dtype) ||
      type!.shape[0] !== 1
    )
      return false;
    const emitter = this.emitters.get(stage) ?? new Emitter(this.form);
    this.emitters.set(stage, emitter);
    const inputs = [];
    for (const operand of call.inputs) {
      const layer = this.program.layers[operand.layer]!;
      const input = layer.kind === "param" ? layer.tensor : this.enter(operand, stage, emitter);
      if (input === undefined) return false;
      inputs.push(input);
    }
    const { op, attributes } = call;
    const readers = this.readers.get(call.index) ?? [];
    const { arithmetic } = this;
    const inputTypes = call.inputs.map(({ layer, output }) => this.program.layers[layer]!.types[output]!);
    const given = { op, attributes, inputs, inputTypes, type: type!, arithmetic, readers };
    const held = this.rule(given, rule, emitter);
    if (held === undefined) return false;
    this.held.set(keyOf({ layer: call.index, output: 0 }, stage), held);
    return true;
  }

  private rule(call: FastCall, rule: FastRule, emitter: Emitter): Held | undefined {
    const held = hasBytes(this.form) ? BYTE_RULES.get(call.op)?.(call, emitter) : undefined;
    return held ?? rule({ ...call, inputs: call.inputs.map((input) => asFloats(emitter, input)) }, emitter);
  }

  /** The operand as the stage's graph holds it, made an input of the graph if it comes from outside. */
  private enter(operand: Operand, stage: number, emitter: Emitter): Held | undefined {
    const key = keyOf(operand, stage);
    const known = this.held.get(key);
    if (known !== undefined) return known;
    const { dtype, shape } = this.program.layers[operand.layer]!.types[operand.output]!;
    if (!CROSSING.has(dtype) || shape[0] !== 1) return undefined;
    const name = `t${operand.layer}_${operand.output}`;
    const isFloat = dtype === "float32";
    const zero = hasBytes(this.form) && dtype === "int8" ? 128 : undefined;
    emitter.input(name, zero === undefined ? (dtype as "float32") : "uint8", shape);
    const limit = isFloat ? EXACT : dtype === "int8" ? 128 : 2 ** 15;
    const held: Held = {
      name: isFloat || zero !== undefined ? name : emitter.node("Cast", [name], { to: 1 }),
      shape,
      image: false,
      grid: isFloat ? undefined : 0,
      low: -limit,
      high: isFloat ? limit : limit - 1,
      ...(zero === undefined ? {} : { zero }),
    };
    this.held.set(key, held);
    const inputs = this.inputs.get(stage) ?? new Map<string, Port>();
    this.inputs.set(
      stage,
      inputs.set(key, { name, operand, unsignedZeros: false, ...(zero === undefined ? {} : { zero }) }),
    );
    return held;
  }

  private isKept(operand: Operand): boolean {
    return this.keep === "all" || this.wanted.has(keyOf(operand));
  }

  private segment(stage: number): Segment {
    const calls = this.calls.get(stage)!;
    const emitter = this.emitters.get(stage);
    const kind = stage === ENTRY ? "entry" : "reference";
    if (emitter === undefined || stage % 2 !== 0) return { kind, calls, inputs: [], outputs: [] };
    const outputs = calls
      .map(({ index }) => ({ layer: index, output: 0 }))
      .filter((operand) => this.isKept(operand) || this.read.has(keyOf(operand)))
      .map((operand) => this.leave(operand, stage, emitter));
    const model = emitter.model();
    const read = new Set(model.graph.inputs.map(({ name }) => name));
    const inputs = [...(this.inputs.get(stage)?.values() ?? [])].filter(({ name }) => read.has(name));
    return { kind: "onnx", calls, model, inputs, outputs };
  }

  private leave(operand: Operand, stage: number, emitter: Emitter): Port {
    const held = this.held.get(keyOf(operand, stage))!;
    const { dtype, shape } = this.program.layers[operand.layer]!.types[0]!;
    const isFloat = dtype === "float32";
    if (held.zero !== undefined) {
      const name = emitter.node("Identity", [held.name]);
      emitter.output(name, "uint8", shape);
      return { name, operand, unsignedZeros: false, zero: held.zero };
    }
    const settled = emitter.settled(held);
    const name = isFloat ? settled.name : emitter.node("Cast", [settled.name], { to: dtype === "int8" ? 3 : 5 });
    const placed = settled.image
      ? emitter.node("Transpose", [name], { perm: [0, 2, 3, 1] })
      : emitter.node("Identity", [name]);
    const shaped =
      settled.image && shape.length !== 4
        ? emitter.node("Reshape", [placed, emitter.ints([-1, ...shape.slice(1)])])
        : placed;
    emitter.output(shaped, dtype as "float32", shape);
    return { name: shaped, operand, unsignedZeros: isFloat && held.grid !== undefined };
  }
}

export function keyOf({ layer, output }: Operand, stage?: number): string {
  return stage === undefined ? `${layer}:${output}` : `${stage}/${layer}:${output}`;
}
