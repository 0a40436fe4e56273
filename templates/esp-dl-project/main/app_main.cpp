#include <stdio.h>

#include "dl_model_base.hpp"
#include "espdl_model.h"
#include "sdkconfig.h"

extern "C" void app_main(void) {
  /* Parameters are copied to RAM where there is room; the last argument `false` leaves them in flash, which is slower. */
  dl::Model *model =
      new dl::Model("model", fbs::MODEL_LOCATION_IN_FLASH_PARTITION, 0, dl::MEMORY_MANAGER_GREEDY, nullptr, true);

  /* The test inputs and outputs that the exporter put into the file. */
  if (model->test() == ESP_OK) printf("Model::test() passed\n");
  else printf("Model::test() failed: espdl-lab bisect tells which layer\n");
#ifdef CONFIG_ESPDL_PROFILE
  model->profile();
#endif

#ifdef CONFIG_ESPDL_LINK
  /* From here on the board answers `espdl-lab capture`; this does not return. */
  const struct espdl_model *described = espdl_model_of(model);
  if (described != nullptr) espdl_serve(described);
#endif
}
