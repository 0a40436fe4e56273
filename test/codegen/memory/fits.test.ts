import { describe, expect, test } from "vitest";
import { arenaMap } from "../../../src/codegen/memory/arena-map.js";
import { MEMORY_CHIPS } from "../../../src/codegen/memory/chip.js";
import { fits } from "../../../src/codegen/memory/fits.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { ProgramBuilder } from "./programs.js";

/** Layers 1, 2 and 3 with `bytes`, `2 · bytes` and `bytes` live. */
function chain(bytes: number) {
  const build = new ProgramBuilder();
  const a = build.call("relu", bytes, build.input(100));
  const b = build.call("relu", bytes, a);
  return build.build(build.call("relu", 10, b));
}

describe("fits", () => {
  test.each(MEMORY_CHIPS)("%s takes a small model and refuses one of a megabyte, with its layers", (chip) => {
    expect(fits(planMemory(chain(1000)), chip)).toMatchObject({ fits: true, blame: [] });
    const fit = fits(planMemory(chain(2 ** 20)), chip);
    expect(fit.fits).toBe(false);
    expect(fit.ram.needed).toBe(2 ** 21 + 10);
    expect(fit.ram.parts).toEqual([
      { name: "arena", bytes: 2 ** 21 },
      { name: "outputs", bytes: 10 },
    ]);
    expect(fit.blame.map(({ layer }) => layer)).toEqual([2, 1, 3]);
  });

  test("only layers that are too large are blamed", () => {
    const fit = fits(planMemory(chain(200_000)), "esp32s3");
    expect(fit.blame).toEqual([{ layer: 2, bytes: 400_000 }]);
  });

  test("PSRAM takes the arena where the chip has an interface for it", () => {
    const plan = planMemory(chain(2 ** 20));
    for (const chip of MEMORY_CHIPS) expect(fits(plan, chip, { psram: true }).fits, chip).toBe(chip !== "esp32c3");
    const { ram, psram } = fits(plan, "esp32s3", { psram: true });
    expect(ram.parts.map(({ name }) => name)).toEqual(["outputs", "debug link"]);
    expect(psram).toMatchObject({ needed: 2 ** 21, parts: [{ name: "arena", bytes: 2 ** 21 }] });
  });

  test("the debug link has its own buffers for inputs and outputs; where they have no room it is left out", () => {
    const plan = (input: number) => {
      const build = new ProgramBuilder();
      return planMemory(build.build(build.call("relu", 10, build.call("relu", 64, build.input(input)))));
    };
    // Inputs and outputs aligned to 16, 8 bytes for each of 2 calls, the frames of templates/board/link.c.
    const link = 4000 + 16 + 2 * 8 + 1620;
    expect(fits(plan(4000), "esp32s3")).toMatchObject({ fits: true, link: true, ram: { needed: 64 + 10 + link } });
    expect(fits(plan(400_000), "esp32s3")).toMatchObject({ fits: true, link: false, ram: { needed: 64 + 10 } });
  });

  test("weights that do not go into the app's partition", () => {
    const build = new ProgramBuilder();
    const sum = build.call("add", 16, build.input(16), build.param(4 * 2 ** 20));
    expect(fits(planMemory(build.build(sum)), "esp32p4")).toMatchObject({ fits: false, blame: [] });
  });
});

test("the arena map shows what a call writes, reads, keeps and leaves free", () => {
  const build = new ProgramBuilder();
  const a = build.call("relu", 64, build.input(64));
  const b = build.call("relu", 32, a);
  const c = build.call("relu", 32, b);
  const program = build.build(build.call("relu", 32, build.call("add", 64, a, c)));
  const map = arenaMap(program, planMemory(program), 10);
  const count = (layer: number, mark: string): number => [...map.get(layer)!].filter((cell) => cell === mark).length;
  expect([...map.values()].every((row) => row.length === 10)).toBe(true);
  expect([count(3, "█"), count(3, "▒"), count(3, "░")].every((cells) => cells > 0)).toBe(true);
  expect([count(1, "█") > 0, count(1, "▒"), count(1, "·") > 0]).toEqual([true, 0, true]);
});
