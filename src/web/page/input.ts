import type { GivenInput, InputRow } from "../protocol.js";
import { element } from "./element.js";
import { Pad } from "./pad.js";

/** The panel in which a person gives the model an input of their own: an image, an array, a drawing. */
export interface InputPanel {
  readonly element: HTMLElement;
  /** Files that were dropped while the model is open. */
  take(file: File): Promise<void>;
  /** What the last run was given. */
  tell(text: string): void;
}

/** @param given told the input */
export function inputPanel(inputs: readonly InputRow[], given: (input: GivenInput | undefined) => void): InputPanel {
  const told = element("p", { class: "told" });
  const mean = element("input", { type: "number", value: "0", step: "any", "aria-label": "mean" });
  const scale = element("input", { type: "number", value: String(1 / 255), step: "any", "aria-label": "scale" });
  const preview = element("canvas", { class: "preview", width: 1, height: 1 });
  const take = async (file: File): Promise<void> => {
    if (/\.np[yz]$/i.test(file.name)) {
      given({ kind: "npy", name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      return;
    }
    const bitmap = await createImageBitmap(file);
    preview.width = bitmap.width;
    preview.height = bitmap.height;
    const context = preview.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    const { width, height } = preview;
    const pixels = new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
    given({
      kind: "image",
      name: file.name,
      width,
      height,
      pixels,
      mean: Number(mean.value),
      scale: Number(scale.value),
    });
  };
  const choose = element("input", { type: "file", accept: "image/*,.npy,.npz", "aria-label": "an image or array" });
  choose.addEventListener("change", () => {
    const [file] = choose.files ?? [];
    if (file !== undefined) take(file).catch((error: Error) => told.replaceChildren(`${file.name}: ${error.message}`));
  });
  const rows = inputs.map(({ name, type }) => element("li", {}, `${name}: ${type}`));
  return {
    take,
    tell: (text) => told.replaceChildren(`ran on ${text}`),
    element: element(
      "div",
      { class: "input" },
      element("h2", {}, "Its input"),
      element("ul", {}, ...rows),
      told,
      element(
        "p",
        {},
        element("button", { type: "button", onclick: () => given(undefined) }, "Run on the usual input"),
      ),
      element("h3", {}, "An image, or a .npy or .npz"),
      element("p", {}, choose),
      element(
        "p",
        {},
        "An image is resized to the input (bilinear); a pixel of 0 … 255 becomes (pixel − ",
        mean,
        ") · ",
        scale,
      ),
      preview,
      ...drawing(inputs, given),
    ),
  };
}

/** For a model of 28 × 28: paper to draw on. */
function drawing(inputs: readonly InputRow[], given: (input: GivenInput) => void): HTMLElement[] {
  const [first] = inputs;
  if (inputs.length !== 1 || first!.shape.filter((length) => length > 1).join() !== "28,28") return [];
  const pad = new Pad((values) => {
    const pixels = new Uint8Array(784 * 4).fill(255);
    for (let i = 0; i < 784; i++) pixels.fill(Math.round(values[i]! * 255), 4 * i, 4 * i + 3);
    given({ kind: "image", name: "the drawing", width: 28, height: 28, pixels, mean: 0, scale: 1 / 255 });
  });
  const clear = element("button", { type: "button", onclick: () => pad.show(new Float32Array(784)) }, "clear");
  return [element("h3", {}, "A drawing (ink 1, paper 0)"), pad.element, element("p", {}, clear)];
}
