import type { BisectOptions } from "../comparison/bisect/bisect.js";
import { progressBar } from "./progress.js";

/** Who a search tells how far it is. */
type Told = Required<Pick<BisectOptions, "onReplay" | "onProbe">>;

/** Runs a search with a bar for the layers that are run alone; on a slow line one that is measured takes a while. */
export async function withAloneBar<T>(search: (told: Told) => Promise<T>): Promise<T> {
  let bar: ReturnType<typeof progressBar> | undefined;
  let label = "";
  const onReplay = (done: number, total: number): void => {
    bar?.stop();
    label = `layer ${done + 1} of ${total} alone`;
    bar = progressBar(label, total);
    bar.update(done);
  };
  let most = 0;
  const onProbe = (done: number, runs: number): void => {
    if (done === 0 || runs !== most) {
      bar?.stop();
      bar = progressBar(`${label}, probes`, runs);
    }
    most = runs;
    bar?.update(done);
  };
  try {
    return await search({ onReplay, onProbe });
  } finally {
    bar?.stop();
  }
}
