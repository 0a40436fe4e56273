import { UserError } from "../../../base/errors.js";
import type { Exchange, RunningCalls } from "./exchange.js";
import { PayloadReader } from "./fields.js";
import { RESTARTED, Request, requestName, statusText } from "./protocol.js";

/** An answer behind its status. @throws UserError when the board refused. */
export function openAnswer(board: string, type: number, payload: Uint8Array): PayloadReader {
  const answer = new PayloadReader(payload);
  const status = answer.u8();
  // A repeated RESET reaches a board that has done it.
  if (status === RESTARTED && type !== Request.RESET) {
    throw new UserError(
      `board ${board}: restarted before "${requestName(type)}" (power, watchdog or a crash), what it held is lost; run the command again`,
    );
  }
  if (status !== 0 && status !== RESTARTED)
    throw new UserError(`board ${board}: refused "${requestName(type)}": ${statusText(status)}`);
  return answer;
}

/** Sends one request that has one answer. @param calls - what to know of the calls that it runs */
export async function ask(
  exchange: Exchange,
  type: number,
  payload: Uint8Array = new Uint8Array(0),
  calls?: RunningCalls,
): Promise<PayloadReader> {
  let answer: PayloadReader | undefined;
  await exchange.request(
    type,
    () => payload,
    (bytes) => {
      answer = openAnswer(exchange.name, type, bytes);
      return true;
    },
    calls,
  );
  return answer!;
}
