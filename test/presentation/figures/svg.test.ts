import { DOMParser } from "@xmldom/xmldom";
import { unzlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { differenceBars } from "../../../src/presentation/figures/difference-bars.js";
import { png } from "../../../src/presentation/figures/svg/png.js";
import { toSvg } from "../../../src/presentation/figures/svg/to-svg.js";
import { DIFF, FIGURES } from "./samples.js";

const parse = (svg: string) =>
  new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(svg, "image/svg+xml");

describe.each(FIGURES.map((figure, i) => [`${i}`, figure] as const))("picture %s", (_, figure) => {
  test.each([300, 720])("is well-formed, self-contained, and holds no number that is none, at %i px", (width) => {
    const svg = toSvg(figure, width);
    const root = parse(svg).documentElement!;
    expect([root.tagName, root.getAttribute("width")]).toEqual(["svg", String(width)]);
    expect(root.getElementsByTagName("script").length).toBe(0);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/href="(?!data:image\/png;base64,)/)).toBeNull();
    expect(svg.match(/[a-z]+:\/\//g)).toEqual(["http://"]);
  });
});

test("a bar is as long as its number", () => {
  const root = parse(toSvg(differenceBars(DIFF), 720)).documentElement!;
  const bars = [...root.getElementsByTagName("rect")].filter((rect) => rect.getAttribute("fill") === "#E69F00");
  const widths = bars.map((rect) => Number(rect.getAttribute("width")));
  expect(bars).toHaveLength(3);
  // The legend's key, then two bars of 50 % each.
  expect(widths[0]).toBe(12);
  expect(widths[1]).toBe(widths[2]);
  const texts = [...root.getElementsByTagName("text")];
  const at = (label: string) => Number(texts.find((text) => text.textContent === label)!.getAttribute("x"));
  expect(widths[1]).toBeCloseTo(at("50 %") - at("0 %"), 1);
});

test("a PNG holds its pixels behind its signature, each chunk with its sum", () => {
  const pixels = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7]);
  const file = png(2, 2, pixels);
  expect([...file.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(file.buffer, file.byteOffset);
  expect([view.getUint32(16), view.getUint32(20), file[24], file[25]]).toEqual([2, 2, 8, 2]);
  // CRC-32 of "IEND", as every PNG file ends.
  expect(view.getUint32(file.length - 4)).toBe(0xae426082);
  const length = view.getUint32(33);
  const lines = unzlibSync(file.subarray(41, 41 + length));
  expect([...lines]).toEqual([0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 9, 8, 7]);
});
