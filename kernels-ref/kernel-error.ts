/** A kernel was asked for something it does not do: an attribute, a layout, a dtype. The message says what it does. */
export class KernelError extends Error {
  override name = "KernelError";
}
