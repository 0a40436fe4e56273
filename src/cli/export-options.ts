import type { Chip } from "../espdl/chip.js";

/** What `export` takes. */
export interface ExportArguments {
  readonly target_chip: Chip;
  readonly model_path?: string;
  readonly img_path?: string;
  readonly out_path: string;
  readonly template_path?: string;
  readonly psram?: true;
  readonly no_islands?: true;
  readonly runtime?: "esp-dl" | "portable";
  readonly s3_lanes?: true;
  readonly key?: string;
  readonly model?: string;
  readonly json?: true;
}

/** What both kinds of model are written with. */
export function writeOptions({ target_chip, out_path, psram, template_path }: ExportArguments) {
  const espDlPath = process.env.ESP_DL_PATH;
  return {
    ...{ chip: target_chip, out: out_path, psram: psram ?? false },
    ...(template_path !== undefined && { template: template_path }),
    ...(espDlPath && { espDlPath }),
  };
}
