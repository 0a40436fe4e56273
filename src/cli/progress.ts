import { Presets, SingleBar } from "cli-progress";

/** A bar on the terminal's error stream; silent where that is no terminal, so that pipes and logs stay clean. */
export function progressBar(label: string, total: number): { update(done: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const format = `${label} {bar} {value}/{total}`;
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true, barsize: 30 }, Presets.shades_classic);
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
