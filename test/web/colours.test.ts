import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, launch, NO_CHROMIUM } from "../presentation/report/chromium.js";
import { builtPage } from "./built-page.js";
import { give, openPage, ran } from "./opened-page.js";

type Color = readonly [red: number, green: number, blue: number];

const MODEL = fileURLToPath(new URL("../../notebooks/models/skip_add_s8.espdl", import.meta.url));
/** As Chromium simulates them. */
const SIGHTS = ["none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"] as const;
/** CIE 1976 distance that is seen at a glance; 2.3 is just noticed. */
const [PLAIN, BESIDE_A_WORD] = [20, 10];
let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  [folder, browser] = await Promise.all([builtPage(), launch(CHROMIUM)]);
}, 300_000);

afterAll(() => browser?.close());

beforeEach((context) => {
  if (CHROMIUM === undefined) context.skip(NO_CHROMIUM);
});

/** The colour that is seen at a place of each element, with one kind of sight. */
async function seen(page: Page, sight: (typeof SIGHTS)[number], places: readonly (readonly [Locator, number?])[]) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setEmulatedVisionDeficiency", { type: sight });
  const png = PNG.sync.read(await page.screenshot());
  await session.detach();
  return Promise.all(
    places.map(async ([locator, inside]): Promise<Color> => {
      const { x, y, width, height } = (await locator.boundingBox())!;
      const at = 4 * (Math.round(y + height / 2) * png.width + Math.round(x + (inside ?? width / 2)));
      return [png.data[at]!, png.data[at + 1]!, png.data[at + 2]!];
    }),
  );
}

const linear = (value: number): number => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** CIELAB of an sRGB colour, white D65. */
function lab(color: Color): Color {
  const [r, g, b] = color.map(linear) as unknown as Color;
  const [x, y, z] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116,
  ) as unknown as Color;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Color, b: Color): number => Math.hypot(...lab(a).map((value, i) => value - lab(b)[i]!));

describe.each([false, true])("dark: %s", (dark) => {
  test("each family of operators has a colour or a line of its own, however colours are seen", async () => {
    const { page } = await openPage(browser, folder, 1280, { dark });
    await give(page, [{ name: "skip_add_s8.espdl", bytes: readFileSync(MODEL) }]);
    await ran(page);
    const keys = await page.locator(".key").all();
    const names = await page.locator(".key").allTextContents();
    const lines = (await page.evaluate(
      "[...document.querySelectorAll('.key')].map((key) => getComputedStyle(key, '::before').borderTopStyle)",
    )) as string[];
    expect(new Set(lines).size).toBe(4);
    const alike: string[] = [];
    for (const sight of SIGHTS) {
      const colors = await seen(
        page,
        sight,
        keys.map((key) => [key, 6] as const),
      );
      for (let a = 0; a < names.length; a++)
        for (let b = 0; b < a; b++) {
          const apart = distance(colors[a]!, colors[b]!);
          if (lines[a] === lines[b] && apart < BESIDE_A_WORD && sight !== "achromatopsia")
            alike.push(`${sight}: ${names[a]} and ${names[b]}, ${apart.toFixed(1)}`);
        }
    }
    expect(alike).toEqual([]);
    await page.close();
  }, 120_000);

  test("what is wrong by itself is told from what inherits, and words are read", async () => {
    const { page } = await openPage(browser, folder, 1280, { dark });
    await page.waitForSelector("html[data-demonstrated=right]", { state: "attached" });
    await page.check("input[value=padding]");
    await page.waitForSelector("html[data-demonstrated=broken]", { state: "attached" });
    const bar = (color: string): Locator => page.locator(`.verdict rect[fill="${color}"]`).first();
    await bar("#D55E00").scrollIntoViewIfNeeded();
    for (const sight of SIGHTS) {
      const [own, inherited] = await seen(page, sight, [[bar("#D55E00")], [bar("#56B4E9")]]);
      const least = sight === "achromatopsia" ? BESIDE_A_WORD : PLAIN;
      expect(distance(own!, inherited!), sight).toBeGreaterThan(least);
    }
    const contrasts = (await page.evaluate(CONTRASTS)) as Record<string, number>;
    for (const [what, contrast] of Object.entries(contrasts)) expect(contrast, what).toBeGreaterThan(4.5);
    await page.close();
  }, 120_000);
});

/** Contrast (WCAG 2.1) of each colour of words on each ground that they stand on. */
const CONTRASTS = `(() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name) => {
    probe.style.color = "var(" + name + ")";
    const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = {};
  for (const words of ["--ink", "--dim", "--warn"]) for (const ground of ["--paper", "--side"]) {
    const [a, b] = [light(words), light(ground)].sort((a, b) => b - a);
    found[words + " on " + ground] = (a + 0.05) / (b + 0.05);
  }
  probe.remove();
  return found;
})()`;
