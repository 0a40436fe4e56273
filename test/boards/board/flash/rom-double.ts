import { createHash } from "node:crypto";
import { constants, inflateSync } from "node:zlib";
import { encodeSlip, SlipDecoder } from "../../../../src/boards/board/link/slip.js";

const FLASH_BYTES = 4 << 20;
const CHIP_ID_ESP32C3 = 5;
const FLASH_ID = 0x164020; // 0x16: 4 MB
const SPI_COMMAND = 0x60002000;
const SPI_W0 = 0x60002058;
const CHECKSUM_SEED = 0xef;
const [BAD_CHECKSUM, UNKNOWN_COMMAND] = [0x07, 0x05];

const word = (packet: Buffer, index: number): number => packet.readUInt32LE(8 + 4 * index);

/** The serial protocol of an ESP32-C3's ROM and of esptool's stub, with a flash of 4 MB behind it. */
export class RomDouble {
  readonly flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  /** Codes of the requests that came, in order. */
  readonly requests: number[] = [];
  stub = false;
  /** Answers wrong MD5 sums. */
  corrupts = false;
  readonly #decoder = new SlipDecoder(0x8000);
  readonly #registers = new Map<number, number>();
  #at = 0;
  #compressed: Uint8Array[] = [];

  readonly #handlers: Record<number, (code: number, packet: Buffer) => void> = {
    2: (code, packet) => this.#flashBegin(code, packet),
    3: (code, packet) => this.#flashData(code, packet),
    4: (code) => this.#answer(code), // FLASH_END
    5: (code) => this.#answer(code), // MEM_BEGIN
    6: (code, packet) => this.#memoryEnd(code, packet),
    7: (code, packet) => this.#block(code, packet, () => {}), // MEM_DATA
    8: (code) => this.#sync(code),
    9: (code, packet) => this.#writeRegisters(code, packet),
    10: (code, packet) => this.#answer(code, this.#register(word(packet, 0))),
    11: (code) => this.#answer(code), // SPI_SET_PARAMS
    13: (code) => this.#answer(code), // SPI_ATTACH
    15: (code) => this.#answer(code), // CHANGE_BAUDRATE
    16: (code, packet) => this.#flashBegin(code, packet),
    17: (code, packet) => this.#flashCompressed(code, packet),
    18: (code) => this.#answer(code), // FLASH_DEFL_END
    19: (code, packet) => this.#md5(code, packet),
    20: (code) => this.#securityInfo(code),
  };

  constructor(private readonly reply: (bytes: Uint8Array) => void) {}

  take(bytes: Uint8Array): void {
    this.#decoder.take(bytes, (packet) => this.#request(Buffer.from(packet)));
  }

  #request(packet: Buffer): void {
    if (packet.length < 8 || packet[0] !== 0 || packet.readUInt16LE(2) !== packet.length - 8) return;
    const code = packet[1]!;
    this.requests.push(code);
    const handler = this.#handlers[code];
    if (handler) handler(code, packet);
    else this.#fail(code, UNKNOWN_COMMAND);
  }

  #sync(code: number): void {
    // A running stub answers 0, a ROM anything else.
    for (let i = 0; i < 8; i++) this.#answer(code, this.stub ? 0 : 0x20120707);
  }

  #writeRegisters(code: number, packet: Buffer): void {
    for (let i = 8; i < packet.length; i += 16) this.#registers.set(packet.readUInt32LE(i), packet.readUInt32LE(i + 4));
    this.#answer(code);
  }

  #securityInfo(code: number): void {
    const info = Buffer.alloc(20);
    info.writeUInt32LE(CHIP_ID_ESP32C3, 12);
    this.#answer(code, 0, info);
  }

  #memoryEnd(code: number, packet: Buffer): void {
    this.#answer(code);
    if (word(packet, 0) !== 0) return; // no entry point: it stays in the ROM
    this.stub = true;
    this.reply(encodeSlip(Buffer.from("OHAI")));
  }

  #flashBegin(code: number, packet: Buffer): void {
    this.#at = word(packet, 3);
    this.#compressed = [];
    this.#answer(code);
  }

  #flashData(code: number, packet: Buffer): void {
    this.#block(code, packet, (data) => {
      this.flash.set(data, this.#at);
      this.#at += data.length;
    });
  }

  #flashCompressed(code: number, packet: Buffer): void {
    this.#block(code, packet, (data) => {
      this.#compressed.push(Uint8Array.from(data));
      const soFar = inflateSync(Buffer.concat(this.#compressed), { finishFlush: constants.Z_SYNC_FLUSH });
      this.flash.set(soFar, this.#at);
    });
  }

  #md5(code: number, packet: Buffer): void {
    const hash = createHash("md5").update(this.flash.subarray(word(packet, 0), word(packet, 0) + word(packet, 1)));
    if (this.corrupts) hash.update("damaged");
    const digest = hash.digest();
    this.#answer(code, 0, this.stub ? digest : Buffer.from(digest.toString("hex")));
  }

  #register(address: number): number {
    if (address === SPI_COMMAND) return 0; // the command is done
    if (address === SPI_W0) return FLASH_ID;
    return this.#registers.get(address) ?? 0;
  }

  #block(code: number, packet: Buffer, store: (data: Buffer) => void): void {
    const data = packet.subarray(24);
    const sum = data.reduce((all, byte) => all ^ byte, CHECKSUM_SEED);
    if (data.length !== word(packet, 0) || sum !== packet.readUInt32LE(4)) this.#fail(code, BAD_CHECKSUM);
    else {
      store(data);
      this.#answer(code);
    }
  }

  #fail(code: number, reason: number): void {
    this.#send(code, 0, Buffer.alloc(0), 1, reason);
  }

  #answer(code: number, value = 0, data: Buffer = Buffer.alloc(0)): void {
    this.#send(code, value, data, 0, 0);
  }

  #send(code: number, value: number, data: Buffer, status: number, reason: number): void {
    const tail = this.stub ? 2 : 4;
    const packet = Buffer.alloc(8 + data.length + tail);
    packet.writeUInt8(1, 0);
    packet.writeUInt8(code, 1);
    packet.writeUInt16LE(data.length + tail, 2);
    packet.writeUInt32LE(value >>> 0, 4);
    data.copy(packet, 8);
    packet.writeUInt8(status, 8 + data.length);
    packet.writeUInt8(reason, 9 + data.length);
    this.reply(encodeSlip(packet));
  }
}
