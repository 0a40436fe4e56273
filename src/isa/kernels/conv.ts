import type { NdArray } from "../../../kernels-ref/array.js";
import { numberAttribute, numbersAttribute } from "../../../kernels-ref/attributes.js";
import { asImage, asImageKernel, spatialPads, spatialPair } from "../../../kernels-ref/espdl/image.js";
import { packBias } from "./bias-layout.js";
import { ArgumentStruct, readBack } from "./buffers.js";
import type { KernelCaller } from "./caller.js";
import { laneCount, packDepthwise, packKernel } from "./conv-layout.js";
import { convNames } from "./conv-names.js";
import { type ChipKernel, HALF_EVEN, notInteger } from "./kernel.js";
import { type Span, spansOf } from "./span.js";

/** Per-channel shifts stand for this in the argument struct. */
const PER_CHANNEL = -(2 ** 31);

/** What a convolution is told. */
export interface ConvRequest {
  readonly data: NdArray;
  readonly kernel: NdArray;
  readonly bias: NdArray | undefined;
  readonly output: NdArray;
  readonly depthwise: boolean;
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** top, left, bottom, right */
  readonly pads: readonly [number, number, number, number];
  readonly shifts: readonly number[];
  readonly relu: boolean;
}

/** `espdl.conv`: a function is called once for every pixel of the output, with the window clipped by the C++. */
export const conv: ChipKernel = (caller, [data, kernel, bias], attributes, [output]) => {
  if (data!.dtype !== "int8" && data!.dtype !== "int16") return notInteger(data!.dtype);
  const request: ConvRequest = {
    data: asImage(data!),
    kernel: asImageKernel(kernel!),
    bias,
    output: asImage(output!),
    depthwise: numberAttribute(attributes, "group", 1) !== 1,
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    dilations: spatialPair(numbersAttribute(attributes, "dilations"), 1),
    pads: spatialPads(numbersAttribute(attributes, "pads")),
    shifts: numbersAttribute(attributes, "shift"),
    relu: attributes.relu === true,
  };
  return runConvolution(caller, request);
};

/** Runs a convolution as the C++ does. @returns why it does not, see `ChipKernel` */
export function runConvolution(caller: KernelCaller, request: ConvRequest): string | undefined {
  const { machine, chip } = caller;
  const { data, kernel, bias, output, depthwise, strides, dilations, pads, shifts } = request;
  const bytes = data.data.BYTES_PER_ELEMENT as 1 | 2;
  const u = laneCount(data.data);
  const [, height, width, c] = data.shape as [number, number, number, number];
  const [, outHeight, outWidth, n] = output.shape as [number, number, number, number];
  const [kh, kw] = kernel.shape as [number, number];
  const perChannel = shifts.length > 1;
  if (perChannel && chip === "esp32s3") return "one shift a channel is not supported on esp32s3";
  if (data.shape[0] !== 1) return "a batch is computed image by image here";

  const filter = depthwise ? packDepthwise(kernel) : packKernel(kernel);
  const place = (name: string, view: ArrayBufferView): number => machine.memory.place(name, view, false).address;
  const input = place("the input", data.data);
  const filterAt = place("the filter", filter);
  const biasAt = bias ? place("the bias", packBias(bias, bytes, depthwise, chip)) : 0;
  const shiftsAt = perChannel ? place("the shifts", bytes === 1 ? Int8Array.from(shifts) : Int16Array.from(shifts)) : 0;
  const result = machine.memory.allocate("the output", output.data.byteLength, true);

  const blocks = Math.floor(n / u);
  const filterC = depthwise ? 1 : c;
  const rest = (c % u) * bytes;
  const restFilter = filterAt + blocks * kh * kw * filterC * 16;
  // Bytes from tap to tap of the filter: of whole vectors, and of what is left.
  const tapRest = depthwise ? rest : c * bytes;
  const tap = blocks > 0 ? filterC * 16 : tapRest;
  const padded = pads.some((pad) => pad > 0);
  const args = new ArgumentStruct(machine, {
    0: input,
    1: c,
    2: width * c * strides[0],
    3: c * strides[1],
    4: width * c * dilations[0],
    5: c * dilations[1],
    6: result.address,
    7: outHeight,
    8: outWidth,
    9: n,
    10: outWidth * n,
    11: n,
    16: perChannel ? PER_CHANNEL : shifts[0]!,
    17: biasAt,
    18: request.relu ? 1 : 0,
    19: 0,
    20: 0,
    21: request.relu ? 0 : -1,
    22: (c >> 1) - 1,
    23: (c >> 2) - 1,
    24: blocks,
    25: Math.floor(c / u) - 1,
    26: shiftsAt,
    27: (dilations[1] - 1) * c * bytes,
    31: dilations[1] * c * bytes,
    34: rest,
    35: n % u,
    39: c,
    62: 0,
  });
  const setWindow = (rows: Span, columns: Span): void => {
    const [fh, fw] = [rows.count, columns.count];
    const lineStep = dilations[0] * c * width;
    const skipped = rows.first * kw + columns.first;
    args.set(12, filterAt + skipped * tap);
    args.set(13, fh);
    args.set(14, fw);
    args.set(15, depthwise ? (padded ? (kw - fw + 1) * tap : 16) : (kw - fw) * tap);
    args.set(28, (lineStep - c - (fw - 1) * dilations[1] * c) * bytes);
    args.set(32, (lineStep - (fw - 1) * dilations[1] * c) * bytes);
    args.set(33, 16 - ((fw - 1) * dilations[1] + (fh - 1) * dilations[0] * width) * c * bytes);
    args.set(36, kw * (kh - fh) * tap);
    args.set(37, (fw >> 1) - 1);
    args.set(40, (kw - fw) * tapRest);
    args.set(41, kw * (kh - fh) * tapRest);
    args.set(42, (n % u === 0 ? filterAt : restFilter) + skipped * tapRest);
  };

  machine.cfg = HALF_EVEN;
  const names = convNames(chip, {
    bits: bytes === 1 ? 8 : 16,
    depthwise,
    kh,
    kw,
    aligned: n % u === 0 && c % u === 0,
    perChannel,
    hasBias: bias !== undefined,
    relu: request.relu,
  });
  const whole = caller.prepare(names.whole);
  const clipped = caller.prepare(names.clipped);
  const rows = spansOf(height, kh, outHeight, strides[0], dilations[0], pads[0]);
  const columns = spansOf(width, kw, outWidth, strides[1], dilations[1], pads[1]);
  let to = result.address;
  for (const row of rows)
    for (const column of columns) {
      setWindow(row, column);
      const from = input + (row.start * width + column.start) * c * bytes;
      caller.call(!padded || (row.whole && column.whole) ? whole : clipped, to, from, args.address);
      to += n * bytes;
    }
  readBack(machine, result, output.data);
  return undefined;
}
