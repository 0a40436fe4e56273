import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BisectJson } from "../../src/presentation/report/report-json.js";
import { CHROMIUM, launch, NO_CHROMIUM } from "../presentation/report/chromium.js";
import { DRAWN, OVERFLOW, openPage } from "../presentation/report/opened-page.js";
import { overlaps } from "../presentation/report/overlaps.js";
import { invoke, linesOf, type Outcome } from "./invoke.js";
import { schemaErrors } from "./results-schema.js";
import { workspace } from "./workspace.js";

const files = workspace();
const CALLS = "components/tvm_model/model/codegen/host/src/default_lib1.c";
let tour: Outcome;

beforeAll(async () => {
  tour = await invoke("tour", "--out", files.path("out"));
}, 300_000);

/** What was printed, as if the folder had a short name. */
const shown = ({ out }: Outcome): string => out.replaceAll(files.path(), ".");

describe("the tour", () => {
  test("ends well, in 100 columns, without colour", () => {
    expect([tour.code, tour.err]).toEqual([0, ""]);
    for (const line of linesOf(shown(tour))) expect([...line].length, line).toBeLessThanOrEqual(100);
    expect(tour.out).not.toContain("\u001b");
  });

  test("what was found stands in the first five lines, and all of it on one screen", () => {
    const lines = linesOf(shown(tour));
    expect(lines.slice(0, 5)).toEqual([
      expect.stringMatching(/^accuracy {2}float reads 98\.\d % of 997 digits that it has never seen, int8 98\.\d %$/),
      "board     17 of 17 layers identical to the reference, byte for byte",
      "fault     a line of the C made wrong: layer 15 is wrong by itself, 10 only inherit",
      "cause     the padding is on the other side or missing: 0 above and left",
      "page      ./out/report.html: open it in a browser",
    ]);
    expect(lines.length).toBeLessThanOrEqual(60);
  });

  test("then one line of the C is changed, which is shown", () => {
    expect(tour.out).toContain("-   int padding[] = {1, 1, 1, 1};\n+   int padding[] = {0, 1, 0, 1};\n");
    const lines = (project: string) => readFileSync(files.path("out", project, CALLS), "utf8").split("\n");
    const [right, broken] = [lines("new_project"), lines("broken_project")];
    const changed = right.flatMap((line, i) => (line === broken[i] ? [] : [i + 1]));
    expect([broken.length, changed.length]).toEqual([right.length, 1]);
    expect(shown(tour)).toContain(`line ${changed[0]} of ./out/broken_project/${CALLS}:\n- `);
  });

  test("and bisect says which layer is wrong by itself, which inherit, and why", () => {
    expect(tour.out).toContain("layer 15 wrong by itself; layers 18, 19, 21, 26, 27, 28, 29, 32, … only inherit");
    const [, broken, right] = /it reads ([\d.]+) % of the digits, not ([\d.]+) %/.exec(tour.out)!;
    expect(Number(broken)).toBeLessThan(Number(right) - 2);
    expect(tour.out).toMatch(
      /\nlayer 15 \(QLinearConv_4 \+ QLinearAdd_5 \+ Relu_4\): the padding is on the other side or missing: 0\nabove and left\. That explains all 1568 elements\.\n {2}look at the padding of the call/,
    );
  });
});

describe("the page of the tour", () => {
  let browser: Browser | undefined;

  beforeAll(async () => {
    if (CHROMIUM !== undefined) browser = await launch(CHROMIUM);
  });
  afterAll(() => browser?.close());
  beforeEach((context) => {
    if (browser === undefined) context.skip(NO_CHROMIUM);
  });

  test.each([1280, 400])("in a browser, %i px wide: drawn, silent, readable", { timeout: 120_000 }, async (width) => {
    const { page, messages } = await openPage(browser!, files.path("out/report.html"), width);
    expect(messages).toEqual([]);
    const drawn = (await page.evaluate(DRAWN)) as number[];
    expect(drawn.length).toBeGreaterThan(8);
    for (const traces of drawn) expect(traces).toBeGreaterThan(0);
    expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
    expect(await overlaps(page, "figure.plot .canvas")).toEqual([]);
    await page.close();
  });
});

describe("the board of the tour, bisected again", () => {
  let found: BisectJson;
  let html = "";

  beforeAll(async () => {
    const board = ["--project", files.path("out/broken_project"), "--model_path", files.path("out/quantized.onnx")];
    const { code, out, err } = await invoke("bisect", ...board, "--html", files.path("again.html"), "--json");
    expect([code, err]).toEqual([1, ""]);
    expect(schemaErrors(out)).toEqual([]);
    found = JSON.parse(out) as BisectJson;
    html = readFileSync(files.path("again.html"), "utf8");
  }, 120_000);

  test("--json: who is at fault, every layer, what the board took", () => {
    const [first, ...rest] = found.layers;
    expect([first!.diff.index, first!.origin, first!.diagnosis!.hypotheses[0]!.family]).toEqual([15, "own", "padding"]);
    expect(new Set(rest.map(({ origin }) => origin))).toEqual(new Set(["inherited"]));
    expect(found.comparison.layers).toHaveLength(18);
    const { totals, costs, unit, stack } = found.run!;
    expect([totals.length, unit]).toEqual([5, "nanoseconds"]);
    expect(costs.reduce((sum, { macs = 0 }) => sum + macs, 0)).toBe(1_144_960);
    expect(stack.used).toBeGreaterThan(0);
    expect(found.memory!.arenaBytes).toBe(15_680);
  });

  test("--html: the same in words, tables and pictures", () => {
    for (const text of [
      "Layer 15 wrong by itself; layers 18, 19, 21, 26, 27, 28, 29, 32, … only inherit.",
      "the padding is on the other side or missing: 0 above and left",
      "<td>runs measured</td><td>5</td>",
      "<td>MACs</td><td>1,144,960</td>",
      "<td>arena</td><td>15,680 bytes (lower bound 15,680)</td>",
      '<section id="costs"',
      "<td>nn_relu_3</td><td>its own</td>",
      "<td>nn_softmax</td><td>inherited</td>",
    ]) {
      expect(html).toContain(text);
    }
    expect(readFileSync(files.path("out/report.html"), "utf8")).toMatch(/\d of 997 samples are recognized/);
  });
});
