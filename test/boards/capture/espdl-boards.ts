import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { captureTrace } from "../../../src/boards/capture/capture-trace.js";
import { layersOf } from "../../../src/boards/capture/layers-file.js";
import { startBoard } from "../../../src/boards/capture/open-board.js";
import { exportCompiled } from "../../../src/codegen/project/export-project.js";
import { compileEspdlForBoard } from "../../../src/espdl/portable.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { feedsOf, type PortableCase, portableCases } from "../../codegen/espdl/cases.js";
import { needs } from "../board/tools.js";

/** Those whose runtime of the chip refuses them. */
const REFUSED = /lut_(mish|softplus)|yolo_p4_w8a16/;

/** Exports cases spread over all families, runs them on a board and holds every tensor against the reference. */
export function espdlOnBoard(board: string, tools: readonly string[], wanted: number): void {
  const all = portableCases().filter(({ name }) => !REFUSED.test(name));
  const step = Math.max(1, Math.floor(all.length / wanted));
  const cases = all.filter((_, i) => i % step === 0).slice(0, wanted);
  const folder = mkdtempSync(join(tmpdir(), "espdl-boards-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe(`.espdl projects on ${board}`, () => {
    test(`${cases.length} cases: every captured tensor is the reference's`, { timeout: 1_800_000 }, async (context) => {
      needs(context, ...tools);
      const different: string[] = [];
      let tensors = 0;
      for (const golden of cases) tensors += await compare(folder, board, golden, different);
      console.log(`${board}: ${cases.length - different.length} of ${cases.length} cases, ${tensors} tensors`);
      expect(different).toEqual([]);
    });
  });
}

async function compare(folder: string, board: string, golden: PortableCase, different: string[]): Promise<number> {
  const { chip, name, model } = golden;
  const compiled = compileEspdlForBoard(readEspdl(model()), { chip });
  const { program } = compiled;
  const sample = feedsOf(program, golden.inputs());
  const out = join(folder, name);
  const { project } = await exportCompiled(compiled, { chip: chip === "c" ? "esp32c3" : chip, sample, out });
  const running = await startBoard(project, board);
  try {
    const { layers } = await captureTrace(running.link, layersOf(program), sample);
    const expected = new Map(interpret(program, sample).layers.map((layer) => [layer.id, layer.tensor]));
    for (const { id, tensor } of layers) {
      const law = expected.get(id)!;
      const at = tensor.toNumbers().findIndex((value, i) => !Object.is(value, Number(law.data[i])));
      if (at < 0) continue;
      different.push(`${name} ${id}: element ${at} is ${tensor.data[at]}, not ${law.data[at]}`);
      break;
    }
    return layers.length;
  } finally {
    await running.close();
    rmSync(out, { recursive: true, force: true });
  }
}
