import type { Page } from "playwright-core";

/**
 * Pairs of labels (ticks, legend, titles, notes) in one picture that cover each other, and labels that stick out of their
 * picture: their texts. Boxes are those on the screen, so turned text counts as it stands; 1 px may be shared.
 */
export async function overlaps(page: Page, pictures: string): Promise<string[]> {
  return (await page.evaluate(`(${find})(${JSON.stringify(pictures)})`)) as string[];
}

const find = `(pictures) => {
  const found = [];
  for (const picture of document.querySelectorAll(pictures)) {
    const frame = picture.getBoundingClientRect();
    const labels = [...picture.querySelectorAll("text")]
      .filter((text) => text.textContent.trim() !== "" && !text.closest(".hoverlayer, .modebar, .legendtoggle"))
      .map((text) => ({ name: text.textContent, box: text.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    labels.forEach(({ name, box }, i) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push("sticks out: " + name);
      for (const other of labels.slice(i + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 1 && high > 3) found.push(name + " / " + other.name);
      }
    });
  }
  return found;
}`;
