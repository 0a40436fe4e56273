import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { VectorChip } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import { nearNames } from "../../base/near-names.js";
import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { outermost, placeText } from "../assembly/place.js";
import { readAssembly } from "../assembly/read.js";
import { readBack } from "../kernels/buffers.js";
import { ISAS } from "../kernels/library.js";
import { type Code, decode } from "../machine/decode.js";
import { hex, MachineFault } from "../machine/fault.js";
import { Machine, RETURNED } from "../machine/machine.js";
import type { Region } from "../machine/memory.js";
import { type Counts, newCounts, run } from "../machine/run.js";
import { LANES_FORMAT, type Lanes, laneRows } from "./lanes.js";
import { type Profile, profileOf } from "./profile.js";

/** Bytes of stack. */
const STACK = 16384;
/** Instructions after which a run is taken for endless. */
const LONGEST = 1e9;

/** A tensor in a machine's memory. */
export interface Buffer {
  readonly name: string;
  readonly address: number;
  /** What it holds now. */
  read(): Tensor;
}

/** A read outside every buffer: which instruction, how often, and where first. */
export interface StrayRead {
  readonly place: string;
  readonly near: string;
  count: number;
}

/** Why a machine stands still: the function returned, a line to stop at is next, or a register that is watched changed. */
export type Stop =
  | { readonly kind: "returned"; readonly result: number }
  | { readonly kind: "break"; readonly place: string; readonly text: string }
  | { readonly kind: "watch"; readonly register: string; readonly place: string; readonly text: string };

/** One file of assembly on one machine: buffers, a call, and the way through it step by step. */
export class IsaSession {
  readonly machine = new Machine();
  private readonly counts: Counts;
  private readonly breaks = new Set<number>();
  private readonly watched = new Map<string, () => string>();
  private readonly strays = new Map<number, StrayRead>();
  private readonly stack: Region;
  private before: ReturnType<typeof laneRows> = [];
  private last: number | undefined;
  private called = false;

  private constructor(
    readonly code: Code,
    readonly chip: VectorChip,
  ) {
    this.counts = newCounts(code);
    this.stack = this.machine.memory.allocate("the stack", STACK, true);
    this.machine.memory.onStray = (address, size) => this.stray(address, size);
  }

  /** Reads a file of assembly, includes beside it. @throws UserError naming file and line for what is not understood */
  static open(path: string, chip?: VectorChip): IsaSession {
    const text = (file: string): string => {
      try {
        return readFileSync(file, "utf8");
      } catch (error) {
        throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
      }
    };
    const include = (name: string): string => text(join(dirname(path), name));
    return IsaSession.from(text(path), chip, basename(path), include);
  }

  /** The same from a text; the chip is told by the instructions' names if it is not named. */
  static from(
    text: string,
    chip: VectorChip = guess(text),
    file = "text.S",
    include?: (name: string) => string,
  ): IsaSession {
    return new IsaSession(decode(readAssembly(file, text, include), ISAS[chip]), chip);
  }

  get functions(): readonly string[] {
    return [...this.code.entries.keys()];
  }

  /** Puts a tensor into memory, at a multiple of 16 plus `offset`; its address is an argument. */
  place(name: string, tensor: Tensor, { writable = false, offset = 0 } = {}): Buffer {
    const region = this.machine.memory.place(name, tensor.data, writable, offset);
    const read = (): Tensor => {
      const copy = new Tensor(tensor.dtype, tensor.shape, allocate(tensor.dtype, tensor.size));
      readBack(this.machine, region, copy.data);
      return copy;
    };
    return { name, address: region.address, read };
  }

  /** Sets up a call; `step`, `run` and `lanes` go on from its first instruction. @throws UserError for an unknown function */
  start(name: string, ...args: readonly (number | Buffer)[]): void {
    const { machine: m, code } = this;
    const entry = code.entries.get(name);
    if (entry === undefined) {
      const near = nearNames(name, this.functions);
      throw new UserError(
        `${code.file}: has no function ${name}; ${near.length > 0 ? `did you mean ${near.join(", ")}?` : `it has ${this.functions.slice(0, 5).join(", ") || "none"}`}`,
      );
    }
    const { calling } = code.isa;
    if (args.length > calling.arguments.length)
      throw new UserError(`${name}: takes at most ${calling.arguments.length} words in registers, got ${args.length}`);
    args.forEach((argument, i) => {
      m.x[calling.arguments[i]!] = typeof argument === "number" ? argument : argument.address;
    });
    m.x[calling.stack] = this.stack.address + STACK;
    m.x[calling.link] = RETURNED;
    m.windows.length = 0;
    m.lcount = 0;
    m.pc = entry;
    this.called = true;
  }

  /** Stops before a line of the main file, or before a function's first instruction. @throws UserError where there is none */
  breakAt(where: number | string): void {
    const { code } = this;
    if (typeof where === "string") {
      const entry = code.entries.get(where);
      if (entry === undefined) throw new UserError(`${code.file}: has no function ${where} to stop at`);
      this.breaks.add(entry);
      return;
    }
    const at = code.places.flatMap((place, i) => {
      const outer = outermost(place);
      return outer.file === code.file && outer.line === where ? [i] : [];
    });
    if (at.length === 0) throw new UserError(`${code.file}:${where}: holds no instruction to stop at`);
    this.breaks.add(at[0]!);
  }

