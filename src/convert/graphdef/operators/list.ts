import type { DType } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Value } from "../../graph/value.js";
import { reshape } from "../../operators/reshape.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { joined } from "./shape.js";
import { cut } from "./slice.js";

/** Elements of the longest list: as many rounds as a loop may have, and more. */
const LONGEST = 100_000;

/** Lists of tensors exist while a loop is written out, and leave no node. */
const listOf = (list: NonNullable<Value["list"]>, dtype: DType): Value => ({
  ...{ name: "", shape: [], order: [], dtype, list },
});

function elements(call: NodeCall): { readonly list: NonNullable<Value["list"]>; readonly dtype: DType } {
  const { list, dtype } = call.any(0);
  return { list: list ?? call.refuse("input 0", "a tensor", "a list"), dtype };
}

function indexOf(call: NodeCall, size: number): number {
  const [index] = call.numbers(1);
  if (index === undefined || !Number.isInteger(index) || index < 0 || index >= size)
    return call.refuse("index", index, `one below ${size}`);
  return index;
}

/** TensorListReserve: the shape of the elements, and how many; none is set. */
export const reserve: NodeRule = {
  emit(call) {
    const [size] = call.numbers(1);
    if (size === undefined || !(size >= 0 && size <= LONGEST))
      return call.refuse("the number of elements", size, `at most ${LONGEST}`);
    return listOf(Array<undefined>(size).fill(undefined), call.dtype("element_dtype"));
  },
};

/** EmptyTensorList: to be pushed onto. */
export const empty: NodeRule = { emit: (call) => listOf([], call.dtype("element_dtype")) };

/** TensorListFromTensor: the elements along the first axis. */
export const fromTensor: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const [size, ...shape] = x.shape;
    if (size === undefined || size > LONGEST)
      return call.refuse("input 0", `[${x.shape}]`, `a first axis of at most ${LONGEST}`);
    const part = (start: number): Value => reshape(call.g, cut(call.g, x, [{ axis: 0, start, end: start + 1 }]), shape);
    return listOf(
      Array.from({ length: size }, (_, i) => part(i)),
      x.dtype,
    );
  },
};

export const getItem: NodeRule = {
  emit(call) {
    const { list } = elements(call);
    const index = indexOf(call, list.length);
    return list[index] ?? call.refuse(`element ${index}`, "not set", "one that was");
  },
};

export const setItem: NodeRule = {
  emit(call) {
    const { list, dtype } = elements(call);
    // Whether a list may grow: an index that is too large is refused either way.
    call.flag("resize_if_index_out_of_bounds", false);
    return listOf(list.with(indexOf(call, list.length), call.value(2)), dtype);
  },
};

export const pushBack: NodeRule = {
  emit(call) {
    const { list, dtype } = elements(call);
    return listOf([...list, call.value(1)], dtype);
  },
};

/** TensorListStack: all elements along a new first axis. */
export const stack: NodeRule = {
  emit(call) {
    const { list } = elements(call);
    const all = list.map((value, i) => value ?? call.refuse(`element ${i}`, "not set", "one that was"));
    const [first] = all;
    if (first === undefined) return call.refuse("the list", "empty", "one with elements");
    const odd = all.find(({ shape }) => shape.join() !== first.shape.join());
    if (odd !== undefined) return call.refuse("an element", `[${odd.shape}]`, `[${first.shape}] as the first`);
    const rows = all.map((value) => reshape(call.g, value, [1, ...value.shape]));
    call.number("num_elements", -1);
    return joined(call.g, rows, 0);
  },
};

export const length: NodeRule = {
  emit(call) {
    return call.g.constant(new Tensor("int32", [], Int32Array.of(elements(call).list.length)));
  },
};
