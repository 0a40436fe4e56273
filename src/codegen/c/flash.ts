import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { arrayLiteral, cType } from "./number.js";

/** The constants of a model: `const` arrays, aligned to 16 bytes, each distinct one once. */
export class Flash {
  private readonly names = new Map<string, string>();
  private readonly tensors: Tensor[] = [];

  /** @returns the name of the array that holds `tensor` */
  store(tensor: Tensor): string {
    const key = `${tensor.dtype} ${Buffer.from(toBytes(tensor.data)).toString("latin1")}`;
    const name = this.names.get(key) ?? `constant_${this.tensors.length}_let`;
    if (!this.names.has(key)) this.tensors.push(tensor);
    this.names.set(key, name);
    return name;
  }

  /** Bytes of flash, each array rounded up to 16. */
  get bytes(): number {
    return this.tensors.reduce((sum, { data }) => sum + Math.ceil(data.byteLength / 16) * 16, 0);
  }

  declarations(): string[] {
    return this.tensors.map((tensor, i) => `extern ${head(tensor, i)};`);
  }

  definitions(): string[] {
    return this.tensors.map(
      (tensor, i) => `${head(tensor, i)} __attribute__((aligned(16))) = ${arrayLiteral(tensor)};`,
    );
  }
}

function head({ dtype, size }: Tensor, index: number): string {
  return `const ${cType(dtype)} constant_${index}_let[${Math.max(size, 1)}]`;
}
