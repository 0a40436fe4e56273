import { convolution } from "../../../kernels-ref/convolution.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { packBlocks } from "../../../src/codegen/c/pack-blocks.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";
import { clip, type Mistakes, naiveConvolution } from "./naive.js";
import { inputsOf, type Subject, tensorOf } from "./subjects.js";

/** A fault with parameters drawn at random, of a kind that the table of causes should know, or of none. */
export interface HeldOutFault {
  readonly kind: string;
  readonly board: Tensor;
  /** What the first hypothesis must begin with, one of these; undefined: nothing may be claimed. */
  readonly causes?: readonly string[];
}

/** Uniform in 0 … 1. */
export type Random = () => number;

/** A convolution of a model, with what makes a fault of it. */
interface Site {
  readonly s: Subject;
  readonly call: CallLayer;
  readonly random: Random;
  readonly inputs: readonly Tensor[];
  readonly right: Tensor;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly depthwise: boolean;
}

type Kind = (site: Site) => Omit<HeldOutFault, "kind"> | undefined;

const between = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const pick = <T>(random: Random, list: readonly T[]): T => list[between(random, 0, list.length - 1)]!;
const sign = (value: number): string => (value > 0 ? `+${value}` : String(value));

const convolved = ({ call, inputs }: Site, mistakes: Mistakes, causes: readonly string[]) => ({
  board: naiveConvolution(call, inputs, mistakes),
  causes,
});

