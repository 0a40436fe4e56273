import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Preloaded into every thread: what a thread prints must not hold the process. */
const PRINTS = "data:text/javascript,setInterval(()=>process.stderr.write('.'),100).unref()";
const CHECK = fileURLToPath(new URL("check-threads.ts", import.meta.url));

test("three threads give every integer that one gives, of outputs and of layers, and let the process end", () => {
  const output = execFileSync(process.execPath, ["--import", "tsx", "--import", PRINTS, CHECK], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(JSON.parse(output)).toEqual({
    samples: 240,
    differing: 0,
    helped: 2,
    errors: [expect.stringContaining("x0")],
  });
});
