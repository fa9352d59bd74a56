// Loads a stream of forms with yaml-cpp, a document at a time, and nothing else: what any reader on top of it has to
// spend at least. Usage: yaml_load FORMS.yaml [--values]; with --values it walks through them as well, and prints how
// many forms and values there are, and how many characters the values have.
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

namespace {

struct Values {
  std::size_t count = 0;
  std::size_t characters = 0;
  void add(const YAML::Node& node) {
    if (node.IsScalar()) {
      ++count;
      characters += node.Scalar().size();
    } else if (node.IsSequence()) {
      for (const auto& child : node) add(child);
    } else {
      for (const auto& child : node) add(child.second);
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const bool with_values = argc > 2 && std::strcmp(argv[2], "--values") == 0;
  std::ifstream file(argv[1], std::ios::binary);
  std::string document;
  std::string line;
  std::size_t forms = 0;
  Values values;
  const auto finish = [&] {
    if (document.empty()) return;
    const YAML::Node form = YAML::Load(document);
    if (with_values) values.add(form);
    forms += form.IsMap() ? 1 : 0;
    document.clear();
  };
  while (std::getline(file, line)) {
    if (line == "---") {
      finish();
    } else {
      document += line;
      document += '\n';
    }
  }
  finish();
  std::printf("%zu %zu %zu\n", forms, values.count, values.characters);
}
