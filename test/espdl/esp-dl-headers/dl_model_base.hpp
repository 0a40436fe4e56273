/*
 * The part of ESP-DL 3.3.9's interface that the project of templates/esp-dl-project uses, function by function, as its public
 * headers have it (dl_model_base.hpp, dl_tensor_base.hpp, fbs_model.hpp, fbs_loader.hpp). Behind it: fake-model.cpp.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct espdl_tensor;

typedef int esp_err_t;
#define ESP_OK 0
#define ESP_FAIL -1

namespace fbs {

typedef enum {
  MODEL_LOCATION_IN_FLASH_RODATA = 0,
  MODEL_LOCATION_IN_FLASH_PARTITION = 1,
  MODEL_LOCATION_IN_SDCARD = 2,
} model_location_type_t;

class FbsModel {
 public:
  void load_map();
  void clear_map();
  std::vector<std::string> topological_sort();
  esp_err_t get_operation_inputs_and_outputs(std::string node_name, std::vector<std::string> &inputs,
                                             std::vector<std::string> &outputs);
  bool is_parameter(std::string name);
  std::vector<std::string> get_graph_inputs();
  std::vector<std::string> get_graph_outputs();
};

}  // namespace fbs

namespace dl {

typedef enum { MEMORY_MANAGER_GREEDY = 0, LINEAR_MEMORY_MANAGER = 1 } memory_manager_t;
typedef enum { RUNTIME_MODE_AUTO = 0, RUNTIME_MODE_SINGLE_CORE = 1, RUNTIME_MODE_MULTI_CORE = 2 } runtime_mode_t;

class TensorBase {
 public:
  virtual ~TensorBase() {}
  int get_bytes();
  virtual void *get_element_ptr();

  const struct ::espdl_tensor *told = nullptr;
};

class Model {
 public:
  Model(const char *rodata_address_or_partition_label_or_path,
        fbs::model_location_type_t location = fbs::MODEL_LOCATION_IN_FLASH_RODATA, int max_internal_size = 0,
        memory_manager_t mm_type = MEMORY_MANAGER_GREEDY, const uint8_t *key = nullptr, bool param_copy = true,
        const std::map<std::string, std::vector<int>> &input_shapes = {});
  virtual ~Model() {}
  virtual void run(runtime_mode_t mode = RUNTIME_MODE_SINGLE_CORE);
  virtual void run(int stage_num, int stage_index, runtime_mode_t mode = RUNTIME_MODE_SINGLE_CORE);
  virtual TensorBase *get_intermediate(const std::string &name);
  virtual fbs::FbsModel *get_fbs_model();
  esp_err_t test();
  void profile(bool sort_module_by_latency = false);
};

}  // namespace dl
