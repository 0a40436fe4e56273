#include "espdl_model.h"

#include <stdio.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "espdl_file.h"

namespace {

dl::Model *running;
std::vector<std::string> names;
std::vector<struct espdl_tensor> tensors;
std::vector<uint16_t> indices;
std::vector<struct espdl_call> calls;
std::vector<uint64_t> costs;
struct espdl_model description;
espdl_watch watch;

/* A module alone is a stage of a run in as many stages as there are modules. */
template <size_t Module> int32_t run_module(void) {
  running->run(ESPDL_MODULES, (int)Module);
  return 0;
}

template <size_t... Module> std::vector<int32_t (*)(void)> stages(std::index_sequence<Module...>) {
  return {run_module<Module>...};
}

int32_t run_all(void) {
  running->run();
  return 0;
}

/* A second result has the id that espdl-lab gives it, everything else its name in the file. */
const char *id_of(const std::string &name) {
  for (size_t i = 0; espdl_renamed[i][0] != nullptr; i++)
    if (name == espdl_renamed[i][0]) return espdl_renamed[i][1];
  return name.c_str();
}

/* The number of a tensor; adds it when it is met for the first time. -1: the model does not hold it. */
int number_of(const std::string &name, std::map<std::string, int> &numbers) {
  std::map<std::string, int>::iterator known = numbers.find(name);
  dl::TensorBase *tensor;
  if (known != numbers.end()) return known->second;
  tensor = running->get_intermediate(name);
  if (tensor == nullptr || tensor->get_element_ptr() == nullptr || name.empty() || name.size() > 255) return -1;
  names.push_back(name);
  tensors.push_back({nullptr, (uint32_t)tensor->get_bytes(), tensor->get_element_ptr()});
  return numbers[name] = (int)tensors.size() - 1;
}

/* Where a list begins is known only when no list is added any more: until then its offset stands for it. */
const uint16_t *place(size_t offset) { return reinterpret_cast<const uint16_t *>(offset); }
const uint16_t *address(const uint16_t *offset) { return indices.data() + reinterpret_cast<size_t>(offset); }

bool add_list(const std::vector<std::string> &list, std::map<std::string, int> &numbers, uint16_t *count) {
  *count = 0;
  for (const std::string &name : list) {
    int number;
    if (name.empty()) continue;
    number = number_of(name, numbers);
    if (number < 0) {
      printf("espdl_link: the model has no tensor %s that can be read\n", name.c_str());
      return false;
    }
    indices.push_back((uint16_t)number);
    ++*count;
  }
  return true;
}

}  // namespace

const struct espdl_model *espdl_model_of(dl::Model *model) {
  fbs::FbsModel *file = model->get_fbs_model();
  const std::vector<int32_t (*)(void)> runs = stages(std::make_index_sequence<ESPDL_MODULES>());
  std::map<std::string, int> numbers;
  std::vector<std::string> parameters, reads, writes;
  running = model;
  file->load_map();
  const std::vector<std::string> plan = file->topological_sort();
  if (plan.size() != ESPDL_MODULES) {
    printf("espdl_link: the model has %u modules, the project was exported for %u\n", (unsigned)plan.size(),
           (unsigned)ESPDL_MODULES);
    return nullptr;
  }
  description.inputs = place(indices.size());
  if (!add_list(file->get_graph_inputs(), numbers, &description.input_count)) return nullptr;
  for (size_t module = 0; module < plan.size(); module++) {
    struct espdl_call call = {};
    std::vector<std::string> computed;
    file->get_operation_inputs_and_outputs(plan[module], reads, writes);
    for (const std::string &name : reads) {
      if (name.empty()) continue;
      if (file->is_parameter(name)) parameters.push_back(name);
      else computed.push_back(name);
    }
    call.run = runs[module];
    call.inputs = place(indices.size());
    if (!add_list(computed, numbers, &call.input_count)) return nullptr;
    call.outputs = place(indices.size());
    if (!add_list(writes, numbers, &call.output_count)) return nullptr;
    calls.push_back(call);
  }
  description.outputs = place(indices.size());
  if (!add_list(file->get_graph_outputs(), numbers, &description.output_count)) return nullptr;
  description.tensor_count = (uint16_t)tensors.size();
  /* A parameter that cannot be read, an empty one for instance, is left out. */
  for (const std::string &name : parameters) number_of(name, numbers);
  description.constant_count = (uint16_t)(tensors.size() - description.tensor_count);
  file->clear_map();
  for (size_t i = 0; i < tensors.size(); i++) tensors[i].id = id_of(names[i]);
  for (struct espdl_call &call : calls) {
    call.inputs = address(call.inputs);
    call.outputs = address(call.outputs);
  }
  costs.resize(calls.size() + 1);
  description.id = ESPDL_ID;
  description.tensors = tensors.data();
  description.calls = calls.data();
  description.inputs = address(description.inputs);
  description.outputs = address(description.outputs);
  description.call_count = (uint16_t)calls.size();
  description.run = run_all;
  description.costs = costs.data();
  description.watch = &watch;
  return &description;
}
