/* No fused multiply-add in a file that includes this: each step of a formula rounds. */
#ifndef ESPDL_FLOAT_H
#define ESPDL_FLOAT_H

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0
#error "float and double must be computed in their own precision"
#endif

#endif
