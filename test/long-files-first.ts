import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest: begun last, one of them would run alone at the end. */
const LONG = [
  "test/boards/capture/golden-qemu.test.ts",
  "test/boards/capture/golden-wasm.test.ts",
  "test/notebooks/lessons.test.ts",
  "test/comparison/bisect/zoo.test.ts",
  "test/package/pack.test.ts",
  "test/notebooks/jupyter-lab.test.ts",
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
