import type { Form } from "../../../src/execution/fast/form.js";
import { isExact } from "../../../src/execution/fast/self-test/self-test.js";

/** The forms that this machine's processor can run exactly. */
export async function forms(): Promise<Form[]> {
  return (await isExact("bytes")) ? ["floats", "pairs", "bytes"] : ["floats", "pairs"];
}
