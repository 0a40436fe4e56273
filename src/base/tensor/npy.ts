import { UserError } from "../errors.js";
import { allocate, fromBytes, itemSize, toBytes } from "./dtype.js";
import { formatNpyHeader, parseNpyHeader } from "./npy-header.js";
import { Tensor } from "./tensor.js";

/**
 * An array saved by `numpy.save`: versions 1 to 3, little endian, C or Fortran order (the result is in C order).
 * @param name the file's name, for messages
 * @throws UserError when the bytes are not such a file or have another length than the header states.
 */
export function parseNpy(bytes: Uint8Array, name = ".npy data"): Tensor {
  const { dtype, shape, fortranOrder, offset } = parseNpyHeader(bytes, name);
  const expected = shape.reduce((product, dim) => product * dim, itemSize(dtype));
  const found = bytes.length - offset;
  if (found !== expected)
    throw new UserError(
      `${name}: ${found} bytes of elements, expected ${expected} for ${dtype} [${shape.join(", ")}]; copy the whole file`,
    );
  const stored = new Tensor(dtype, shape, fromBytes(dtype, bytes.subarray(offset)));
  return fortranOrder ? fromFortranOrder(stored) : stored;
}

/** `numpy.save`'s bytes of a tensor. */
export function formatNpy(tensor: Tensor): Uint8Array {
  const header = formatNpyHeader(tensor.dtype, tensor.shape);
  const bytes = new Uint8Array(header.length + tensor.data.byteLength);
  bytes.set(header);
  bytes.set(toBytes(tensor.data), header.length);
  return bytes;
}

function fromFortranOrder({ dtype, shape, data, size }: Tensor): Tensor {
  const result = allocate(dtype, size);
  const stride: number[] = [];
  let step = 1;
  for (const dim of shape) {
    stride.push(step);
    step *= dim;
  }
  const index = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let i = 0; i < size; i++) {
    result[i] = data[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += stride[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      source -= stride[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return new Tensor(dtype, shape, result);
}
