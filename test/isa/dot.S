/* Dot products of int8 vectors, written for the tests: n is in vectors of 16. */
#include "rounding.S"

    .text
    .align 4
    .global dot_accx
    .type   dot_accx, @function
# int32_t dot_accx(const int8_t *x, const int8_t *w, int n): every vector's 16 products into one accumulator
dot_accx:
    entry a1, 16
    ee.zero.accx
    loopgtz a4, 1f
        EE.VLD.128.IP q0, a2, 16
        EE.VLD.128.IP q1, a3, 16
        EE.VMULAS.S8.ACCX q0, q1
1:  movi a5, 0
    ee.srs.accx a2, a5, 0
    retw

    .align 4
    .global dot_lanes
    .type   dot_lanes, @function
// void dot_lanes(int8_t *y, const int8_t *x, const int8_t *w, int n, int shift): sixteen dot products, one a lane of 20 bits
dot_lanes:
    entry a1, 16
    ee.zero.qacc
    loopgtz a5, 2f
        ee.vld.128.ip q0, a3, 16
        ee.vld.128.ip q1, a4, 16
        ee.vmulas.s8.qacc q0, q1
2:  half_up q2, a6, shift_register=a7
    ee.vst.128.ip q2, a2, 16
    retw