const quotient = (round: (value: number) => number): Mistakes => ({
  requantize: (acc, bias, shift) => clip(clip(round(acc / 2 ** shift)) + bias),
});
const halfEven = (value: number): number => {
  const whole = Math.round(value);
  return Math.abs(value % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
};
const halfAway = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/** Changes the right output. */
function edited({ right }: Site, edit: (data: Int8Array) => void, causes?: readonly string[]) {
  const data = right.data.slice() as Int8Array;
  edit(data);
  return { board: new Tensor("int8", right.shape, data), ...(causes ? { causes } : {}) };
}

function zero(data: Int8Array, where: (index: number) => boolean): void {
  for (let i = 0; i < data.length; i++) if (where(i)) data[i] = 0;
}

/** The weights as the exported C holds them, read `by` bytes beside. */
function shiftedWeights(site: Site, by: number): Tensor {
  const { call, inputs, right, random } = site;
  const kernel = inputs[1]!;
  const memory = packBlocks(convolution(inputs[0]!, kernel, right, call.attributes), kernel).data as Int8Array;
  const [R, S] = kernel.shape as [number, number];
  const O = right.shape[3]!;
  const I = kernel.size / (R * S * O);
  const plain = Tensor.zeros("int8", kernel.shape);
  const groups = site.depthwise ? 1 : (call.attributes.groups as number);
  const perGroup = O / groups;
  let at = 0;
  for (let group = 0; group < groups; group++)
    for (let start = group * perGroup; start < (group + 1) * perGroup; start += 16)
      for (let tap = 0; tap < R * S * I; tap++)
        for (let o = start; o < Math.min(start + 16, (group + 1) * perGroup); o++) {
          plain.data[tap * O + o] = memory[at + by] ?? between(random, -128, 127);
          at++;
        }
  return plain;
}

export const KNOWN: Readonly<Record<string, Kind>> = {
  "half even": (site) => convolved(site, quotient(halfEven), ["rounding/half-even"]),
  "half away": (site) => convolved(site, quotient(halfAway), ["rounding/half-away"]),
  "half up": (site) =>
    convolved(
      site,
      quotient((value) => Math.floor(value + 0.5)),
      ["rounding/half-up"],
    ),
  "toward zero": (site) => convolved(site, quotient(Math.trunc), ["rounding/toward-zero"]),
  shift: (site) => {
    const off = pick(site.random, [-2, -1, 1, 2]);
    const requantize: Mistakes["requantize"] = (acc, bias, shift) =>
      clip(clip(Math.floor(acc / 2 ** (shift + off))) + bias);
    return convolved(site, { requantize }, [`shift/${sign(off)}`]);
  },
  "exponent of another layer": (site) => {
    const off = pick(site.random, [-6, -5, -4, -3, 3, 4, 5, 6]);
    const requantize: Mistakes["requantize"] = (acc, bias, shift) =>
      clip(clip(Math.floor(acc / 2 ** (shift + off))) + bias);
    return convolved(site, { requantize }, [`shift/${sign(off)}`]);
  },
  "bias of other channels": (site) => {
    const { random, channels, inputs } = site;
    if (inputs.length < 3 || channels < 4) return undefined;
    const off = between(random, 1, channels - 1);
    const signed = off > channels / 2 ? off - channels : off;
    return convolved(site, { biasIndex: (o, n) => (o + off) % n }, [`bias/channel${sign(signed)}`]);
  },
  "bias before the shift": (site) =>
    convolved(site, { requantize: (acc, bias, shift) => clip((acc + bias) >> shift) }, ["bias/accumulator"]),
  "bias missing": (site) =>
    convolved(site, { requantize: (acc, _, shift) => clip(Math.floor(acc / 2 ** shift)) }, ["bias/missing"]),
  "accumulator wraps": (site) => {
    const bits = pick(site.random, [16, 20]);
    const product = (acc: number): number => (acc << (32 - bits)) >> (32 - bits);
    return convolved(site, { product }, [`saturation/accumulator-wrap-${bits}`, "saturation/wrap-8-before-bias"]);
  },
  "wraps at 8 bits": (site) =>
    convolved(site, { requantize: (acc, bias, shift) => ((Math.floor(acc / 2 ** shift) + bias) << 24) >> 24 }, [
      "saturation/wrap-8",
    ]),
  "dead tail": (site) => {
    const { random, channels } = site;
    const blocks = [8, 16].filter((block) => channels > block && channels % block > 0);
    const first =
      blocks.length > 0
        ? channels - (channels % pick(random, blocks))
        : channels > 8
          ? channels - 8
          : between(random, 1, channels - 1);
    return edited(site, (data) => zero(data, (i) => i % channels >= first), ["unwritten/channels-tail zero"]);
  },
  "row cut": (site) => {
    const { random, columns, channels } = site;
    if (columns < 3) return undefined;
    const first = between(random, Math.floor(columns / 2), columns - 1);
    return edited(site, (data) => zero(data, (i) => Math.floor(i / channels) % columns >= first), [
      "unwritten/columns-tail zero",
    ]);
  },
  "transfer cut": (site) => {
    const first = between(site.random, Math.floor(site.right.size / 4), site.right.size - 20);
    return edited(site, (data) => data.fill(0, first), ["unwritten/tail zero", "unwritten/rows-tail zero"]);
  },
  "stale buffer": (site) => {
    const others = site.s.trace.layers.filter(
      ({ id, tensor, op }) =>
        op !== "param" &&
        id !== site.call.id &&
        tensor.dtype === "int8" &&
        tensor.size >= site.right.size &&
        !site.inputs.includes(tensor),
    );
    if (others.length === 0) return undefined;
    const { tensor } = pick(site.random, others);
    return edited(site, (data) => data.set((tensor.data as Int8Array).subarray(0, data.length)), ["unwritten/all of "]);
  },
  "weights beside": (site) => {
    const by = pick(site.random, [-1, 1]) * between(site.random, 1, 15);
    if (site.inputs[1]!.size < 64) return undefined;
    const inputs = site.inputs.with(1, shiftedWeights(site, by));
    return { board: naiveConvolution(site.call, inputs), causes: [`weight-offset/${sign(by)}`] };
  },
  "kernel layout": (site) => {
    const order = pick(site.random, site.depthwise ? ["OHW", "HOW"] : ["OIHW", "HWOI", "OHWI", "IHWO"]);
    const weight: Mistakes["weight"] = (k, { r, s, i, o, R, S, I, O }) => {
      const [index, size] = [
        { H: r, W: s, I: i, O: o },
        { H: R, W: S, I, O },
      ];
      let at = 0;
      for (const axis of order) at = at * size[axis as "H"] + index[axis as "H"];
      return k[at]!;
    };
    return convolved(site, { weight }, ["kernel-layout/"]);
  },
  "image as NCHW": (site) =>
    convolved(
      site,
      { image: (x, { n, y, x: column, c, h, w, channels }) => x[((n * channels + c) * h + y) * w + column]! },
      ["input-reading/nchw", "input-reading/stored-nchw"],
    ),
  "padding on the other side": (site) => {
    const [top, left, bottom, right] = site.call.attributes.padding as [number, number, number, number];
    if (top + left + bottom + right === 0) return undefined;
    const [y, x] = top === bottom && left === right ? [0, 0] : [bottom, right];
    return convolved(site, { pad: [y, x] }, [`padding/top${y}-left${x}`]);
  },
  "stride ignored": (site) =>
    (site.call.attributes.strides as number[]).join() === "1,1"
      ? undefined
      : convolved(site, { strides: [1, 1] }, ["stride/stride-1x1"]),
  "dilation ignored": (site) =>
    (site.call.attributes.dilation as number[]).join() === "1,1"
      ? undefined
      : convolved(site, { dilation: [1, 1] }, ["stride/dilation-1x1"]),
  "relu the other way": (site) => convolved(site, { relu: site.call.attributes.relu !== true }, ["relu/"]),
  "output permuted": (site) => {
    const { random, channels } = site;
    const by = between(random, 1, channels - 1);
    return convolved(site, { store: (o, n) => (o + by) % n }, ["output-order/channels", "output-order/offset"]);
  },
};

export const UNKNOWN: Readonly<Record<string, Kind>> = {
  "bits flipped": (site) => {
    const [step, bit] = [between(site.random, 30, 300), between(site.random, 0, 6)];
    return edited(site, (data) => {
      for (let i = between(site.random, 0, step); i < data.length; i += step) data[i]! ^= 1 << bit;
    });
  },
  noise: (site) =>
    edited(site, (data) => data.set(data.map((value) => clip(value + Math.round(site.random() * 4 - 2))))),
  "weights scaled": (site) => {
    const factor = 0.6 + 0.3 * site.random();
    const kernel = new Tensor(
      "int8",
      site.inputs[1]!.shape,
      (site.inputs[1]!.data as Int8Array).map((value) => Math.round(value * factor)),
    );
    return { board: naiveConvolution(site.call, site.inputs.with(1, kernel)) };
  },
  "random bytes": (site) => edited(site, (data) => data.set(data.map(() => between(site.random, -128, 127)))),
  "products halved": (site) => ({
    board: naiveConvolution(site.call, site.inputs, { product: (acc) => acc - (acc >> 6) }),
  }),
  "weights shuffled": (site) => {
    const data = site.inputs[1]!.data.slice() as Int8Array;
    for (let i = data.length - 1; i > 0; i--) {
      const other = between(site.random, 0, i);
      [data[i], data[other]] = [data[other]!, data[i]!];
    }
    return { board: naiveConvolution(site.call, site.inputs.with(1, new Tensor("int8", site.inputs[1]!.shape, data))) };
  },
  "weights of nowhere": (site) => {
    const data = (site.inputs[1]!.data as Int8Array).map(() => between(site.random, -20, 20));
    return { board: naiveConvolution(site.call, site.inputs.with(1, new Tensor("int8", site.inputs[1]!.shape, data))) };
  },
  "a block of garbage": (site) => {
    const first = between(site.random, 0, Math.floor(site.right.size / 2));
    const last = first + between(site.random, 40, Math.floor(site.right.size / 3));
    return edited(site, (data) => {
      for (let i = first; i < last; i++) data[i] = between(site.random, -128, 127);
    });
  },
  "soft saturation": (site) => ({
    board: naiveConvolution(site.call, site.inputs, {
      requantize: (acc, bias, shift) => clip(Math.round(100 * Math.tanh((acc / 2 ** shift + bias) / 90))),
    }),
  }),
};

/** One fault of a kind in one call; undefined where the call cannot have it, or where it changes nothing. */
export function heldOutFault(kind: string, s: Subject, call: CallLayer, random: Random): HeldOutFault | undefined {
  const right = tensorOf(s, call.id);
  const inputs = inputsOf(s, call);
  const [, rows, columns, channels] = right.shape as [number, number, number, number];
  const depthwise =
    (call.attributes.groups as number) > 1 &&
    inputs[1]!.size === inputs[1]!.shape[0]! * inputs[1]!.shape[1]! * channels;
  const make = KNOWN[kind] ?? UNKNOWN[kind]!;
  const made = make({ s, call, random, inputs, right, rows, columns, channels, depthwise });
  if (made === undefined || made.board.data.every((value: number | bigint, i: number) => value === right.data[i]))
    return undefined;
  return { kind, ...made };
}
