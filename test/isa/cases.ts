/** One instruction (or a few) with a state before and the words of the state that differ after it. */
export type Case = readonly [assembly: string, before: string, after: string];

/** Instructions of both vector units; `V.` stands for a chip's prefix. */
export const SHARED: readonly Case[] = [
  // The address loses its low 4 bits; the register moves on by the step, as far off as it was.
  [
    "V.vld.128.ip q0, a4, 16",
    "a4=B+19;mem+16=s8 1 2 3 -4;mem+31=s8 9",
    "q0=s8 1 2 3 -4 0 0 0 0 0 0 0 0 0 0 0 9;a4=B+35",
  ],
  ["V.vld.128.ip q7, a4, -32", "a4=B+32;mem+32=s32 -1 5", "q7=s32 -1 5;a4=B"],
  ["V.vld.128.xp q1, a4, a5", "a4=B+15;a5=-15;mem+0=s8 -128 127", "q1=s8 -128 127;a4=B"],
  ["V.ld.128.usar.ip q0, a4, 16", "a4=B+29;mem+16=s8 7", "q0=s8 7;sarbyte=13;a4=B+45"],
  ["V.ld.128.usar.xp q0, a4, a5", "a4=B+16;a5=3;sarbyte=5;mem+16=s8 7", "q0=s8 7;sarbyte=0;a4=B+19"],
  ["V.vldbc.8.ip q0, a4, 1", "a4=B+3;mem+3=s8 -2 9", "q0=s8 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2;a4=B+4"],
  ["V.vldbc.16.ip q0, a4, 0", "a4=B+3;mem+2=s16 -300", "q0=s16 -300 -300 -300 -300 -300 -300 -300 -300"],
  [
    "V.vst.128.ip q0, a4, 16",
    "a4=B+31;q0=s8 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 -16",
    "mem+16=s8 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 -16;a4=B+47",
  ],
  // Halves lose 3 bits of the address.
  ["V.vst.l.64.ip q0, a4, 8", "a4=B+15;q0=s32 1 2 3 4", "mem+8=s32 1 2;a4=B+23"],
  ["V.vst.h.64.ip q0, a4, -8", "a4=B+8;q0=s32 1 2 3 4", "mem+8=s32 3 4;a4=B"],
  ["V.movi.32.a q2, a4, 3", "q2=s32 0 0 0 -5", "a4=-5"],
  ["V.movi.32.q q2, a4, 1", "a4=-5;q2=s32 1 2 3 4", "q2=s32 1 -5 3 4"],
  ["V.zero.q q3", "q3=s8 1 2 3", "q3=s8 0"],
  ["V.andq q0, q1, q2", "q1=s32 0x0ff0 -1;q2=s32 0x00ff -2", "q0=s32 0x00f0 -2"],
  ["V.orq q0, q0, q2", "q0=s32 0x0ff0;q2=s32 0x00ff 0 0 -1", "q0=s32 0x0fff 0 0 -1"],
  ["V.xorq q0, q1, q1", "q0=s32 5;q1=s32 7 7 7 7", "q0=s32 0"],
  ["V.notq q0, q1", "q1=s32 0 -1 5", "q0=s32 -1 0 -6 -1"],
  ["V.vcmp.eq.s8 q0, q1, q2", "q1=s8 1 -1 127;q2=s8 1 1 127 5", "q0=s8 -1 0 -1 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"],
  ["V.vcmp.lt.s8 q0, q1, q2", "q1=s8 -128 127 1;q2=s8 127 -128 1", "q0=s8 -1 0 0"],
  ["V.vcmp.gt.s8 q0, q1, q2", "q1=s8 -128 127 1;q2=s8 127 -128 1", "q0=s8 0 -1 0"],
  ["V.vcmp.eq.s16 q0, q1, q2", "q1=s16 256 1;q2=s16 0 1", "q0=s16 0 -1 -1 -1 -1 -1 -1 -1"],
  ["V.vcmp.lt.s16 q0, q1, q2", "q1=s16 -32768 32767;q2=s16 32767 -32768", "q0=s16 -1 0"],
  ["V.vcmp.gt.s16 q0, q1, q2", "q1=s16 -32768 32767;q2=s16 32767 -32768", "q0=s16 0 -1"],
  ["V.vmax.s8 q0, q0, q1", "q0=s8 -128 5 -1;q1=s8 127 -5 -1", "q0=s8 127 5 -1"],
  ["V.vmax.s16 q0, q1, q2", "q1=s16 -32768 128;q2=s16 -1 127", "q0=s16 -1 128"],
  ["V.vmin.s8 q0, q1, q2", "q1=s8 -128 5;q2=s8 127 6", "q0=s8 -128 5"],
  ["V.vmin.s16 q0, q1, q2", "q1=s16 -32768 128;q2=s16 -1 127", "q0=s16 -32768 127"],
  // Computed from the registers as they were; the load may overwrite an operand.
  ["V.vmax.s8.ld.incp q1, a4, q0, q1, q2", "a4=B;mem+0=s8 50;q1=s8 1;q2=s8 2", "q0=s8 2;q1=s8 50;a4=B+16"],
  ["V.vmax.s16.ld.incp q1, a4, q0, q1, q2", "a4=B;mem+0=s16 50;q1=s16 1;q2=s16 -2", "q0=s16 1;q1=s16 50;a4=B+16"],
  ["V.vmin.s8.ld.incp q1, a4, q0, q1, q2", "a4=B;mem+0=s8 50;q1=s8 1;q2=s8 2", "q0=s8 1;q1=s8 50;a4=B+16"],
  ["V.vmin.s16.ld.incp q1, a4, q0, q1, q2", "a4=B;mem+0=s16 50;q1=s16 1;q2=s16 -2", "q0=s16 -2;q1=s16 50;a4=B+16"],
  [
    "V.src.q q0, q1, q2",
    "sarbyte=15;q1=s8 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 9;q2=s8 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    "q0=s8 9 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
  ],
  ["V.src.q q1, q1, q2", "sarbyte=0;q1=s8 1 2;q2=s8 7", ""],
  ["V.src.q.qup q0, q1, q2", "sarbyte=1;q1=s8 1 2 3;q2=s8 7 8", "q0=s8 2 3 0 0 0 0 0 0 0 0 0 0 0 0 0 7;q1=s8 7 8"],
  [
    "V.src.q.ld.ip q3, a4, 16, q1, q2",
    "a4=B+1;sarbyte=2;mem+0=s8 5;q1=s8 1 2 3;q2=s8 7 8",
    "q1=s8 3 0 0 0 0 0 0 0 0 0 0 0 0 0 7 8;q3=s8 5;a4=B+17",
  ],
  [
    "V.slcxxp.2q q1, q0, a4, a5",
    "a4=0x11;a5=4;q0=s8 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16;q1=s8 21",
    "q0=s8 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14;q1=s8 15 16 21;a4=0x15",
  ],
  ["V.srcxxp.2q q1, q0, a4, a5", "a4=15;a5=0;q0=s8 1 2 3;q1=s8 21 22", "q0=s8 21 22;q1=s8 0"],
  [
    "V.vzip.8 q0, q1",
    "q0=s8 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15;q1=s8 -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -11 -12 -13 -14 -15 -16",
    "q0=s8 0 -1 1 -2 2 -3 3 -4 4 -5 5 -6 6 -7 7 -8;q1=s8 8 -9 9 -10 10 -11 11 -12 12 -13 13 -14 14 -15 15 -16",
  ],
  [
    "V.vzip.16 q0, q1",
    "q0=s16 0 1 2 3 4 5 6 7;q1=s16 -1 -2 -3 -4 -5 -6 -7 -8",
    "q0=s16 0 -1 1 -2 2 -3 3 -4;q1=s16 4 -5 5 -6 6 -7 7 -8",
  ],
  [
    "V.vunzip.8 q0, q1",
    "q0=s8 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15;q1=s8 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31",
    "q0=s8 0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30;q1=s8 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31",
  ],
  [
    "V.vunzip.16 q0, q1",
    "q0=s16 0 1 2 3 4 5 6 7;q1=s16 8 9 10 11 12 13 14 15",
    "q0=s16 0 2 4 6 8 10 12 14;q1=s16 1 3 5 7 9 11 13 15",
  ],
  ["V.vunzip.32 q0, q1", "q0=s32 0 1 2 3;q1=s32 4 5 6 7", "q0=s32 0 2 4 6;q1=s32 1 3 5 7"],
];
