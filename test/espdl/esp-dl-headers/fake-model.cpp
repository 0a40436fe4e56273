/* A dl::Model whose modules are calls of the portable C of the same file; its nodes are listed by nodes.h. */
#include <cstdio>
#include <cstring>

#include "dl_model_base.hpp"

extern "C" {
#include "espdl_link.h"
}
#include "espdl_file.h"
#include "nodes.h"

extern "C" void app_main(void);

/* What templates/board/host/port.c serves: the application of the project instead of the portable model. */
extern "C" void serve_application(const struct espdl_model *) { app_main(); }

/* The portable model knows second results by another name. */
static std::string portable(const std::string &name) {
  for (int i = 0; espdl_renamed[i][0] != nullptr; i++)
    if (name == espdl_renamed[i][0]) return espdl_renamed[i][1];
  return name;
}

static int makes(const struct espdl_call *call, const char *name) {
  for (int i = 0; i < call->output_count; i++)
    if (strcmp(espdl_model.tensors[call->outputs[i]].id, name) == 0) return 1;
  return 0;
}

static void run_node(const Node &node) {
  for (int i = 0; i < espdl_model.call_count; i++)
    for (const std::string &name : node.outputs)
      if (makes(&espdl_model.calls[i], portable(name).c_str())) {
        espdl_model.calls[i].run();
        break;
      }
}

namespace fbs {

static const Node *find(const std::string &name) {
  for (const Node &node : NODES)
    if (node.name == name) return &node;
  return nullptr;
}

void FbsModel::load_map() {}
void FbsModel::clear_map() {}
std::vector<std::string> FbsModel::topological_sort() {
  std::vector<std::string> names;
  for (const Node &node : NODES) names.push_back(node.name);
  return names;
}
esp_err_t FbsModel::get_operation_inputs_and_outputs(std::string node_name, std::vector<std::string> &inputs,
                                                     std::vector<std::string> &outputs) {
  const Node *node = find(node_name);
  if (node == nullptr) return ESP_FAIL;
  inputs = node->inputs;
  outputs = node->outputs;
  return ESP_OK;
}
bool FbsModel::is_parameter(std::string name) {
  for (const std::string &parameter : PARAMETERS)
    if (parameter == name) return true;
  return false;
}
std::vector<std::string> FbsModel::get_graph_inputs() { return INPUTS; }
std::vector<std::string> FbsModel::get_graph_outputs() { return OUTPUTS; }

}  // namespace fbs

namespace dl {

int TensorBase::get_bytes() { return (int)told->bytes; }
void *TensorBase::get_element_ptr() { return told->data; }

static fbs::FbsModel file;
static std::map<std::string, TensorBase> tensors;

Model::Model(const char *label, fbs::model_location_type_t location, int, memory_manager_t, const uint8_t *, bool,
             const std::map<std::string, std::vector<int>> &) {
  if (strcmp(label, "model") != 0 || location != fbs::MODEL_LOCATION_IN_FLASH_PARTITION) fprintf(stderr, "no partition\n");
  for (int i = 0; i < espdl_model.tensor_count + espdl_model.constant_count; i++) tensors[espdl_model.tensors[i].id].told = &espdl_model.tensors[i];
}
void Model::run(runtime_mode_t) {
  for (const Node &node : NODES) run_node(node);
}
void Model::run(int stage_num, int stage_index, runtime_mode_t) {
  int plan = (int)(sizeof NODES / sizeof NODES[0]);
  for (int i = stage_index * plan / stage_num; i < (stage_index + 1) * plan / stage_num; i++) run_node(NODES[i]);
}
TensorBase *Model::get_intermediate(const std::string &name) {
  std::map<std::string, TensorBase>::iterator found = tensors.find(portable(name));
  return found == tensors.end() ? nullptr : &found->second;
}
fbs::FbsModel *Model::get_fbs_model() { return &file; }
esp_err_t Model::test() { return ESP_OK; }
void Model::profile(bool) { fprintf(stderr, "profile\n"); }

}  // namespace dl
