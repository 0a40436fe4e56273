import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { LEFT_OUT } from "./left-out.js";
import { LongFilesFirst } from "./long-files-first.js";

/** Every file whose path begins with one of {@link LEFT_OUT}. */
const LONG = [...LEFT_OUT.values()].flat().flatMap((path) => [`${path}*.test.ts`, `${path}*/**/*.test.ts`]);
/** Files that put others in the place of modules: for all that is loaded after them, were they not alone. */
const MOCKING = ["test/convert/not-installed.test.ts"];
const TESTS = "test/**/*.test.ts";

/** Short files share a process, in which what they import is loaded once: that takes longer than most of them. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // By default one core is left to vitest itself, which is half of two.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "short",
          include: [TESTS],
          exclude: [...configDefaults.exclude, ...LONG, ...MOCKING],
          isolate: false,
        },
      },
      { extends: true, test: { name: "long", include: [...LONG, ...MOCKING] } },
    ],
  },
});
