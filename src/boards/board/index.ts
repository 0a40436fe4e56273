export type { Board, Image, Progress } from "./board.js";
export { boardByName, VIRTUAL_BOARDS } from "./boards.js";
export { type CapturedTensor, capture, runLayer, runModel, writeInputs } from "./capture.js";
export { FIRMWARE_FILE, type Firmware, firmwareText, readFirmware } from "./firmware.js";
export { CallFailed } from "./link/call-failed.js";
export type { CallDescription, Description, Stats, TensorDescription } from "./link/description.js";
export { Link } from "./link/link.js";
export { listSerialPorts } from "./serial-port.js";
export type { Transport } from "./transport.js";
