// QACC / 2^shift, rounding half up: shift by one less, add 1 to every limb, shift by 1.
.macro half_up result, shift, shift_register:req, ones=q7
    addi \shift_register, \shift, -1
    ee.srcmb.s8.qacc \result, \shift_register, 0
    movi \shift_register, 0x01010101
    .set lane, 0
    ee.movi.32.q \ones, \shift_register, lane
    ee.movi.32.q \ones, \shift_register, lane + 1
    ee.movi.32.q \ones, \shift_register, lane + 2
    ee.movi.32.q \ones, \shift_register, (lane << 1) + 3
    ee.vmulas.s8.qacc \ones, \ones
    movi.n \shift_register, 1
    ee.srcmb.s8.qacc \result, \shift_register, 0
.endm
