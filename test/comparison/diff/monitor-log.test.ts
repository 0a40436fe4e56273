import { describe, expect, test } from "vitest";
import { diffLog } from "../../../src/comparison/diff/diff-log.js";
import { readPrintedNumbers } from "../../../src/comparison/diff/monitor-log.js";
import { count, layer, trace } from "./traces.js";

describe("numbers in a monitor's log", () => {
  test.each([
    ["the tutorial's list", "1,-2,3,\n4,5,\n", [1, -2, 3, 4, 5]],
    ["one number a line, with commas", "1,\n2,\n-3,\n", [1, 2, -3]],
    ["one number a line, without", "1\n2\n3\n", [1, 2, 3]],
    ["log prefixes", "I (312) main: 1,2,\nI (313) main: 3,4,\n", [1, 2, 3, 4]],
    ["log prefixes with the time of day", "I (12:00:01.5) app: 1,2,\n", [1, 2]],
    ["colours", "\u001b[0;32mI (312) main: 1,2,\u001b[0m\r\n\u001b[0;33m3,4,\u001b[0m\r\n", [1, 2, 3, 4]],
    [
      "other lines between",
      "boot: ESP-IDF v5.1\n1,2,\nheap free: 12345\nW (400) wifi: weak, -80 dBm\n3,4,\ndone\n",
      [1, 2, 3, 4],
    ],
    ["a log line in the midst of a list", "1,2,I (55) heap: low\n3,4,\n", [1, 2, 3, 4]],
    ["bare numbers beside lists are no elements", "1,2,\n120\n3,4,\n", [1, 2, 3, 4]],
    ["spaces and floats", " 1.5, -2e-3 ,\n 3.0,\n", [1.5, -0.002, 3]],
    ["nothing", "Hello\nworld: 3 of 4\n", []],
  ])("%s", (_, text, expected) => {
    expect(readPrintedNumbers(text).values).toEqual(expected);
  });

  test("those behind the layer's name, up to the next layer's", () => {
    const text = "conv1:\n1,2,\nconv2:\n3,4,\nconv3: 5,6,\n";
    const names = ["conv1", "conv2", "conv3"];
    const of = (name: string) =>
      readPrintedNumbers(
        text,
        [name],
        names.filter((other) => other !== name),
      ).values;
    expect(names.map(of)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });
});

describe("against the reference", () => {
  const values = count(2 * 3 * 4);
  const reference = trace(layer("conv", "int8", [1, 2, 3, 4], values), layer("other", "int8", [1], [1]));
  const text = (numbers: readonly number[]): string => numbers.map((value) => `${value},`).join("");

  test("all elements", () => {
    expect(diffLog(reference, text(values), "conv", "NHWC")).toMatchObject({ verdict: "equal", onlyA: ["other"] });
  });

  test("only the first elements, the tenth wrong", () => {
    const found = diffLog(reference, text(values.slice(0, 12).with(9, 77)), "conv", "NHWC");
    expect(found).toMatchObject({ verdict: "differs", first: "conv" });
    const [only] = found.layers;
    expect(only!.remarks).toEqual(["the log holds the first 12 of 24 elements"]);
    expect(only!.entire).toMatchObject({ elements: 12, differing: 1 });
    expect(only!.entire!.first).toEqual({ index: 9, axes: "nhwc", at: [0, 0, 2, 1], a: values[9], b: 77 });
  });

  test("printed in the other layout's order", () => {
    const nchw = [0, 1, 2, 3].flatMap((c) => [0, 1, 2, 3, 4, 5].map((pixel) => values[pixel * 4 + c]!));
    const found = diffLog(reference, text(nchw), "conv", "NHWC");
    expect(found.verdict).toBe("equal");
    expect(found.layers[0]!.remarks).toEqual(["printed in the order of NCHW"]);
  });

  test("floats up to the digits printed", () => {
    const floats = trace(layer("y", "float32", [3], [0.1234567, 2, -1 / 3]));
    expect(diffLog(floats, "0.123457,2.000000,-0.333333,", "y").verdict).toBe("equal");
    expect(diffLog(floats, "0.123457,2.000000,-0.333433,", "y").verdict).toBe("differs");
  });

  test("an unknown layer, a log without numbers", () => {
    expect(() => diffLog(reference, "1,2,", "dense")).toThrow("--layer: no layer dense");
    expect(() => diffLog(reference, "boot", "conv")).toThrow('print the elements with printf("%d,", value)');
  });
});
