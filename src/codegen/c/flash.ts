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
    const name = this.names.get(key) ?? nameOf(this.tensors.length);
    if (!this.names.has(key)) this.tensors.push(tensor);
    this.names.set(key, name);
    return name;
  }

  /** Bytes of flash, each array rounded up to 16. */
  get bytes(): number {
    return this.tensors.reduce((sum, { data }) => sum + Math.ceil(data.byteLength / 16) * 16, 0);
  }

  /** What it holds, by the name of the array. */
  get constants(): ReadonlyMap<string, Tensor> {
    return new Map(this.tensors.map((tensor, i) => [nameOf(i), tensor]));
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

const nameOf = (index: number): string => `constant_${index}_let`;

function head({ dtype, size }: Tensor, index: number): string {
  return `const ${cType(dtype)} ${nameOf(index)}[${Math.max(size, 1)}]`;
}
