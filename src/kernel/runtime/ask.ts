import { frontend } from "./frontend.js";

/**
 * Asks the person at the notebook and waits for the line they type.
 * @throws UserError when the cell is run where nobody can answer
 */
export function input(prompt = ""): string {
  return frontend().input(String(prompt));
}

/** Switches type checking of the cells that follow off or on; for one cell write `// @ts-nocheck` on its first line. */
export function checkTypes(on: boolean): void {
  frontend().post({ type: "check", on: Boolean(on) });
}
