import { sizeOf } from "../../../kernels-ref/array.js";
import { itemSize } from "../../base/tensor/dtype.js";
import type { TensorType } from "./graph.js";
import { isReshape } from "./operators/table.js";
import type { CallLayer, Layer, Operand, Program } from "./program.js";

/** A piece of memory: results that do not live at the same time may share one. */
interface Storage {
  readonly id: number;
  bytes: number;
  uses: number;
}

/** A free piece may be this many times larger or smaller than what is asked for (it then grows). */
const MATCH_RANGE = 16;

const bytesOf = (type: TensorType): number => sizeOf(type.shape) * itemSize(type.dtype);

class Planner {
  private readonly results = new Map<string, Storage>();
  private readonly uses = new Map<string, number>();
  /** Free pieces, ascending by size; of equal ones the earliest freed first. */
  private readonly free: Storage[] = [];
  private count = 0;

  constructor(private readonly program: Program) {
    for (const layer of program.layers) {
      if (layer.kind === "call") for (const operand of reads(layer)) this.use(operand);
    }
    for (const operand of program.outputs) this.use(operand);
  }

  plan(): number[] {
    return this.program.layers.flatMap((layer) => {
      const storages = layer.types.map((type, output) => this.place(layer, type, output));
      storages.forEach((storage, output) => {
        this.results.set(`${layer.index}:${output}`, storage);
      });
      for (const storage of storages) this.release(storage);
      if (layer.kind === "call") for (const operand of reads(layer)) this.read(operand);
      return storages.map((storage) => storage.id);
    });
  }

  private use({ layer, output }: Operand): void {
    const key = `${layer}:${output}`;
    this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
  }

  private place(layer: Layer, type: TensorType, output: number): Storage {
    const uses = this.uses.get(`${layer.index}:${output}`) ?? 0;
    // Inputs and params are never given back.
    if (layer.kind !== "call") return this.allocate(type, uses + 1);
    if (!isReshape(layer.op)) return this.request(type, uses);
    const storage = this.stored(layer.inputs[0] as Operand);
    storage.uses += uses;
    return storage;
  }

  private stored({ layer, output }: Operand): Storage {
    return this.results.get(`${layer}:${output}`) as Storage;
  }

  private allocate(type: TensorType, uses: number): Storage {
    return { id: this.count++, bytes: bytesOf(type), uses };
  }

  private request(type: TensorType, uses: number): Storage {
    const bytes = bytesOf(type);
    const larger = this.free.findIndex((storage) => storage.bytes >= bytes);
    const at =
      larger >= 0 && (this.free[larger] as Storage).bytes <= bytes * MATCH_RANGE ? larger : this.smaller(larger, bytes);
    const [found] = at < 0 ? [] : this.free.splice(at, 1);
    if (found === undefined) return this.allocate(type, uses);
    found.bytes = Math.max(found.bytes, bytes);
    found.uses = uses;
    return found;
  }

  /** The largest free piece below `bytes` that is not too small, or −1. */
  private smaller(larger: number, bytes: number): number {
    const at = (larger < 0 ? this.free.length : larger) - 1;
    return at >= 0 && (this.free[at] as Storage).bytes >= Math.floor(bytes / MATCH_RANGE) ? at : -1;
  }

  private read(operand: Operand): void {
    const storage = this.stored(operand);
    storage.uses--;
    this.release(storage);
  }

  private release(storage: Storage): void {
    if (storage.uses !== 0) return;
    const after = this.free.findIndex((other) => other.bytes > storage.bytes);
    this.free.splice(after < 0 ? this.free.length : after, 0, storage);
  }
}

/** The operands of a call, each once: TVM passes a tensor that is read twice only once. */
export function reads(layer: CallLayer): Operand[] {
  return layer.inputs.filter(
    ({ layer: from, output }, i) =>
      layer.inputs.findIndex((other) => other.layer === from && other.output === output) === i,
  );
}

/** For every result of every layer, the id of its storage, as TVM's graph planner assigns them. */
export function planStorage(program: Program): number[] {
  return new Planner(program).plan();
}
