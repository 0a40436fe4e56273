import { describe, expect, test } from "vitest";
import { invoke, linesOf } from "./invoke.js";

const { out: overview } = await invoke("--help");
const COMMANDS = [...overview.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name!);

describe("help", () => {
  test("espdl-lab --help lists the commands and the exit codes", async () => {
    expect(COMMANDS).toEqual(expect.arrayContaining(["preprocess", "quantize", "debug", "tour"]));
    expect(overview).toContain("Exit codes: 0 ok");
    for (const line of linesOf(overview)) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test.each(COMMANDS)("espdl-lab %s --help shows an example, in 100 columns without colour", async (command) => {
    const { code, out, err } = await invoke(command, "--help");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`^Examples?:\n {2}espdl-lab ${command}\\b`, "m"));
    for (const line of linesOf(out)) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(out).not.toContain("\u001b");
  });

  test("--version is that of package.json", async () => {
    const { code, out } = await invoke("--version");
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong usage is one line on the error stream and exit code 2", () => {
  test.each([
    ["an unknown command", ["compile"], "unknown command 'compile'"],
    ["a command almost right", ["quantise"], "(Did you mean quantize?)"],
    ["an unknown option", ["tour", "--chip", "esp32"], "unknown option '--chip'"],
    ["an option almost right", ["tour", "--outt", "x"], "(Did you mean --out?)"],
    [
      "an option almost right, and so another missing",
      ["preprocess", "--imput", "x", "--output", "y"],
      "unknown option '--imput' (Did you mean --input?)",
    ],
    ["a missing option", ["debug", "--model_path", "x"], "required option '--target_chip <chip>' not specified"],
    ["a missing value", ["preprocess", "--input"], "argument missing"],
    ["a file without its option", ["preprocess", "--input", "a", "--output", "b", "c"], "too many arguments"],
    [
      "a method that does not exist",
      ["quantize", "--calibrate_method", "kl"],
      "Allowed choices are mse, entropy, minmax, percentile",
    ],
    ["a dimension of size 0", ["preprocess", "--input", "a", "--output", "b", "--dim", "N=0"], "expected NAME=SIZE"],
    [
      "a chip that does not exist",
      ["debug", "--target_chip", "esp8266", "--model_path", "a", "--img_path", "b"],
      "esp32s3",
    ],
  ])("%s", async (_, args, expected) => {
    const { code, out, err } = await invoke(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(linesOf(err)).toHaveLength(1);
    expect(err).toMatch(/^espdl-lab: /);
    expect(err).toContain(expected);
  });

  test("no command at all shows the help", async () => {
    const { code, out, err } = await invoke();
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: espdl-lab");
  });
});
