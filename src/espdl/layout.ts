import { UserError } from "../base/errors.js";
import { allocate, fromBytes, itemSize, toBytes } from "../base/tensor/dtype.js";
import { Tensor } from "../base/tensor/tensor.js";
import { docStringOf } from "./layout-name.js";
import type { EspdlTensor } from "./model.js";

/**
 * What a weight is for, which decides what its dims mean:
 * `conv` [H, W, C, N] or [W, C, N] (Gemm is a 1 × 1 conv), `depthwise` [H, W, N, C] or [W, N, C] with C = 1,
 * `matmul` […, C, N], packed matrix by matrix, or the vector [C]. N are the output channels.
 */
export type WeightRole = "conv" | "depthwise" | "matmul";

/** The sizes of a weight by their meaning: `space` = H·W, `batch` = matrices of a MatMul. */
interface Sizes {
  readonly batch: number;
  readonly space: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The weight in C order of its dims. @throws UserError when layout, dtype and dims do not fit each other. */
export function unpackWeight(tensor: EspdlTensor, role: WeightRole): Tensor {
  const stored = fromBytes(tensor.dtype, tensor.bytes);
  const positions = storedPositions(tensor, role);
  if (positions === undefined) return new Tensor(tensor.dtype, tensor.dims, stored);
  const logical = allocate(tensor.dtype, stored.length);
  for (let index = 0; index < positions.length; index++) logical[index] = stored[positions[index]!]!;
  return new Tensor(tensor.dtype, tensor.dims, logical);
}

/** The bytes of a weight in a layout: the inverse of `unpackWeight`. @throws UserError as there. */
export function packWeight(weight: Tensor, layout: string, role: WeightRole, name = "weight"): Uint8Array {
  const positions = storedPositions({ name, dtype: weight.dtype, dims: weight.shape, layout }, role);
  if (positions === undefined) return toBytes(weight.data).slice();
  const stored = allocate(weight.dtype, weight.size);
  for (let index = 0; index < positions.length; index++) stored[positions[index]!] = weight.data[index]!;
  return toBytes(stored);
}

/**
 * Where each element, in C order of the dims, is stored; undefined when the order is the same (`UNK` or no layout).
 * Also holds for an activation that a MatMul takes as its packed second input.
 */
export function storedPositions(
  tensor: Pick<EspdlTensor, "name" | "dtype" | "dims" | "layout">,
  role: WeightRole,
): Uint32Array | undefined {
  const { layout } = tensor;
  if (layout === "" || layout === "UNK") return undefined;
  const sizes = sizesOf(tensor, role);
  const blocked = /^(?:\(N\/(8|16)\)H?WC\1|N(8|16)H?WC\2)(_UNALIGNED)?$/.exec(layout);
  if (blocked !== null) {
    const block = Number(blocked[1] ?? blocked[2]);
    if (block !== 8 && block * itemSize(tensor.dtype) !== 16)
      fail(tensor, `blocks of ${block} ${tensor.dtype} are not 16 bytes`);
    if ((sizes.outputs % block !== 0) !== (blocked[3] !== undefined)) {
      fail(tensor, `${sizes.outputs} output channels contradict the layout's alignment`);
    }
    return positionsOf(sizes, role, blockedOrder(sizes, role, block));
  }
  const { space, inputs, outputs } = sizes;
  if (/^NH?WC$/.test(layout)) return positionsOf(sizes, role, (s, c, n) => (n * space + s) * inputs + c);
  if (/^H?WCN$/.test(layout)) return positionsOf(sizes, role, (s, c, n) => (s * inputs + c) * outputs + n);
  return fail(tensor, "the layout is unknown, expected one that esp-ppq writes");
}

/** The place of an element within its matrix, from its place in space, its input and its output channel. */
type Order = (space: number, input: number, output: number) => number;

/**
 * Blocks [N/A][H][W][C][A] of A output channels, then the n channels left over: [n][H][W][C], or if depthwise
 * [C][H][W][n].
 */
function blockedOrder({ space, inputs, outputs }: Sizes, role: WeightRole, block: number): Order {
  const aligned = outputs - (outputs % block);
  const left = outputs - aligned;
  const tail = aligned * space * inputs;
  return (s, c, n) => {
    if (n < aligned) return ((Math.floor(n / block) * space + s) * inputs + c) * block + (n % block);
    const t = n - aligned;
    return tail + (role === "depthwise" ? (c * space + s) * left + t : (t * space + s) * inputs + c);
  };
}

function positionsOf({ batch, space, inputs, outputs }: Sizes, role: WeightRole, order: Order): Uint32Array {
  const matrix = space * inputs * outputs;
  const positions = new Uint32Array(batch * matrix);
  let index = 0;
  for (let b = 0; b < batch; b++) {
    for (let s = 0; s < space; s++) {
      if (role === "depthwise") {
        for (let n = 0; n < outputs; n++)
          for (let c = 0; c < inputs; c++) positions[index++] = b * matrix + order(s, c, n);
      } else {
        for (let c = 0; c < inputs; c++)
          for (let n = 0; n < outputs; n++) positions[index++] = b * matrix + order(s, c, n);
      }
    }
  }
  return positions;
}

function sizesOf(tensor: Pick<EspdlTensor, "name" | "dims" | "layout">, role: WeightRole): Sizes {
  const dims = role === "matmul" && tensor.dims.length === 1 ? [...tensor.dims, 1] : tensor.dims;
  if (role === "matmul" ? dims.length === 0 : dims.length !== 3 && dims.length !== 4) {
    fail(tensor, role === "matmul" ? "expected at least 1 dim" : "expected 3 or 4 dims");
  }
  const [last, before] = [dims[dims.length - 1]!, dims[dims.length - 2]!];
  const leading = dims.slice(0, -2).reduce((product, dim) => product * dim, 1);
  return {
    batch: role === "matmul" ? leading : 1,
    space: role === "matmul" ? 1 : leading,
    inputs: role === "depthwise" ? last : before,
    outputs: role === "depthwise" ? before : last,
  };
}

function fail(tensor: Pick<EspdlTensor, "name" | "dims" | "layout">, rule: string): never {
  throw new UserError(
    `weight ${JSON.stringify(tensor.name.slice(0, 80))} [${tensor.dims.join(", ")}] "${docStringOf(tensor.layout)}": ${rule}`,
  );
}
