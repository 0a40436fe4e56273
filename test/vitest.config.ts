import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongFilesFirst } from "./long-files-first.js";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // By default one core is left to vitest itself, which is half of two.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongFilesFirst },
  },
});
