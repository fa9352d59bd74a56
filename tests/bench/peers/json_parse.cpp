// Parses lines of JSON with nlohmann::json, a line at a time, and nothing else: what any reader on top of it has to
// spend at least. Usage: json_parse FORMS.ndjson [--values]; with --values it walks through them as well, and prints
// how many forms and values there are, and how many characters the values have.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace {

struct Values {
  std::size_t count = 0;
  std::size_t characters = 0;
  void add(const nlohmann::json& node) {
    if (node.is_structured()) {
      for (const auto& child : node) add(child);
      return;
    }
    ++count;
    characters += node.is_string() ? node.get_ref<const std::string&>().size() : node.dump().size();
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const bool with_values = argc > 2 && std::strcmp(argv[2], "--values") == 0;
  std::ifstream file(argv[1], std::ios::binary);
  std::string line;
  std::size_t forms = 0;
  Values values;
  while (std::getline(file, line)) {
    const nlohmann::json form = nlohmann::json::parse(line);
    if (with_values) values.add(form);
    forms += form.is_object() ? 1 : 0;
  }
  std::printf("%zu %zu %zu\n", forms, values.count, values.characters);
}
