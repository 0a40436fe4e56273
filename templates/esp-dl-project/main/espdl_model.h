/* A model of ESP-DL as the debug link sees it: its tensors where they are, its modules as calls. */
#pragma once

#include "dl_model_base.hpp"

extern "C" {
#include "espdl_link.h"
}

/*
 * Tells the link of a model that is loaded: inputs and results by their names in the file, then the parameters. The model
 * must stay, and not be built again. Returns NULL where it cannot be told, after saying why on the console.
 */
const struct espdl_model *espdl_model_of(dl::Model *model);