  /** Stops after an instruction that changes a register: q0-q7, qacc, acc, or an integer or float register. */
  watch(register: string): void {
    const { machine: m, code } = this;
    const name = register.toLowerCase();
    const [integer, float] = [code.isa.integer.get(name), code.isa.float.get(name)];
    const [, q] = /^q([0-7])$/.exec(name) ?? [];
    if (q !== undefined) this.watched.set(name, () => String(m.q32.subarray(Number(q) * 4, Number(q) * 4 + 4)));
    else if (name === "qacc") this.watched.set(name, () => String(m.qacc));
    else if (["acc", "accx", "xacc"].includes(name)) this.watched.set(name, () => String(m.acc[0]));
    else if (integer !== undefined) this.watched.set(name, () => String(m.x[integer]));
    else if (float !== undefined) this.watched.set(name, () => String(m.f[float]));
    else
      throw new UserError(
        `${register}: no register of the ${this.chip}; watch q0 to q7, qacc, acc, or a core's register`,
      );
  }

  /** Executes `count` instructions, or fewer if the function returns. */
  step(count = 1): Stop {
    return this.execute(count, false);
  }

  /** Runs on to the next break, the next change of a watched register, or the return. */
  run(): Stop {
    if (this.breaks.size > 0 || this.watched.size > 0) return this.execute(LONGEST, true);
    return this.execute(LONGEST, false);
  }

  /** Vector registers and accumulators as lanes, with those marked that the last step or run changed. */
  lanes(bits: 8 | 16 | 32 = 8): Lanes {
    const before = this.before[0]?.lanes.length === 128 / bits ? this.before : [];
    const rows = laneRows(this.machine, this.chip, bits).map((row, i) => ({
      ...row,
      changed: before.length === 0 ? [] : row.lanes.flatMap((lane, k) => (lane === before[i]!.lanes[k] ? [] : [k])),
    }));
    this.before = laneRows(this.machine, this.chip, bits);
    const at = this.last === undefined ? {} : { at: this.at(this.last) };
    return { format: LANES_FORMAT, chip: this.chip, bits, ...at, registers: rows };
  }

  /** What was executed so far. */
  profile(): Profile {
    return profileOf(this.code, this.counts);
  }

  /** Reads outside every buffer so far. */
  get strayReads(): readonly StrayRead[] {
    return [...this.strays.values()];
  }

  private execute(limit: number, stops: boolean): Stop {
    const { machine: m, code } = this;
    if (m.pc === RETURNED && !this.called) throw new UserError("nothing was called; call start(function, …) first");
    try {
      if (!stops) {
        if (m.pc !== RETURNED) this.advance(limit);
      } else
        for (let left = limit; left > 0 && m.pc !== RETURNED; left--) {
          const held = [...this.watched].map(([name, read]) => [name, read, read()] as const);
          this.advance(1);
          const changed = held.find(([, read, value]) => read() !== value);
          if (changed) return { kind: "watch", register: changed[0], ...this.at(this.last!) };
          if (this.breaks.has(m.pc)) return { kind: "break", ...this.at(m.pc) };
        }
    } catch (error) {
      if (!(error instanceof MachineFault)) throw error;
      const place = code.places[m.pc - 1];
      throw new UserError(`${code.functions[m.pc - 1]}, ${place ? placeText(place) : code.file}: ${error.message}`);
    }
    if (m.pc === RETURNED) return { kind: "returned", result: m.x[code.isa.calling.result]! };
    if (limit === LONGEST) throw new UserError(`${code.file}: has not returned after ${LONGEST} instructions`);
    return { kind: "break", ...this.at(m.pc) };
  }

  private advance(count: number): void {
    const { machine } = this;
    if (count > 1) run(machine, this.code, this.counts, count - 1);
    if (machine.pc === RETURNED) return;
    this.last = machine.pc;
    run(machine, this.code, this.counts, 1);
  }

  private at(pc: number): { readonly place: string; readonly text: string } {
    return { place: placeText(this.code.places[pc]!), text: this.code.text[pc]! };
  }

  private stray(address: number, size: number): void {
    const pc = this.machine.pc - 1;
    const known = this.strays.get(pc);
    if (known) known.count++;
    else {
      const near = `${hex(address)}${this.machine.memory.nearest(address + size - 1)}`;
      this.strays.set(pc, { place: placeText(this.code.places[pc]!), near, count: 1 });
    }
  }
}

/** @throws UserError when the text tells no chip */
function guess(text: string): VectorChip {
  if (/^\s*(?:[\w.$]+:\s*)?(?:ee\.|entry\b|retw\b)/im.test(text)) return "esp32s3";
  if (/^\s*(?:[\w.$]+:\s*)?(?:esp\.|ret\b)/im.test(text)) return "esp32p4";
  throw new UserError("the assembly does not tell its chip; name esp32s3 or esp32p4");
}
