import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { Board, Image } from "./board.js";
import { compileNative } from "./compile-native.js";
import { ProcessTransport } from "./process-transport.js";
import { runnerFolder } from "./runner-files.js";

const NAME = "qemu-esp32c3";
const EMULATOR = "qemu-system-riscv32";
const PACKAGES =
  "on Debian: apt-get install --no-install-recommends qemu-system-misc gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf; --board wasm needs nothing";

/** `-misa-spec=2.2` has CSRs in rv32imc; naming zicsr instead would pick the 64-bit libgcc. */
const TARGET = ["-misa-spec=2.2", "-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs"];

/** One instruction a nanosecond of virtual time: the counters count instructions, the same in every run. */
const MACHINE = ["-M", "virt", "-cpu", "rv32,a=false,f=false,d=false", "-m", "128M", "-icount", "shift=0"];
const LINE = [
  "-display",
  "none",
  "-monitor",
  "none",
  "-chardev",
  "stdio,id=line,signal=off",
  "-serial",
  "chardev:line",
];

/** The instruction set of the ESP32-C3 in QEMU. No cache, no flash wait: it counts instructions, not cycles. */
export const qemuBoard = (): Board => ({
  name: NAME,
  build: (firmware, progress) =>
    compileNative(firmware, {
      board: NAME,
      port: "qemu",
      compiler: "riscv64-unknown-elf-gcc",
      flags: [...TARGET, "-O2"],
      linkFlags: ["-nostartfiles", "-Wl,--gc-sections", "-T", join(runnerFolder(), "qemu", "link.ld")],
      advice: PACKAGES,
      ...(progress && { progress }),
    }),
  flash: async () => {},
  open,
});

async function open({ path }: Image): Promise<ProcessTransport> {
  try {
    return await ProcessTransport.start(EMULATOR, [...MACHINE, ...LINE, "-bios", "none", "-kernel", path]);
  } catch {
    throw new UserError(`board ${NAME}: ${EMULATOR} not found (${PACKAGES})`);
  }
}
