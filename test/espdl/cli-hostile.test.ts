import { mkdirSync } from "node:fs";
import { expect, it } from "vitest";
import { inspectEspdl } from "../../src/espdl/inspect/inspect.js";
import { readEspdl } from "../../src/espdl/read.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { espdlCase, espdlCases } from "../golden/espdl-cases.js";
import { handMade, node } from "./hand-made.js";
import { MODEL_MUTATIONS } from "./model-mutations.js";
import { MUTATIONS, random } from "./mutations.js";

const files = workspace();
const RUNS = 900;
const COMMANDS = ["inspect", "verify", "lint"];

/** What a hostile file may do: be worked on, or be refused in one line on the error stream with exit code 2. */
async function survives(path: string, command: string): Promise<"ran" | "refused"> {
  const { code, out, err } = await invoke(command, path, "--target_chip", "esp32s3");
  const label = `${command}: ${err}`;
  expect(err, label).not.toContain("internal error");
  expect(out, label).not.toMatch(/[^\P{Cc}\n]/u);
  if (code !== 2) return "ran";
  const refused = linesOf(err).filter((line) => !/^warning: [^\p{Cc}\p{Zl}\p{Zp}]+$/u.test(line));
  expect(refused, label).toHaveLength(1);
  expect(refused[0], label).toMatch(/^espdl-lab: [^\p{Cc}\p{Zl}\p{Zp}]{8,}$/u);
  expect(refused[0]!.length, label).toBeLessThan(600);
  expect(out, label).toBe("");
  return "refused";
}

const small = espdlCases()
  .map(({ model }) => new Uint8Array(model()))
  .filter(({ length }) => length < 6000);

it(`${RUNS} mutated files through inspect, verify and lint run or are refused in one line`, async () => {
  const below = random(20261122);
  const kinds = Object.values(MUTATIONS);
  const counts = { ran: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const [file, other] = [small[below(small.length)]!, small[below(small.length)]!];
    const path = files.write("mutated.espdl", kinds[run % kinds.length]!(file, below, other));
    counts[await survives(path, COMMANDS[run % COMMANDS.length]!)]++;
  }
  console.log(`mutated files through inspect, verify, lint: ${RUNS} of ${RUNS} ran or gave one line`, counts);
  expect(counts.refused).toBeGreaterThan(0);
  expect(counts.ran).toBeGreaterThan(0);
});

it("400 models that contradict themselves, and names that are no text", async () => {
  const below = random(7);
  const kinds = Object.values(MODEL_MUTATIONS);
  for (let run = 0; run < 400; run++) {
    const model = readEspdl(small[below(small.length)]!);
    const graph = kinds[run % kinds.length]!(model.graph, below);
    await survives(files.write("mutated.espdl", writeEspdl({ ...model, graph })), COMMANDS[run % COMMANDS.length]!);
  }
  const evil = "a\n\u001b[31m</script><script>alert(1)</script>\u202e\u2028";
  const hostile = handMade(
    { [evil]: { dtype: "int8", dims: [1, 2] } },
    [{ ...node("Neg", [evil], ["y"]), name: evil, opType: evil }],
    { y: { dtype: "int8" } },
  );
  const path = files.write("evil.espdl", writeEspdl(hostile));
  for (const command of COMMANDS) await survives(path, command);
  expect((await invoke("inspect", path, "--html", files.path("evil.html"))).code).toBe(0);
});

it("files that are none, that are missing, and options that do not fit", async () => {
  mkdirSync(files.path("folder.espdl"));
  const paths = [
    files.path("missing.espdl"),
    files.path("folder.espdl"),
    files.write("empty.espdl", ""),
    files.write("text.espdl", "hello, world"),
    files.write("head.espdl", espdlCase("ppq_mnist_s3_s8").model().subarray(0, 40)),
  ];
  for (const path of paths) for (const command of COMMANDS) expect(await survives(path, command)).toBe("refused");
  const good = files.write("good.espdl", espdlCase("ppq_mnist_s3_s8").model());
  for (const args of [
    ["inspect", good, "--target_chip", "esp8266"],
    ["inspect", good, "--html", files.path("nowhere", "x.html")],
    ["inspect", good, "--html", good],
    ["verify", good, "--target_chip", "esp32p4", "--s3_lanes"],
    ["lint", good, "--target_chip", "c", "--img_path", files.path("missing.npy")],
  ]) {
    const { code, out, err } = await invoke(...args);
    expect([code, out, linesOf(err).length], args.join(" ")).toEqual([2, "", 1]);
  }
});

it("a chain of reshapes of any length is inspected without recursion", () => {
  const length = 15_000;
  const nodes = Array.from({ length }, (_, i) => ({ ...node("Identity", [`t${i}`], [`t${i + 1}`]), name: `n${i}` }));
  const made = Object.fromEntries(nodes.map(({ outputs }) => [outputs[0]!, { dtype: "int8" as const }]));
  const inspection = inspectEspdl(handMade({ t0: { dtype: "int8", dims: [1, 4] } }, nodes, made), "c");
  expect(inspection.memory.liveBytes).toBe(4);
});
