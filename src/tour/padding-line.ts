/** A line of generated C that says where a convolution's padding is. */
export interface PaddingLine {
  /** Index in the lines. */
  readonly at: number;
  readonly strided: boolean;
  /** The line with the padding below and right only. */
  readonly after: string;
}

/** Numbers of an initializer, whatever braces group them. */
const NUMBERS = /(?<!\w)-?\d+\b/g;

/** A form in which padding is written: the line's start, and the places of strides and of the padding above and left. */
interface Form {
  readonly start: RegExp;
  readonly strides: readonly [number, number];
  readonly padding: readonly [number, number];
}

const FORMS: readonly Form[] = [
  // struct espdl_conv2d: image, result, kernel, strides, dilation, top, left, relu.
  { start: /^ *static const struct espdl_conv2d conv = /, strides: [10, 11], padding: [14, 15] },
  // struct espdl_direct: a struct espdl_window, whose image and result have four strides each in memory, and the kernel.
  { start: /^ *static const struct espdl_direct conv = /, strides: [17, 18], padding: [21, 22] },
  // struct dl_conv: five numbers of a struct dl_sums, image, result, kernel, strides, dilation, top, left, depthwise.
  { start: /^ *static const struct dl_conv conv = /, strides: [14, 15], padding: [18, 19] },
];
/** The call of the tutorial has an array for each: top, bottom, left, right; strides two lines below. */
const ARRAY = /^( *int padding\[\] = )\{(\d+), (\d+), (\d+), (\d+)\}/;

/** The padding that a line gives a convolution above and left, if it gives any on both sides. */
export function paddingLine(lines: readonly string[], at: number): PaddingLine | undefined {
  const line = lines[at]!;
  const array = ARRAY.exec(line);
  if (array !== null) {
    const [, start, top, bottom, left, right] = array;
    if (top === "0" || left === "0") return undefined;
    const strided = lines.slice(at, at + 4).some((next) => /^ *int strides\[\] = \{[2-9]/.test(next));
    return { at, strided, after: line.replace(ARRAY, `${start}{0, ${bottom}, 0, ${right}}`) };
  }
  const form = FORMS.find(({ start }) => start.test(line));
  if (form === undefined || lines[at + 1]?.includes("conv2d_transpose")) return undefined;
  const [start] = form.start.exec(line)!;
  const values = line.slice(start.length).match(NUMBERS)!.map(Number);
  if (form.padding.some((place) => !(values[place]! > 0))) return undefined;
  let place = 0;
  const zeroed = line.slice(start.length).replace(NUMBERS, (number) => (form.padding.includes(place++) ? "0" : number));
  return { at, strided: form.strides.some((place) => values[place]! > 1), after: start + zeroed };
}
