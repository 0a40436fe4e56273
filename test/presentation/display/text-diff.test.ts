import { expect, test } from "vitest";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { codeExcerpt } from "../../../src/presentation/display/code-excerpt.js";
import { textDiff } from "../../../src/presentation/display/text-diff.js";
import { goldenCase } from "../../golden/cases.js";

const text = (bundle: { readonly "text/plain": string }): string[] => bundle["text/plain"].split("\n");

test("lines out and in, with a few around them", () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const after = before.map((line, i) => (i === 10 ? "another" : line));
  expect(text(textDiff(before.join("\n"), after.join("\n"), "Two texts"))).toEqual([
    "Two texts: 1 line out, 1 line in",
    "",
    "@@ 8 lines equal @@",
    "  line 8",
    "  line 9",
    "- line 10",
    "+ another",
    "  line 11",
    "  line 12",
    "@@ 7 lines equal @@",
  ]);
});

test("equal texts", () => {
  expect(text(textDiff("a\nb\n", "a\nb"))).toEqual(["Difference: nothing differs"]);
});

test("markup in a line is shown, and what changed is told by more than colour", () => {
  const { "text/html": html } = textDiff("<script>", "<b>&</b>");
  expect(html).toContain("- &lt;script&gt;</span>");
  expect(html).toContain("+ &lt;b&gt;&amp;&lt;/b&gt;</span>");
  expect(html).not.toMatch(/<(script|b>&)/);
});

test("the IR before and after a pass: an operator more does not shift all that follows", () => {
  const { stages } = compileForDebug(readModel(goldenCase("mnist_cnn").path("quant.onnx")), { islands: true });
  const [before, after] = stages;
  const lines = text(textDiff(before!.graph, after!.graph, after!.name));
  expect(lines[0]).toBe("int8-islands: 4 lines out, 2 lines in");
  expect(lines.filter((line) => line.startsWith("- ")).map((line) => line.split(" = ")[1]!.split("(")[0])).toEqual([
    "qnn.dequantize",
    "nn.relu",
    "nn.max_pool2d",
    "qnn.quantize",
  ]);
  expect(lines.every((line) => line.length <= 100)).toBe(true);
});

test("an excerpt of code: the lines asked for, at most 120", () => {
  const code = Array.from({ length: 300 }, (_, i) => `int x${i + 1};\t`).join("\n");
  expect(text(codeExcerpt(code, "x.c", { from: 2, to: 3 }))).toEqual([
    "x.c: lines 2 to 3 of 300",
    "",
    "int x2;    ",
    "int x3;",
  ]);
  const long = text(codeExcerpt(code, "x.c"));
  expect(long[0]).toBe("x.c: 300 lines");
  expect(long.at(-1)).toBe("… 180 more lines");
  expect(codeExcerpt("a < b", "x.c")["text/html"]).toContain("a &lt; b");
});
