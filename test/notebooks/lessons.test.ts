import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readNotebook } from "../../src/kernel/notebook/format.js";
import { cli, hasJupyter, jupyterPath, needsJupyter, python, type Ran } from "../kernel/jupyter.js";
import { FACTS } from "./facts.js";
import { committed, copyLessons, LESSONS, outputTexts } from "./lessons.js";
import { faults } from "./rules.js";

const MINUTES = 10 * 60_000;
const LARGEST = 300_000;
const lessonsFolder = fileURLToPath(new URL("../../notebooks/", import.meta.url));

let folder = "";
/** How Node ran each lesson. */
const ran = new Map<string, Ran>();
let nbclient: Ran | undefined;

const executed = (name: string, by: "node" | "nbclient") =>
  readNotebook(join(folder, by === "node" ? `node-${name}` : name));

beforeAll(async () => {
  folder = copyLessons();
  const waiting = [...LESSONS];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      ran.set(name, await cli(["notebook", "run", name, "--out", `node-${name}`], {}, folder));
  };
  await Promise.all([work(), work()]);
  if (!hasJupyter()) return;
  const path = jupyterPath();
  const script = fileURLToPath(new URL("./execute.py", import.meta.url));
  nbclient = await python([script, "espdl-lab", ...LESSONS], path, folder);
  rmSync(path, { recursive: true });
}, MINUTES);

afterAll(() => rmSync(folder, { recursive: true }));

test("every lesson is listed with the facts that it claims", () => {
  expect(Object.keys(FACTS).filter((name) => LESSONS.includes(name))).toEqual(LESSONS);
});

describe.each(LESSONS)("%s", (name) => {
  test("as committed: short cells, outputs that survive everywhere, a question, under 300 kB", () => {
    expect(faults(committed(name))).toEqual([]);
    expect(statSync(join(lessonsFolder, name)).size).toBeLessThan(LARGEST);
    expect(readFileSync(join(lessonsFolder, name), "utf8")).not.toMatch(/\/(home|root|tmp|work|Users)\//);
  });

  test("runs with Node alone, and its outputs are the committed ones", () => {
    const { code, output } = ran.get(name)!;
    expect(code, output).toBe(0);
    expect(outputTexts(executed(name, "node"))).toEqual(outputTexts(committed(name)));
    expect(faults(executed(name, "node"))).toEqual([]);
  });

  test("runs in nbclient, and its outputs are the committed ones", (context) => {
    needsJupyter(context);
    expect(nbclient!.code, nbclient!.output).toBe(0);
    expect(outputTexts(executed(name, "nbclient"))).toEqual(outputTexts(committed(name)));
  });

  test("its outputs hold what it claims", () => {
    const text = outputTexts(executed(name, "node")).join("");
    for (const fact of FACTS[name] ?? []) expect(text).toMatch(fact);
  });
});
