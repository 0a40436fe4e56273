#include <inttypes.h>
#include <stdio.h>

#include "esp_timer.h"
#include "espdl_link.h"
#include "input_data.h"
#include "output_data.h"
#include "sdkconfig.h"
#include "tvmgen_default.h"

/*
 * To see a layer on the console, paste its print behind a call in
 * components/tvm_model/model/codegen/host/src/default_lib1.c:
 *
 *   for (int i = 0; i < 16; i++) printf("%d,", ((int8_t *)sid_4_let)[i]);
 *   printf("\n");
 */

#define PRINT(data, length)                                                       \
  do {                                                                            \
    for (size_t i = 0; i < (length); i++) printf("%.9g ", (double)(data)[i]);     \
    printf("\n");                                                                 \
  } while (0)

void app_main(void) {
  struct tvmgen_default_inputs inputs = {
      .input = (void *)input_data,
  };
  struct tvmgen_default_outputs outputs = {
      .output = output_data,
  };
  const int64_t start = esp_timer_get_time();
  const int32_t error = tvmgen_default_run(&inputs, &outputs);
  const int64_t end = esp_timer_get_time();

  if (error != 0) printf("the network stopped with error %" PRId32 "\n", error);
  PRINT(output_data, output_len);
  printf("%" PRId64 " microseconds\n", end - start);

#ifdef CONFIG_ESPDL_LINK
  /* From here on the board answers `espdl-lab capture`; this does not return. */
  espdl_serve(&espdl_model);
#endif
}
