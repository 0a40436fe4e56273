import { describe, expect, test } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { generateCode } from "../../src/codegen/c/generate.js";
import { commentText, identifier, stringLiteral, uniqueIdentifiers } from "../../src/codegen/c/text.js";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { fuse } from "../../src/ir/fuse/fuse.js";
import type { Program } from "../../src/ir/graph/program.js";
import { needs } from "../boards/board/tools.js";
import { ProgramBuilder } from "../execution/interpreter/program.js";
import { HostBatch, hasCompiler } from "./host-batch.js";

const HOSTILE = [
  '"; system("rm -rf /"); //',
  "*/ int main(void) { return 1; } /*",
  "../../../etc/passwd",
  "a\nb\r\n#include </etc/passwd>",
  "\\",
  "??/\n??'",
  "%s%n",
  "int",
  "output",
  "Output",
  "input",
  "a b",
  "a_b",
  "数据",
  "\u0000\u0007",
  "1st",
];

/** Every input is doubled, under the input's own name, and is an output. */
function hostileProgram(): Program {
  const builder = new ProgramBuilder();
  const type = { dtype: "float32", shape: [2] } as const;
  const inputs = HOSTILE.map((name) => builder.input(name, type));
  const two = builder.param("p0", new Tensor("float32", [], Float32Array.of(2)));
  const program = builder.build(
    HOSTILE.map((name, i) => builder.call(`${name} doubled`, "multiply", [inputs[i]!, two], [type])),
  );
  const layers = program.layers.map((layer) => (layer.kind === "call" ? { ...layer, onnx: [layer.name] } : layer));
  return { ...program, layers };
}

describe("names from a model", () => {
  test("never leave a string, a comment or an identifier", () => {
    for (const name of HOSTILE) {
      expect(identifier(name)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      expect(stringLiteral(name)).toMatch(/^"([\x20\x21\x23-\x3e\x40-\x5b\x5d-\x7e]|\\[0-7]{3})*"$/);
      expect(commentText(name)).toMatch(/^[\x20-\x7e]*$/);
      expect(commentText(name)).not.toMatch(/\*\/|\/\*|\?\?\//);
    }
    expect(commentText("**//**//")).not.toMatch(/\*\/|\/\*/);
  });

  test("become distinct identifiers, also in capitals", () => {
    const names = uniqueIdentifiers([...HOSTILE, ...HOSTILE]);
    expect(new Set(names.map((name) => name.toUpperCase())).size).toBe(2 * HOSTILE.length);
    expect(names).not.toContain("int");
  });

  test("compile without a warning and run", async (context) => {
    if (!hasCompiler) return needs(context, "cc");
    const program = fuse(hostileProgram());
    const batch = new HostBatch();
    try {
      batch.add("hostile", generateCode(program, planMemory(program)));
      await batch.build();
      const code = batch.source("hostile").replace(/"(\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\//g, "");
      expect(code).not.toMatch(/system\s*\(|include <.etc|return 1/);
      const values = Float32Array.from({ length: 2 * HOSTILE.length }, (_, i) => i + 0.5);
      const found = batch.runModel("hostile", new Uint8Array(values.buffer));
      const doubled = values.map((value) => value * 2);
      expect(Buffer.compare(found.subarray(found.length - doubled.byteLength), new Uint8Array(doubled.buffer))).toBe(0);
    } finally {
      batch.remove();
    }
  });

  test("the paths of generated files do not depend on them", () => {
    const program = fuse(hostileProgram());
    const { files, boardModel } = generateCode(program, planMemory(program));
    for (const { path } of [...files, boardModel]) expect(path).toMatch(/^codegen\/host\/[a-z]+\/[a-z0-9_]+\.[ch]$/);
  });
});
