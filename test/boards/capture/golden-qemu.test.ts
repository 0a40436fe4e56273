import { goldenOnBoard } from "./golden-boards.js";

goldenOnBoard("qemu-esp32c3", ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"]);
