import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeEspdl } from "../../src/espdl/write.js";
import { CHROMIUM, launch, NO_CHROMIUM } from "../presentation/report/chromium.js";
import { builtPage } from "../web/built-page.js";
import { give, openPage, ran } from "../web/opened-page.js";
import { mobilenet } from "./espdl-mobilenet.js";

/** What may be taken, and what is. */
interface Measure {
  readonly what: string;
  readonly most: number;
  readonly found: number;
}

const OPENINGS = 5;

/**
 * Measures the page in Chromium: its bytes, seconds from its folder to the demonstration's answer (the best of five, each in
 * a profile of its own), and of all layers of a MobileNetV2 of 224 × 224 on the reference kernels.
 * @returns undefined where there is no browser
 */
async function pageMeasures(): Promise<readonly Measure[] | undefined> {
  if (CHROMIUM === undefined) return undefined;
  const folder = await builtPage();
  const browser = await launch(CHROMIUM);
  try {
    const openings: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      const start = performance.now();
      const { page } = await openPage(browser, folder, 1280);
      await page.waitForSelector("html[data-demonstrated=right]", { state: "attached" });
      openings.push((performance.now() - start) / 1000);
      await page.close();
    }
    const { page } = await openPage(browser, folder, 1280);
    await give(page, [{ name: "mobilenet.espdl", bytes: writeEspdl(mobilenet("int8")) }]);
    await ran(page);
    const status = (await page.locator("#status").textContent()) ?? "";
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    return [
      { what: "megabytes of the page", most: 3, found: bytes / 1e6 },
      { what: "seconds from its folder to the demonstration's answer", most: 2, found: Math.min(...openings) },
      {
        what: "seconds of MobileNetV2-224 through all layers",
        most: 6,
        found: Number(/ in ([\d.]+) s/.exec(status)?.[1]),
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Prints the page's measures; one that takes too much makes the process fail. */
export async function benchPage(
  print: (title: string, heads: readonly string[], rows: readonly (readonly string[])[]) => void,
): Promise<void> {
  const measures = await pageMeasures();
  if (measures === undefined) {
    process.stdout.write(`\nThe page: ${NO_CHROMIUM}\n`);
    return;
  }
  print(
    "The page in Chromium",
    ["", "is", "at most"],
    measures.map(({ what, most, found }) => [what, found.toFixed(2), String(most)]),
  );
  if (!measures.every(({ most, found }) => found <= most)) process.exitCode = 1;
}
