import { expect } from "vitest";
import { UserError } from "../../../src/base/errors.js";

/** The message with which `action` refuses; it must be a UserError of one printable line. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as UserError;
    expect(message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
    expect(message.length).toBeLessThan(1000);
    return message;
  }
  throw new Error("nothing was refused");
}
