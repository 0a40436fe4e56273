import { expect, it } from "vitest";
import { readEspdl } from "../../src/espdl/read.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { espdlCase } from "../golden/espdl-cases.js";

const files = workspace();
const chip = ["--target_chip", "esp32p4"];
const { graph, ...rest } = readEspdl(espdlCase("ppq_conv1d_relu_esp32p4_s8").model());

/** `verify` and `debug` refuse it in this one line; `lint` tells an error of the rule. */
async function told(path: string, line: string, rule: string): Promise<void> {
  for (const args of [
    ["verify", path],
    ["debug", "--model_path", path, "--dump_root", files.path("trace")],
  ]) {
    const { code, out, err } = await invoke(...args, ...chip);
    expect([code, out, linesOf(err).length, err]).toEqual([2, "", 1, expect.stringContaining(line)]);
  }
  const { code, out } = await invoke("lint", path, ...chip, "--json");
  const { findings } = JSON.parse(out);
  expect([code, findings.filter(({ severity }: { severity: string }) => severity === "error")]).toEqual([
    1,
    [expect.objectContaining({ rule })],
  ]);
}

it("a test input of a type that the chip's test cannot feed is told by name", async () => {
  const testInputs = graph.testInputs.map((test) => ({ ...test, dtype: "uint8" as const }));
  const path = files.write("uint8.espdl", writeEspdl({ ...rest, graph: { ...graph, testInputs } }));
  await told(path, `input "${testInputs[0]!.name}": its embedded test input must be int8, got uint8`, "test-input");
});

it("a shape that a node does not compute is told before anything is run", async () => {
  const index = graph.nodes.findIndex(({ opType }) => opType === "Conv");
  const nodes = graph.nodes.map((node, i) => {
    // a million frames of padding: the run would take seconds and hundreds of megabytes.
    const pads = { type: "ints", value: [0, 1_000_000] } as const;
    return i === index ? { ...node, attributes: new Map([...node.attributes, ["pads", pads] as const]) } : node;
  });
  const path = files.write("pads.espdl", writeEspdl({ ...rest, graph: { ...graph, nodes } }));
  const { name, outputs } = nodes[index]!;
  const started = performance.now();
  await told(path, `${name} (Conv): the file declares its output "${outputs[0]}" as [`, "declared-type");
  expect(performance.now() - started).toBeLessThan(5_000);
});
