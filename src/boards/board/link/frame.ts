import { crc32 } from "../../../base/crc32.js";
import { encodeSlip } from "./slip.js";

/** Twin of templates/board/frame.h: type u8, sequence u16, payload, CRC-32; little endian. */
export interface Frame {
  readonly type: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 3;
const CRC_BYTES = 4;
/** Longest payload that a board accepts. */
export const PAYLOAD_MAX = 1024;
/** Longest frame before escaping. */
export const FRAME_MAX = HEADER_BYTES + PAYLOAD_MAX + CRC_BYTES;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes that go on the line for a frame. */
export function encodeFrame({ type, sequence, payload }: Frame): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length + CRC_BYTES);
  const covered = bytes.length - CRC_BYTES;
  bytes[0] = type;
  view(bytes).setUint16(1, sequence, true);
  bytes.set(payload, HEADER_BYTES);
  view(bytes).setUint32(covered, crc32(bytes.subarray(0, covered)), true);
  return encodeSlip(bytes);
}

/** The frame in a packet, or undefined where it is none (damaged, or text printed between frames). */
export function decodeFrame(packet: Uint8Array): Frame | undefined {
  const covered = packet.length - CRC_BYTES;
  if (covered < HEADER_BYTES) return undefined;
  if (crc32(packet.subarray(0, covered)) !== view(packet).getUint32(covered, true)) return undefined;
  return { type: packet[0]!, sequence: view(packet).getUint16(1, true), payload: packet.slice(HEADER_BYTES, covered) };
}
