import { Tensor } from "../../../base/tensor/tensor.js";
import { transpose } from "../../diff/align.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { productOf } from "../product/law.js";
import { reinterpret } from "../reinterpret.js";
import { isRepeatable, rerun } from "../rerun.js";

const LOOK = "the buffers that the call names as its inputs, and the memory plan: who writes there in between";

/** Elements that an address may be off by. */
const REACH = 16;

/** An operand that is another tensor, is laid out otherwise, or stands at another's place. */
export function operands(input: DiagnosisInput): Candidate[] {
  if (productOf(input) !== undefined || !isRepeatable(input)) return [];
  const tensors = input.inputs.map(({ tensor }) => tensor);
  const candidates: Candidate[] = [];
  const add = (cause: string, text: string, bits: number, changed: () => readonly Tensor[]): void =>
    void candidates.push({
      ...{ family: "operands", cause, text, look: LOOK, bits },
      predict: () => rerun(input, changed(), input.attributes),
    });
  for (const [position, { id, tensor, constant }] of input.inputs.entries()) {
    if (constant) continue;
    const use = (other: Tensor): Tensor[] => tensors.with(position, other);
    const zero =
      input.inputsWritten === undefined
        ? `input ${id} is all zeros: its buffer was never written`
        : `input ${id} does not count (zeros in its place, though it was just written): not added, or another buffer is read`;
    add(`zero ${position}`, zero, 4, () => use(Tensor.zeros(tensor.dtype, tensor.shape)));
    for (const layout of tensor.shape.length === 4 ? (["NHWC", "NCHW"] as const) : []) {
      const words = `input ${id} is read in the other layout (its elements transposed to ${layout})`;
      add(`transposed-${layout} ${position}`, words, 4, () => use(transpose(tensor, layout).reshape(tensor.shape)));
    }
    for (const [other, operand] of input.inputs.entries()) {
      if (operand.constant || other <= position || !alike(operand.tensor, tensor)) continue;
      add(`swapped ${position} ${other}`, `inputs ${id} and ${operand.id} are exchanged`, 3, () =>
        use(operand.tensor).with(other, tensor),
      );
    }
    for (let by = -REACH; by <= REACH; by++) {
      if (by === 0 || Math.abs(by) * 4 > tensor.size) continue;
      candidates.push(offset(input, position, by));
    }
    const sources = [...input.inputs, ...input.others].filter((other) => !other.constant && other.tensor !== tensor);
    for (const other of sources) {
      const elements = reinterpret(other.tensor, tensor.dtype);
      if (elements.length === 0) continue;
      const bits = 3 + Math.log2(sources.length + 1);
      if (elements.length >= tensor.size) {
        const head = new Tensor(tensor.dtype, tensor.shape, elements.subarray(0, tensor.size) as Tensor["data"]);
        add(`of ${other.id} ${position}`, `input ${id} is the buffer of ${other.id}`, bits, () => use(head));
      } else {
        add(
          `overwritten ${other.id} ${position}`,
          `the beginning of input ${id} is overwritten by ${other.id}`,
          bits + 2,
          () => use(overwritten(tensor, elements)),
        );
      }
    }
  }
  return candidates;
}

/** Bytes beyond a buffer are unknown: where two different ones give two results, nothing is predicted. */
function offset(input: DiagnosisInput, position: number, by: number): Candidate {
  const { id, tensor } = input.inputs[position]!;
  const width = tensor.data.BYTES_PER_ELEMENT;
  const count = Math.abs(by) * width;
  const words = `input ${id} is read ${count} byte${count > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`;
  const read = (beyond: number): ArrayLike<number> => {
    const moved = Tensor.zeros(tensor.dtype, tensor.shape);
    for (let i = 0; i < moved.size; i++) moved.data[i] = tensor.data[i + by] ?? asElement(moved, beyond);
    return rerun(input, input.inputs.map((other) => other.tensor).with(position, moved), input.attributes).values;
  };
  return {
    ...{ family: "operands", cause: `offset${by > 0 ? "+" : ""}${by} ${position}`, text: words, bits: 5 },
    look: "the address that the call passes as its input, and the input's offset in the arena",
    predict: () => {
      // The ends of int8: what lies between them cannot come out larger or smaller in a pool.
      const isByte = tensor.dtype === "int8";
      const values = read(isByte ? -128 : 0);
      if (isFar(values, input.board)) return { values, unknown: new Uint8Array(values.length).fill(1) };
      const others = read(isByte ? 127 : 101);
      return { values, unknown: Uint8Array.from(values, (value, i) => (Object.is(value, others[i]) ? 0 : 1)) };
    },
  };
}

/** Whether most elements are wrong: then it need not be known which of them depend on what lies beyond. */
function isFar(values: ArrayLike<number>, { data }: Tensor): boolean {
  let wrong = 0;
  for (let i = 0; i < data.length; i++) if (values[i] !== data[i]) wrong++;
  return wrong > data.length / 2;
}

const asElement = ({ dtype }: Tensor, value: number): number | bigint => (dtype === "int64" ? BigInt(value) : value);

const alike = (a: Tensor, b: Tensor): boolean => a.dtype === b.dtype && a.size === b.size;

function overwritten(tensor: Tensor, by: Tensor["data"]): Tensor {
  const data = tensor.data.slice() as Int8Array;
  data.set(by as Int8Array);
  return new Tensor(tensor.dtype, tensor.shape, data);
}
