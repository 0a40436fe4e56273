import { espdlOnBoard } from "./espdl-boards.js";

espdlOnBoard("qemu-esp32c3", ["riscv64-unknown-elf-gcc", "qemu-system-riscv32"], 40);
