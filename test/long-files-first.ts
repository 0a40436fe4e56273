import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest: begun last, one of them would run alone at the end. */
const LONG = [
  "test/comparison/bisect/zoo.test.ts",
  "test/notebooks/lessons.test.ts",
  "test/cli/kills.test.ts",
  "test/package/pack.test.ts",
  "test/comparison/bisect/zoo-boards.test.ts",
  "test/comparison/bisect/espdl-zoo.test.ts",
  "test/comparison/bisect/bisect.test.ts",
  "test/codegen/espdl/host.test.ts",
  "test/boards/capture/golden-qemu.test.ts",
  "test/boards/capture/golden-host.test.ts",
  "test/boards/capture/golden-wasm.test.ts",
  "test/boards/capture/espdl-wasm.test.ts",
  "test/boards/capture/espdl-qemu.test.ts",
  "test/kernels-ref/c-twins-espdl.test.ts",
  "test/web/page.test.ts",
  "test/comparison/probe/probe.test.ts",
  "test/comparison/diagnose/held-out.test.ts",
  "test/comparison/bisect/real-zoo.test.ts",
  "test/comparison/bisect/real-zoo-boards.test.ts",
  "test/notebooks/jupyter-lab.test.ts",
  "test/kernel/many-situations.test.ts",
  "test/convert/fuzz.test.ts",
];

/** Orders the files of a run: the long ones in front, the others as vitest would. */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const position = LONG.findIndex((long) => moduleId.endsWith(long));
      return position < 0 ? LONG.length : position;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
