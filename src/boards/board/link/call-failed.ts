import { UserError } from "../../../base/errors.js";

/** A call did not come back, or said that it failed. */
export class CallFailed extends UserError {
  /**
   * @param call index of the call
   * @param reason why it is known to have failed, without the board's name
   */
  constructor(
    readonly board: string,
    readonly call: number,
    readonly outputs: readonly string[],
    readonly reason: string,
  ) {
    super(`board ${board}: call ${call} (${outputs.join(", ")}) ${reason}`);
  }
}
