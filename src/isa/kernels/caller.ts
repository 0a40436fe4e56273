import type { VectorChip } from "../../../kernels-ref/index.js";
import { UNPINNED, type Unpinned } from "../../../kernels-ref/vector-unit.js";
import { UserError } from "../../base/errors.js";
import { placeText } from "../assembly/place.js";
import type { Code } from "../machine/decode.js";
import { hex, MachineFault } from "../machine/fault.js";
import { Machine, RETURNED } from "../machine/machine.js";
import type { Region } from "../machine/memory.js";
import { type Counts, newCounts, run } from "../machine/run.js";
import type { KernelLibrary } from "./library.js";

/** Bytes of stack that a function gets: more than any kernel pushes. */
const STACK = 4096;
/** Instructions after which a single call is taken for endless. */
const LONGEST_CALL = 2 ** 31;

/** A read outside every buffer, by the instruction that did it. */
export interface Stray {
  readonly function: string;
  readonly place: string;
  /** How often, and where first. */
  count: number;
  readonly address: number;
  readonly size: number;
  readonly near: string;
}

/** A function ready to be called. */
export interface Prepared {
  readonly name: string;
  readonly code: Code;
  readonly entry: number;
  readonly counts: Counts;
}

/** A machine with buffers and functions to call on them; forgets both between nodes, keeps what it decoded. */
export class KernelCaller {
  readonly machine: Machine;
  private readonly counts = new Map<Code, Counts>();
  private readonly used = new Map<string, number>();
  private readonly strays = new Map<string, Map<number, Stray>>();
  private stack!: Region;
  private current: Prepared | undefined;
  private executed = 0;

  constructor(
    readonly library: KernelLibrary,
    readings: Unpinned = UNPINNED,
  ) {
    this.machine = new Machine(readings);
    this.machine.memory.onStray = (address, size) => this.noteStray(address, size);
    this.begin();
  }

  get chip(): VectorChip {
    return this.library.chip;
  }

  /** Instructions since `begin`. */
  get instructions(): number {
    return this.executed;
  }

  /** Instructions by function since `begin`. */
  get byFunction(): ReadonlyMap<string, number> {
    return this.used;
  }

  /** Reads outside all buffers since `begin`, by instruction. */
  get reads(): readonly Stray[] {
    return [...this.strays.values()].flatMap((byPc) => [...byPc.values()]);
  }

  /** What was executed since `begin`, by file. */
  get profile(): ReadonlyMap<Code, Counts> {
    return this.counts;
  }

  /** Forgets buffers and counts. */
  begin(): void {
    this.machine.memory.reset();
    this.stack = this.machine.memory.allocate("the stack", STACK, true);
    this.executed = 0;
    this.used.clear();
    this.strays.clear();
    for (const { executed, taken } of this.counts.values()) {
      executed.fill(0);
      taken.fill(0);
    }
  }

  prepare(name: string): Prepared {
    const code = this.library.code(name);
    const entry = code.entries.get(name);
    if (entry === undefined) throw new UserError(`${code.file}: ${name} is declared but not defined`);
    let counts = this.counts.get(code);
    if (!counts) {
      counts = newCounts(code);
      this.counts.set(code, counts);
    }
    return { name, code, entry, counts };
  }

  /**
   * Calls a function with words as arguments and runs it to its return.
   * @returns what it leaves in the result register
   * @throws UserError when it faults, telling function, line and address
   */
  call(prepared: Prepared, ...args: readonly number[]): number {
    const { machine: m } = this;
    const { calling } = prepared.code.isa;
    this.current = prepared;
    m.x[calling.stack] = this.stack.address + STACK;
    m.x[calling.link] = RETURNED;
    for (const [i, value] of args.entries()) m.x[calling.arguments[i]!] = value;
    m.windows.length = 0;
    m.lcount = 0;
    m.pc = prepared.entry;
    this.execute(prepared);
    return m.x[calling.result]!;
  }

  private execute(prepared: Prepared): void {
    const { machine: m } = this;
    let steps = 0;
    try {
      steps = run(m, prepared.code, prepared.counts, LONGEST_CALL);
    } catch (error) {
      if (error instanceof MachineFault) throw new UserError(`${this.where()}: ${error.message}`);
      throw error;
    }
    this.executed += steps;
    this.used.set(prepared.name, (this.used.get(prepared.name) ?? 0) + steps);
    if (m.pc !== RETURNED) throw new UserError(`${this.where()}: has not returned after ${LONGEST_CALL} instructions`);
  }

  /** The function, file and line of the instruction that runs. */
  private where(): string {
    const { code, name } = this.current!;
    const place = code.places[this.machine.pc - 1];
    return `${name}, ${place ? placeText(place) : code.file}`;
  }

  private noteStray(address: number, size: number): void {
    const { code, name } = this.current!;
    const pc = this.machine.pc - 1;
    let byPc = this.strays.get(name);
    if (!byPc) {
      byPc = new Map();
      this.strays.set(name, byPc);
    }
    const known = byPc.get(pc);
    if (known) {
      known.count++;
      return;
    }
    const near = `${hex(address)}${this.machine.memory.nearest(address + size - 1)}`;
    byPc.set(pc, { function: name, place: placeText(code.places[pc]!), count: 1, address, size, near });
  }
}
