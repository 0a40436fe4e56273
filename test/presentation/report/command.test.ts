import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { writeTrace } from "../../../src/formats/trace/write.js";
import { graphDump } from "../../../src/ir/graph/dump.js";
import { invoke } from "../../cli/invoke.js";
import { workspace } from "../../cli/workspace.js";
import { goldenCase } from "../../golden/cases.js";
import { faultyRun } from "./faulty-run.js";

const folder = workspace();
const model = goldenCase("tutorial_nhwc").path("quant.onnx");

/** Every value is a step too large. */
const addOne = ({ data }: Tensor): void => {
  for (let i = 0; i < data.length; i++) data[i] = Math.min((data[i] as number) + 1, 127);
};

beforeAll(() => {
  const { program, reference, board } = faultyRun("tutorial_nhwc", "tvmgen_default_fused_nn_relu", addOne);
  writeTrace(folder.path("reference"), reference, graphDump(program));
  writeTrace(folder.path("board"), board, graphDump(program));
});

const section = (page: string, id: string): string =>
  page.split(`<section id="${id}"`)[1]?.split("</section>")[0] ?? "";

describe("diff --html", () => {
  test("writes the page beside the text, and says where", async () => {
    const page = folder.path("report.html");
    const { code, out } = await invoke("diff", folder.path("reference"), folder.path("board"), "--html", page);
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n").at(-1)).toBe(`report  ${page}`);
    const html = readFileSync(page, "utf8");
    expect(section(html, "diagnosis")).toContain("The first that differs is layer 24, tvmgen_default_fused_nn_relu");
    expect(section(html, "layers")).toContain('<tr class="first"><td class="number">24</td>');
    expect(section(html, "layer-24")).toContain("elements lie off the diagonal");
    expect(section(html, "memory")).toBe("");
  });

  test("with the model: the cause and the memory plan too", async () => {
    const page = folder.path("known.html");
    const paths = [folder.path("reference"), folder.path("board")];
    await invoke("diff", ...paths, "--model_path", model, "--html", page, "--json");
    const html = readFileSync(page, "utf8");
    expect(section(html, "diagnosis")).toContain('<div class="cause"><h3>Layer 24: tvmgen_default_fused_nn_relu (');
    expect(section(html, "diagnosis")).toContain("The layer is wrong by itself.");
    expect(section(html, "layer-24")).toContain("Error by row and column");
    expect(section(html, "memory")).toContain("Arena over time");
  });

  test("equal runs have a page without a cause; --json stays JSON", async () => {
    const page = folder.path("equal.html");
    const { code, out } = await invoke(
      "diff",
      folder.path("reference"),
      folder.path("reference"),
      "--html",
      page,
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).verdict).toBe("equal");
    expect(section(readFileSync(page, "utf8"), "diagnosis")).toContain(
      '<p class="verdict equal">Equal: all 58 tensors',
    );
  });

  test("a log has no pictures of tensors but a page", async () => {
    const log = folder.write("monitor.txt", "tvmgen_default_fused_nn_relu\n1, 2, 3, 4,\n");
    const page = folder.path("log.html");
    const args = ["--log", log, "--layer", "tvmgen_default_fused_nn_relu", "--html", page];
    expect((await invoke("diff", folder.path("reference"), ...args)).code).toBe(1);
    expect(readFileSync(page, "utf8")).toContain('<section id="statistics"');
  });

  test("a page that cannot be written is refused before any work", async () => {
    const { code, err } = await invoke(
      "diff",
      folder.path("reference"),
      "missing",
      "--html",
      folder.path("no", "x.html"),
    );
    expect(code).toBe(2);
    expect(err).toContain("--html: ");
  });
});
