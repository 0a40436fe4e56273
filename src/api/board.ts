export { VIRTUAL_BOARDS } from "../boards/board/boards.js";
export type { Link } from "../boards/board/link/link.js";
export { type CaptureOptions, captureTrace } from "../boards/capture/capture-trace.js";
export type { LayerDescription } from "../boards/capture/layers-file.js";
export { type Monitor, monitor } from "../boards/capture/monitor.js";
export { type RunningBoard, startBoard } from "../boards/capture/open-board.js";
export { readInputs } from "../boards/capture/project-inputs.js";
export { readLayers } from "../boards/capture/read-layers.js";
export { type BoardRun, type CallCost, runOnBoard } from "../boards/capture/run-on-board.js";
