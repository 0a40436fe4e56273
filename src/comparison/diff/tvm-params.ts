import { UserError } from "../../base/errors.js";
import { type DType, fromBytes, itemSize } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";

const LIST_MAGIC = 0xf7e58d4f05049cb7n;
const ARRAY_MAGIC = 0xdd5e40f096b4a13fn;
const RANKS = 32;

/** DLPack's type code and bits. A bool is a uint of one bit in TVM before 0.20, a type of its own since. */
const DTYPES: Readonly<Record<string, DType>> = {
  "0/8": "int8",
  "0/16": "int16",
  "0/32": "int32",
  "0/64": "int64",
  "1/1": "bool",
  "1/8": "uint8",
  "1/16": "uint16",
  "1/32": "uint32",
  "1/64": "uint64",
  "2/16": "float16",
  "2/32": "float32",
  "2/64": "float64",
  "6/8": "bool",
};

/**
 * TVM's file of named arrays (`save_param_dict`): a list of names, then as many arrays, each with its device, rank, DLPack
 * type, 64-bit shape, size and bytes; little endian throughout.
 * @param where what errors call the file
 * @throws UserError when the file is cut short, no such file, or holds a type that this project has not.
 */
export function parseTvmParams(bytes: Uint8Array, where: string): Map<string, Tensor> {
  const reader = new Reader(bytes, where);
  if (reader.u64() !== LIST_MAGIC) throw new UserError(`${where}: is no params file of TVM; dump the run anew`);
  reader.u64();
  const names = Array.from({ length: reader.count(8) }, () => Buffer.from(reader.take(reader.count(1))).toString());
  const arrays = reader.count(8);
  if (arrays !== names.length)
    throw new UserError(`${where}: holds ${names.length} names and ${arrays} arrays; dump the run anew`);
  return new Map(names.map((name) => [name, array(reader, `${where}: ${name}`)]));
}

function array(reader: Reader, where: string): Tensor {
  if (reader.u64() !== ARRAY_MAGIC) throw new UserError(`${where}: no array where one must begin; dump the run anew`);
  reader.u64();
  reader.u32();
  reader.u32();
  const rank = reader.u32();
  if (rank > RANKS) throw new UserError(`${where}: expected at most ${RANKS} dimensions, got ${rank}`);
  const dtype = dtypeOf(reader, where);
  const shape = Array.from({ length: rank }, () => reader.count(0));
  const size = reader.count(1);
  const elements = shape.reduce((product, extent) => product * extent, 1);
  if (elements * itemSize(dtype) !== size)
    throw new UserError(`${where}: expected ${elements} ${dtype}, got ${size} bytes; dump the run anew`);
  return new Tensor(dtype, shape, fromBytes(dtype, reader.take(size)));
}

/** One byte of code, one of bits, two of lanes. */
function dtypeOf(reader: Reader, where: string): DType {
  const [code, bits, lanes, lanesHigh] = reader.take(4);
  const dtype = DTYPES[`${code}/${bits}`];
  if (dtype === undefined || lanes !== 1 || lanesHigh !== 0)
    throw new UserError(`${where}: DLPack type ${code} of ${bits} bits has no dtype here; cast it before dumping`);
  return dtype;
}

class Reader {
  private at = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly where: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Uint8Array {
    if (this.bytes.length - this.at < length)
      throw new UserError(`${this.where}: ends after ${this.bytes.length} bytes in the middle; copy it again`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  u32(): number {
    this.take(4);
    return this.view.getUint32(this.at - 4, true);
  }

  u64(): bigint {
    this.take(8);
    return this.view.getBigUint64(this.at - 8, true);
  }

  /** A number of things that take at least `bytes` bytes each, so that a damaged count asks for no memory. */
  count(bytes: number): number {
    const value = Number(this.u64());
    if (bytes > 0) this.checkLeft(value * bytes);
    return value;
  }

  private checkLeft(wanted: number): void {
    const left = this.bytes.length - this.at;
    if (wanted > left)
      throw new UserError(`${this.where}: announces ${wanted} bytes where ${left} are left; copy it again`);
  }
}
