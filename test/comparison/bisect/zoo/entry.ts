import { SWITCH } from "./board-model.js";

/** Number of the fault in the list of calls that the application's entry point makes. */
export const ENTRY_FAULT = 950;

/** The first convolution that the entry point calls reads its weights one byte late; undefined where it calls none. */
export function faultyEntry(text: string): string | undefined {
  const result = text.replace(
    /( if \(tvmgen_default_esp_main_\d+\(\w+, )(constant_\d+_let)/,
    (_, call: string, weights: string) => `${call}${weights} + (${SWITCH}[0] == ${ENTRY_FAULT})`,
  );
  return result === text
    ? undefined
    : result.replace(
        '#include "tvmgen_default_calls.h"\n',
        `#include "tvmgen_default_calls.h"\nextern int32_t ${SWITCH}[4];\n`,
      );
}
