import { describe, expect, it } from "vitest";
import { drawGraph } from "../../src/espdl/inspect/graph-layout.js";
import { inspectEspdl } from "../../src/espdl/inspect/inspect.js";
import { inspectPage } from "../../src/espdl/inspect/page.js";
import { readEspdl } from "../../src/espdl/read.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { espdlCase, espdlCases } from "../golden/espdl-cases.js";
import { handMade, node } from "./hand-made.js";

const files = workspace();
const cases = espdlCases();
const mnist = () => readEspdl(espdlCase("ppq_mnist_s3_s8").model());

describe("inspectEspdl", () => {
  it(`counts the operators of ${cases.length} golden models as their maker did, and guesses no wrong chip`, () => {
    let [held, told] = [0, 0];
    for (const { name, model, facts } of cases) {
      const { operators, chips, inputs, outputs, refused } = inspectEspdl(readEspdl(model()));
      expect(Object.fromEntries(operators.map(({ op, count }) => [op, count])), name).toEqual(facts.ops);
      expect([...inputs, ...outputs].map((tensor) => tensor.name).sort()).toEqual(
        [...facts.inputs, ...facts.outputs].map((tensor) => tensor.name).sort(),
      );
      expect(chips, name).toContain(facts.target);
      expect(refused, name).toBeUndefined();
      held++;
      if (chips.length === 1) told++;
    }
    console.log(`inspect: ${held} of ${cases.length} models; the chip is told by the weights of ${told}`);
  });

  it("adds up work and memory", () => {
    const { nodes, memory, layouts, scales } = inspectEspdl(mnist(), "esp32s3");
    expect(nodes[0]).toMatchObject({ name: "/c1/Conv", op: "Conv", work: 28 * 28 * 8 * 9, constantBytes: 72 + 32 });
    expect(nodes[7]).toMatchObject({ op: "Gemm", work: 784 * 32 });
    // The pool holds 28 × 28 × 8 while it makes 14 × 14 × 8; the image is no longer needed.
    expect(nodes[1]).toMatchObject({ op: "MaxPool", liveBytes: 28 * 28 * 8 + 14 * 14 * 8 });
    expect(memory).toMatchObject({
      liveBytes: 7840,
      liveNode: "/MaxPool",
      inputBytes: 784,
      outputBytes: 10,
      testBytes: 794,
    });
    expect(layouts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(memory.constantBytes);
    expect(scales).toEqual({ activations: [-6, -1], weights: [-9, -7], perChannel: 0 });
  });

  it("inspects what does not run, and says why not", () => {
    const model = handMade({ x: { dtype: "int8", dims: [1, 4] } }, [node("NonMaxSuppression", ["x"], ["y"])], {
      y: { dtype: "int8", dims: [1, 2] },
    });
    const inspection = inspectEspdl(model, "c");
    expect(inspection.refused).toContain("registers no operator");
    expect(inspection.nodes[0]).toMatchObject({ registered: false, outputs: [{ name: "y", shape: [1, 2] }] });
    expect(inspection.memory.liveBytes).toBeUndefined();
  });
});

describe("the page of an inspection", () => {
  it("draws every node, none over another, each edge downwards", () => {
    for (const name of ["ppq_mnist_s3_s8", "ppq_inverted_residual_esp32p4_s8", "ppq_concat_diff_exp_c_s8"]) {
      const inspection = inspectEspdl(readEspdl(espdlCase(name).model()));
      const { boxes, edges, width, height } = drawGraph(inspection);
      expect(boxes.filter(({ kind }) => kind === "node")).toHaveLength(inspection.nodes.length);
      for (const [i, a] of boxes.entries()) {
        expect(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width && a.y + a.height / 2 <= height).toBe(true);
        for (const b of boxes.slice(i + 1))
          expect(
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2,
            `${a.title} over ${b.title}`,
          ).toBe(true);
      }
      for (const { points } of edges) expect(points.at(-1)!.y).toBeGreaterThan(points[0]!.y);
    }
  });

  it("asks no network and runs no script out of a file's names", () => {
    const evil = "</script><img src=x onerror=alert(1)>\"'&";
    const model = handMade(
      { [evil]: { dtype: "int8", dims: [1, 4] } },
      [{ ...node("Neg", [evil], ["y"]), name: evil }],
      { y: { dtype: "int8" } },
    );
    const page = inspectPage(evil, inspectEspdl(model, "c"));
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).toContain("default-src 'none'");
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|url\((?!#)|@import|src=["']?[a-z]*:/,
    );
  });

  it("refuses more nodes than can be read", () => {
    const nodes = Array.from({ length: 1501 }, (_, i) => ({
      ...node("Identity", [`t${i}`], [`t${i + 1}`]),
      name: `n${i}`,
    }));
    const made = Object.fromEntries(nodes.map(({ outputs }) => [outputs[0]!, { dtype: "int8" as const }]));
    const inspection = inspectEspdl(handMade({ t0: { dtype: "int8", dims: [1] } }, nodes, made), "c");
    expect(() => inspectPage("m", inspection)).toThrow("--html: draws at most 1500 nodes, the model has 1501");
  });
});

describe("command inspect", () => {
  it("fits 100 columns, prints JSON, writes a page", async () => {
    for (const name of ["ppq_mnist_p4_s8", "ppq_inverted_residual_esp32p4_s8", "ppq_mnist_s3_mixed"]) {
      const path = files.write(`${name}.espdl`, espdlCase(name).model());
      const { code, out, err } = await invoke("inspect", path, "--html", files.path("page.html"));
      expect([code, err]).toEqual([0, ""]);
      for (const line of linesOf(out).slice(1)) expect(line.length, line).toBeLessThanOrEqual(100);
      const json = JSON.parse((await invoke("inspect", path, "--json")).out);
      expect(json.nodes.length).toBeGreaterThan(5);
    }
  });
});
