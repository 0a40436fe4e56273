import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const CHECK = fileURLToPath(new URL("check-threads.ts", import.meta.url));

test("three threads give every integer that one gives, of outputs and of layers, and let the process end", () => {
  const output = execFileSync(process.execPath, ["--import", "tsx", CHECK], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual({
    samples: 240,
    differing: 0,
    helped: 2,
    errors: [expect.stringContaining("x0")],
  });
});
