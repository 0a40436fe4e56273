import { describe, expect, test } from "vitest";
import { BISECTION_FORMAT, BISECTION_VERSION, type Bisection } from "../../../src/comparison/bisect/bisection.js";
import type { TraceDiff } from "../../../src/comparison/diff/trace-diff.js";
import { formatTime } from "../../../src/presentation/figures/text.js";
import { scriptJson } from "../../../src/presentation/report/figure-html.js";
import type { RunSummary } from "../../../src/presentation/report/input.js";
import { reportHtml } from "../../../src/presentation/report/report-html.js";
import { summaryTable } from "../../../src/presentation/report/summary.js";
import { costTable, statisticsTable } from "../../../src/presentation/report/tables.js";
import { DIFF, HOSTILE, PLAN } from "../figures/samples.js";

const RUN: RunSummary = {
  board: "host",
  unit: "nanoseconds",
  totals: [1000, 3000],
  costs: [
    { index: 3, id: "tvmgen_default_fused_nn_relu", cost: 1500, macs: 100 },
    { index: 4, id: "reshape_nop", cost: 500 },
  ],
  stack: { used: 1000, size: 4096, call: 0 },
};

test("the summary: samples, time median, min, max, cost of a MAC, memory", () => {
  const { rows } = summaryTable({ diff: DIFF, run: RUN, memory: { plan: PLAN, names: [] } });
  const found = new Map(rows.map(([name, value]) => [name, value]));
  expect(found.get("runs measured")).toBe("2");
  expect(found.get("time, median")).toBe("2 µs");
  expect(found.get("time, min … max")).toBe("1 µs … 3 µs");
  expect(found.get("nanoseconds a MAC")).toBe("20");
  expect(found.get("stack")).toBe("1,000 of 4,096 bytes");
  expect(found.get("arena")).toBe("64 bytes (lower bound 64)");
});

test("the cost of each call, its share, and of all so far", () => {
  const { columns, rows } = costTable(RUN);
  expect(columns.map(({ title }) => title)).toEqual(["#", "layer", "time", "share", "so far", "MACs", "ns a MAC"]);
  expect(rows).toEqual([
    ["3", "nn_relu", "1.5 µs", "75.0 %", "75.0 %", "100", "15"],
    ["4", "reshape_nop", "500 ns", "25.0 %", "100 %", "", ""],
  ]);
});

test("statistics: one line where both sides are alike, two where not", () => {
  const { rows } = statisticsTable(DIFF);
  expect(rows.map(([index, , side, , , min, max]) => [index, side, min, max])).toEqual([
    ["0", "both", "1", "2"],
    ["1", "reference", "3", "4"],
    ["", "suspect", "3", "5"],
    ["2", "both", "9", "9"],
    ["3", "reference", "5", "8"],
    ["", "suspect", "0", "6"],
  ]);
});

test.each([
  [0, "0 ns"],
  [999, "999 ns"],
  [1500, "1.5 µs"],
  [2.5e6, "2.5 ms"],
  [3e9, "3 s"],
])("%d ns is %s", (nanoseconds, text) => {
  expect(formatTime(nanoseconds)).toBe(text);
});

describe("the page", () => {
  const page = reportHtml({ diff: DIFF, run: RUN, memory: { plan: PLAN, names: [HOSTILE] } });
  /** Without plotly, whose text holds addresses that it does not load. */
  const own = page.replace(/<script>[\s\S]*?<\/script>/, "");

  test("loads nothing: no address, and a policy that forbids it", () => {
    expect(own.match(/(src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
    expect(own).not.toMatch(/https?:\/\//);
    expect(own).toContain("default-src 'none'");
  });

  test("shows names as they are", () => {
    expect(page.match(/<script/g)!.length).toBe(page.match(/<\/script>/g)!.length);
    expect(own).not.toContain("<script>alert");
    expect(own).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  });

  test("does not say equal where the board's own run is wrong", () => {
    const [first] = DIFF.layers;
    const same: TraceDiff = { ...DIFF, verdict: "equal", layers: [first!] };
    const bisection: Bisection = {
      ...{ format: BISECTION_FORMAT, version: BISECTION_VERSION, reference: "reference", suspect: "board" },
      ...{ verdict: "differs", layers: [{ diff: first!, origin: "entry" }], entry: "differs" },
      ...{ compared: 1, captures: 1, replays: 0, exhaustive: true },
    };
    const hidden = reportHtml({ diff: same, bisection });
    expect(hidden).toContain(
      '<p class="verdict differs">Differs: every tensor is right when the calls are made one by one',
    );
    expect(reportHtml({ diff: same })).toContain('<p class="verdict equal">Equal: ');
  });

  test("leaves out what it was not given", () => {
    const bare = reportHtml({ diff: DIFF });
    for (const id of ["costs", "memory"]) {
      expect(page).toContain(`<section id="${id}"`);
      expect(bare).not.toContain(`<section id="${id}"`);
    }
  });
});

test("JSON in the page cannot end its element", () => {
  expect(scriptJson({ a: "</script><!--\u2028" })).toBe('{"a":"\\u003c/script>\\u003c!--\\u2028"}');
  expect(JSON.parse(scriptJson({ a: "</script><!--\u2028" }))).toEqual({ a: "</script><!--\u2028" });
});
