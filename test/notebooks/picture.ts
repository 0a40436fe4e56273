import type { Locator, Page } from "playwright-core";

/** What a piece of the screen looks like: a blank one has one colour and no ink. */
export interface Picture {
  /** Different colours. */
  readonly colors: number;
  /** Share 0 … 1 of the pixels that do not have the most frequent colour. */
  readonly inked: number;
}

/** Photographs an element and counts its pixels, in the browser, which can read a PNG. */
export async function picture(page: Page, element: Locator): Promise<Picture> {
  const png = (await element.screenshot()).toString("base64");
  return (await page.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    return { colors: counts.size, inked: 1 - Math.max(...counts.values()) / pixels.length };
  })()`)) as Picture;
}
