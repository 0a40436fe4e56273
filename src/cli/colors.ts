import pico from "picocolors";

const { FORCE_COLOR, NO_COLOR, TERM } = process.env;

/** Colour on a terminal only: `CI=true`, which the library takes for one, is set where logs are read as text. */
export const colors = pico.createColors(
  !NO_COLOR && (Boolean(FORCE_COLOR) || (process.stdout.isTTY === true && TERM !== "dumb")),
);
