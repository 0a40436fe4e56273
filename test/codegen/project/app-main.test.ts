import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../../src/base/package-folder.js";
import { fillAppMain } from "../../../src/codegen/project/app-main.js";

const ours = readFileSync(packageFolder("templates", "project", "main", "app_main.c"), "utf8");

describe("fillAppMain", () => {
  test("one input and output: the field names of tvmgen_default.h", () => {
    const source = fillAppMain(ours, { inputs: ["serving_default_input_0"], outputs: ["Identity_0"] });
    expect(source).toContain("\n      .serving_default_input_0 = (void *)input_data,\n");
    expect(source).toContain("\n      .Identity_0 = output_data,\n");
    expect(source).not.toMatch(/\.(input|output) =/);
  });

  test("the example prints a layer that there is", () => {
    const shown = { name: "sid_7_let", type: "float", elements: 10 };
    const source = fillAppMain(ours, { inputs: ["a"], outputs: ["x"], shown });
    expect(source).toContain('for (int i = 0; i < 10; i++) printf("%.9g,", ((float *)sid_7_let)[i]);');
    expect(source).not.toContain("sid_4_let");
  });

  test("any number of them", () => {
    const source = fillAppMain(ours, { inputs: ["a", "b"], outputs: ["x", "y", "z"] });
    expect(source).toContain(".a = (void *)input_data,\n      .b = (void *)input_data_1,\n");
    expect(source).toContain(".x = output_data,\n      .y = output_data_1,\n      .z = output_data_2,\n");
    expect(source).toContain("PRINT(output_data_2, output_len_2);");
  });

  test("the lines as the original's template has them", () => {
    const template = "  struct i = {\n    .input = input_data,\n  };\n    .output = output_data,\n";
    expect(fillAppMain(template, { inputs: ["a"], outputs: ["x"] })).toBe(
      "  struct i = {\n    .a = input_data,\n  };\n    .x = output_data,\n",
    );
  });

  test.each(["a b", "a;system(0)", "", "9", "é", "a\nb", "$&", "../x"])("no C identifier, refused: %j", (name) => {
    expect(() => fillAppMain(ours, { inputs: [name], outputs: ["x"] })).toThrow("is not a C identifier");
    expect(() => fillAppMain(ours, { inputs: ["a"], outputs: [name] })).toThrow("is not a C identifier");
  });
});
