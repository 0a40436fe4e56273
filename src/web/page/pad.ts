import { element } from "./element.js";

const SIDE = 28;
/** Pixels of the screen that one of the picture's has. */
const ZOOM = 10;
/** Radius of the pen, in pixels of the picture. */
const PEN = 1.3;

/** A square of paper to draw a digit on: 28 × 28 values, 0 (paper) … 1 (ink). */
export class Pad {
  readonly element: HTMLCanvasElement;
  private values = new Float32Array(SIDE * SIDE);
  private at: readonly [number, number] | undefined;

  /** @param changed told whenever the drawing did */
  constructor(private readonly changed: (values: Float32Array) => void) {
    this.element = element("canvas", {
      class: "pad",
      width: SIDE * ZOOM,
      height: SIDE * ZOOM,
      role: "img",
      "aria-label": "paper of 28 × 28 pixels: draw a digit with the mouse or a finger, or choose one below",
    });
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.at = undefined;
      this.draw(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) this.draw(event);
    });
    this.paint();
  }

  show(values: Float32Array): void {
    this.values = Float32Array.from(values);
    this.paint();
    this.changed(this.values);
  }

  private draw(event: PointerEvent): void {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const to = [((event.clientX - left) / width) * SIDE, ((event.clientY - top) / height) * SIDE] as const;
    const [x0, y0] = this.at ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - x0, to[1] - y0) * 2));
    for (let i = 0; i <= steps; i++) this.dot(x0 + ((to[0] - x0) * i) / steps, y0 + ((to[1] - y0) * i) / steps);
    this.at = to;
    this.paint();
    this.changed(this.values);
  }

  private dot(x: number, y: number): void {
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const ink = Math.min(Math.max(PEN + 0.5 - distance, 0), 1);
        const i = row * SIDE + column;
        this.values[i] = Math.max(this.values[i]!, ink);
      }
  }

  private paint(): void {
    const context = this.element.getContext("2d")!;
    this.values.forEach((ink, i) => {
      const gray = Math.round(255 * (1 - ink));
      context.fillStyle = `rgb(${gray} ${gray} ${gray})`;
      context.fillRect((i % SIDE) * ZOOM, Math.floor(i / SIDE) * ZOOM, ZOOM, ZOOM);
    });
  }
}
