// Reads a stream of forms with yaml-cpp, a document at a time, and adds up the answers: what any reader on top of it
// has to spend at least. Usage: yaml_load STREAM.yaml; prints how many forms, how many answers, and their sum.
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  std::string document;
  std::string line;
  long forms = 0;
  long answers = 0;
  long sum = 0;
  const auto finish = [&] {
    if (document.empty()) return;
    const YAML::Node form = YAML::Load(document);
    for (const auto& answer : form["answers"]["flat66"]) {
      ++answers;
      sum += answer.second.as<int>();
    }
    ++forms;
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
  std::printf("%ld %ld %ld\n", forms, answers, sum);
}
