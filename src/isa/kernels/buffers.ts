import type { TypedArray } from "../../../kernels-ref/array.js";
import type { Machine } from "../machine/machine.js";
import type { Region } from "../machine/memory.js";

/** Copies what a function wrote to `region` into `data`. */
export function readBack({ memory }: Machine, region: Region, data: TypedArray): void {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  bytes.set(memory.u8.subarray(region.address, region.address + bytes.length));
}

/** A struct of 32-bit words in a machine's memory. All buffers have to be there before it is written to. */
export class ArgumentStruct {
  private readonly region: Region;
  private readonly words: Int32Array;

  constructor({ memory }: Machine, values: Readonly<Record<number, number>>) {
    const count = Math.max(...Object.keys(values).map(Number)) + 1;
    this.region = memory.allocate("the argument struct", 4 * count, false);
    this.words = memory.i32.subarray(this.region.address / 4, this.region.address / 4 + count);
    for (const [index, value] of Object.entries(values)) this.words[Number(index)] = value;
  }

  get address(): number {
    return this.region.address;
  }

  set(index: number, value: number): void {
    this.words[index] = value;
  }
}
