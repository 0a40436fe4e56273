import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { type Firmware, readFirmware, runModel } from "../../src/boards/board/index.js";
import { startBoard } from "../../src/boards/capture/open-board.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import { needs } from "../boards/board/tools.js";
import { workspace } from "../cli/workspace.js";
import { goldenCase } from "../golden/cases.js";
import { goldenFeeds } from "../golden/feeds.js";

/** The print of ESP-DL's tutorial, as it is pasted. */
const SNIPPET = `
  int8_t *data = (int8_t *)sid_4_let;
  for (int i = 0; i < 16; i++) printf("%d,", data[i]);
  printf("\\n");
`;
const CALL = /^ {2}if \(tvmgen_default_esp_main_0\(.*sid_4_let\) != 0\) return -1;$/m;
/** What app_main.c does on a chip. */
const MAIN = `#include <stddef.h>
#include "input_data.h"
#include "output_data.h"

int main(void) {
  struct tvmgen_default_inputs inputs = {(void *)input_data};
  struct tvmgen_default_outputs outputs = {output_data};
  return tvmgen_default_run(&inputs, &outputs);
}
`;

describe("the tutorial's print, pasted behind a call", () => {
  const files = workspace();
  const golden = goldenCase("tutorial_nhwc");
  const model = readModel(golden.path("quant.onnx"));
  const debug = compileForDebug(model).program;
  const feeds = goldenFeeds(golden, debug);
  const reference = interpret(debug, feeds).layers;
  const layer = reference.find(({ id }) => id === "tvmgen_default_fused_nn_relu")!;
  const expected = `${layer.tensor.data.subarray(0, 16).join()},\n`;

  async function pasted(folder: string): Promise<Firmware> {
    const { project } = await exportProject(model, { chip: "esp32s3", sample: feeds, out: files.path(folder) });
    const source = join(project, "components/tvm_model/model/codegen/host/src/default_lib1.c");
    const text = readFileSync(source, "utf8");
    expect(text).toMatch(CALL);
    writeFileSync(source, text.replace(CALL, `$&${SNIPPET}`));
    return readFirmware(project);
  }

  test("prints the first 16 numbers of the layer", async (context) => {
    needs(context, "cc");
    const { project, sources, includes } = await pasted("printing");
    const network = sources.filter((path) => path.startsWith("components/"));
    const units = [...network.map((path) => join(project, path)), files.write("main.c", MAIN)];
    const folders = [...includes, "main"].map((folder) => `-I${join(project, folder)}`);
    const program = files.path("program");
    execFileSync("cc", ["-std=c99", "-ffp-contract=off", "-fno-strict-aliasing", ...folders, ...units, "-o", program]);
    expect(execFileSync(program, { encoding: "utf8" })).toBe(expected);
  });

  test.for([["wasm"], ["host", "cc"], ["qemu-esp32c3", "qemu-system-riscv32", "riscv64-unknown-elf-gcc"]])(
    "%s answers all the same, although the print may share its line",
    async ([board, ...tools], context) => {
      needs(context, ...tools);
      const { project } = await pasted(board!);
      const { link, buildLog } = await startBoard(project, board!);
      expect(buildLog).toBe("");
      const inputs = new Map([...feeds].map(([name, { data }]) => [name, toBytes(data)]));
      const [output] = await runModel(link, inputs);
      await link.close();
      expect(output).toEqual({ id: reference.at(-1)!.id, bytes: toBytes(reference.at(-1)!.tensor.data) });
    },
  );
});
