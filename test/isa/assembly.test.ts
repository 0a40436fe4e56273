import { describe, expect, it } from "vitest";
import { placeText } from "../../src/isa/assembly/place.js";
import { readAssembly } from "../../src/isa/assembly/read.js";
import { decode } from "../../src/isa/machine/decode.js";
import { ESP32P4 } from "../../src/isa/p4/isa.js";
import { ESP32S3 } from "../../src/isa/s3/isa.js";

const lines = (text: string, includes: Readonly<Record<string, string>> = {}): string[] =>
  readAssembly("a.S", text, (path) => includes[path]).statements.map(
    ({ mnemonic, operands, place }) => `${placeText(place)} ${mnemonic} ${operands.join(",")}`,
  );

describe("reads", () => {
  it("comments of every kind, labels, several statements a line, either letter case", () => {
    const text = "# a\n/* b\n c */ one: two: MOVI a2 , 1 // d\n nop; Nop # e\n/* f */\n3: nop";
    expect(lines(text)).toEqual(["a.S:3 movi a2,1", "a.S:4 nop ", "a.S:4 nop ", "a.S:6 nop "]);
  });

  it("macros: blanks or commas, defaults, names, required, counted, macros in macros", () => {
    const text = [
      ".macro inner x y=7, z:req",
      "  movi \\x, \\y + \\z",
      ".endm",
      ".macro outer r",
      "L\\@: inner \\r z=2",
      "  inner \\r, 1 3",
      "\\r\\()_end: nop",
      ".endm",
      "OUTER a2",
      "outer a3",
    ].join("\n");
    expect(lines(text)).toEqual([
      "a.S:2 (from 9) movi a2,7+2",
      "a.S:2 (from 9) movi a2,1+3",
      "a.S:7 (from 9) nop ",
      "a.S:2 (from 10) movi a3,7+2",
      "a.S:2 (from 10) movi a3,1+3",
      "a.S:7 (from 10) nop ",
    ]);
  });

  it("includes, with their own file in every place", () => {
    const includes = { "b.S": ".macro two\nnop\nnop\n.endm" };
    expect(lines('#include "b.S"\ntwo', includes)).toEqual(["b.S:2 (from a.S:2) nop ", "b.S:3 (from a.S:2) nop "]);
  });

  it("numeric labels in both directions, and symbols", () => {
    const text = ".global f\n.set n, 1 << 3 | 1\nf: 1: bnez a2, 1b\nbnez a2, 1f\n1: movi a2, n * 2\n";
    const code = decode(readAssembly("a.S", text), ESP32S3);
    expect([code.operands[1], code.operands[7], code.operands[13]]).toEqual([0, 2, 18]);
    expect([...code.entries]).toEqual([["f", 0]]);
  });
});

describe("refuses, by file and line", () => {
  const refused = (text: string, isa = ESP32S3): string => {
    try {
      decode(readAssembly("a.S", text), isa);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each([
    ["nop\nee.vadds.s9 q0, q1, q2", "a.S:2: unknown instruction ee.vadds.s9 on esp32s3; known are add, ee.vadds.s8"],
    [".macro m\nfoo\n.endm\nnop\nm", "a.S:2 (from 5): unknown instruction foo on esp32s3"],
    ["ee.vadds.s8 q0, q1", "a.S:1: ee.vadds.s8: takes 3 operands, got 2"],
    ["ee.vadds.s8 q0, q1, q8", "a.S:1: ee.vadds.s8: q8: expected a vector register, q0 to q7"],
    ["ee.vsmulas.s8.qacc q0, q1, 16", "a.S:1: ee.vsmulas.s8.qacc: 16: expected a lane from 0 to 15"],
    ["mov a2, a16", "a.S:1: mov: a16: expected an integer register"],
    ["movi a2, b", "a.S:1: movi: b: expected an integer"],
    ["j nowhere", "a.S:1: j: no label nowhere"],
    ["1: j 1f", "a.S:1: j: no label 1f"],
    ["x: nop\nx: nop", "a.S:2: label x is defined twice"],
    [".rept 3", "a.S:1: .rept: unknown directive"],
    ["#ifdef X", "a.S:1: #ifdef: of the preprocessor only #include is read"],
    ['#include "b.S"', "a.S:1: #include b.S: there is no such file beside it"],
    [".macro m a:req\n.endm\nm", "a.S:3: macro m: parameter a has no argument"],
    [".macro m a\n.endm\nm 1, 2", "a.S:3: macro m takes 1 arguments, got 2"],
    [".macro m\nnop", "a.S:1: .macro m has no .endm"],
    [".macro m\nm\n.endm\nm", "macros call each other more than 64 deep"],
    [".set a, 1\n.set a, 2", "a.S:2: a is set to another value than before"],
  ])("%s", (text, message) => {
    expect(refused(text)).toContain(message);
  });

  it.each([
    ["fcvt.w.s a0, ft0, rtz", "a.S:1: fcvt.w.s: rtz: only the rounding mode rne is known"],
    ["lw a0, 4[a1]", "a.S:1: lw: 4[a1]: expected offset(register)"],
    ["ee.zero.q q0", "a.S:1: unknown instruction ee.zero.q on esp32p4; known are esp.zero.q"],
  ])("%s", (text, message) => {
    expect(refused(text, ESP32P4)).toContain(message);
  });
});
