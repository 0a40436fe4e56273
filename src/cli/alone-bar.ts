import { progressBar } from "./progress.js";

/** Runs a search with a bar for the layers that are run alone, which take their time. */
export async function withAloneBar<T>(
  search: (onReplay: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    return await search((done, total) => {
      bar ??= progressBar("alone", total);
      bar.update(done);
    });
  } finally {
    bar?.stop();
  }
}
