import type { Budget, Fit } from "../../../codegen/memory/fits.js";
import { formatCount } from "../../figures/text.js";
import type { View } from "../view.js";

/** Layers to blame that are told. */
const TOLD = 3;

/** Which chips have room for a model, and which layers are too large for the others. */
export function fitsView(fits: readonly Fit[]): View {
  const room = fits.filter((fit) => fit.fits).map(({ chip }) => chip);
  const psram = fits.some((fit) => fit.psram !== undefined);
  return {
    heading: room.length === 0 ? "Fits none of these chips" : `Fits ${room.join(", ")}`,
    lines: fits.flatMap(({ chip, blame }) => blame.slice(0, TOLD).map((layer) => `${chip}: ${blameText(layer)}`)),
    table: {
      columns: [
        { title: "chip" },
        { title: "fits" },
        { title: "RAM, bytes", align: "right" },
        ...(psram ? [{ title: "PSRAM, bytes", align: "right" as const }] : []),
        { title: "flash, bytes", align: "right" },
      ],
      rows: fits.map((fit) => [
        fit.chip,
        fit.fits ? "yes" : "NO",
        budgetText(fit.ram),
        ...(psram ? [fit.psram ? budgetText(fit.psram) : ""] : []),
        budgetText(fit.flash),
      ]),
    },
  };
}

/** The same of one chip, as lines. */
export function fitLines({ chip, fits, ram, psram, flash, blame }: Fit): string[] {
  const parts = [
    `RAM ${budgetText(ram)} (${ram.parts.map(({ name, bytes }) => `${name} ${formatCount(bytes)}`).join(", ")})`,
    ...(psram ? [`PSRAM ${budgetText(psram)}`] : []),
    `flash ${budgetText(flash)}`,
  ];
  return [
    `${chip} ${fits ? "has room" : "has NO ROOM"}: ${parts.join("; ")} bytes`,
    ...blame.slice(0, TOLD).map(blameText),
  ];
}

const blameText = ({ layer, bytes }: Fit["blame"][number]): string =>
  `layer ${layer} needs ${formatCount(bytes)} bytes at once`;

const budgetText = ({ needed, available }: Budget): string =>
  `${formatCount(needed)} of ${formatCount(available)}${needed > available ? " (too much)" : ""}`;
