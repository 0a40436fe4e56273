# Reset: set up gp and sp, copy .data, clear .bss, run main, leave with its result. A trap ends the machine.
  .section .start, "ax"
  .globl _start
_start:
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop
  la sp, __stack_high
  la t0, trap
  csrw mtvec, t0
  la a0, __data_start
  la a1, __data_end
  la a2, __data_load
1:
  bgeu a0, a1, 2f
  lw t0, 0(a2)
  sw t0, 0(a0)
  addi a0, a0, 4
  addi a2, a2, 4
  j 1b
2:
  la a0, __bss_start
  la a1, __bss_end
3:
  bgeu a0, a1, 4f
  sw zero, 0(a0)
  addi a0, a0, 4
  j 3b
4:
  call main
  # Exit device: 0x5555 = success, code << 16 | 0x3333 = failure.
  li t1, 0x5555
  beqz a0, 5f
leave:
  slli t1, a0, 16
  li t0, 0x3333
  or t1, t1, t0
5:
  li t0, 0x100000
  sw t1, 0(t0)
  j 5b

  .balign 4
trap:
  csrr a0, mcause
  addi a0, a0, 64
  andi a0, a0, 127
  j leave
