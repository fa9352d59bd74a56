#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipi/source/diagnostic.h"
#include "ipi/source/source_file.h"
#include "ipi/yaml/node.h"

namespace ipi {

/// One file of definitions.
struct DefinitionFile {
  std::string path;  ///< below the data folder: "instruments/phq9.yaml"
  std::unique_ptr<SourceFile> source;
  yaml::Document document;
  std::string sha256;
};

/// A set of definition files, before they mean anything.
struct Definitions {
  std::string origin;                 ///< "built in", or the folder
  std::vector<DefinitionFile> files;  ///< by path

  /// 12 hexadecimal digits over the sorted hashes of the files.
  [[nodiscard]] std::string digest() const;
};

/// Reads every .yaml file below the folders of `directory` that hold definitions; README files and schemas are left
/// out. nullopt after an error (E0270: the folder cannot be read; else the codes of yaml).
[[nodiscard]] std::optional<Definitions> read_definitions(const std::string& directory, Diagnostics& diagnostics);

/// The same as one block of bytes, trees already parsed, which is what the build puts into the binary.
[[nodiscard]] std::string definitions_image(const Definitions& definitions);

/// Definitions out of such a block, which must outlive them. Throws std::runtime_error if it is damaged.
[[nodiscard]] Definitions definitions_of_image(std::string_view image);

}  // namespace ipi
