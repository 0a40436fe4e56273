#include "espdl_link.h"

int main(void) {
  espdl_serve(&espdl_model);
  return 0;
}
