#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"
#include "source/source_file.h"
#include "yaml/node.h"

namespace ipi {

/// One file of definitions. What comes out of an image makes its tree when that is first asked for, by whichever
/// thread. Does not move its source or its tree when it moves itself.
class DefinitionFile {
 public:
  DefinitionFile(std::string its_path, std::string hash, std::unique_ptr<SourceFile> text, yaml::Document document);

  std::string path;  ///< below the data folder: "instruments/phq9.yaml"
  std::string sha256;
  std::unique_ptr<SourceFile> source;

  /// The first key, which tells what the file defines, and its text, the id. Both are empty where there are none.
  [[nodiscard]] std::string_view kind() const { return kind_; }
  [[nodiscard]] std::string_view id() const { return id_; }
  /// Throws std::runtime_error if the image is damaged.
  [[nodiscard]] const yaml::Document& document() const;

  /// Puts a changed tree in the place of the file's own, which it may share parts with.
  void lay_over(yaml::Document changed);
  [[nodiscard]] bool is_changed() const { return !under_.empty(); }

  void append_to(std::string& image) const;
  /// The file at the start of `image`, which is shortened by it; its tree stays there.
  [[nodiscard]] static DefinitionFile take_from(std::string_view& image);

 private:
  DefinitionFile() = default;

  std::string_view kind_;
  std::string_view id_;
  std::string_view tree_;  // within an image; empty where the document came with the file
  mutable yaml::Document document_;
  std::unique_ptr<std::once_flag> made_ = std::make_unique<std::once_flag>();  // of the document out of `tree_`
  std::vector<yaml::Document> under_;                                          // what it was before changes
};

/// A set of definition files, before they mean anything.
struct Definitions {
  std::string origin;                 ///< "built in", or the folder
  std::vector<DefinitionFile> files;  ///< by path
  /// Everything in them was found sound when the program was built: they need no reading to see whether they are.
  bool proven = false;

  /// 12 hexadecimal digits over the sorted hashes of the files.
  [[nodiscard]] std::string digest() const;
};

/// Reads every .yaml file below the folders of `directory` that hold definitions; README files and schemas are left
/// out. nullopt after an error (E0270: the folder cannot be read; else the codes of yaml).
[[nodiscard]] std::optional<Definitions> read_definitions(const std::string& directory, Diagnostics& diagnostics);

/// Lets go of definitions that are not to be used; what was reported of them still shows their lines.
void give_up(Definitions definitions, Diagnostics& diagnostics);

/// One file outside such a folder. nullopt after an error (E0270, or the codes of yaml).
[[nodiscard]] std::optional<DefinitionFile> read_definition_file(const std::string& path, Diagnostics& diagnostics);

/// The same as one block of bytes, trees already parsed, which is what the build puts into the binary.
[[nodiscard]] std::string definitions_image(const Definitions& definitions);

/// Definitions out of such a block, which must outlive them; they count as proven. Throws std::runtime_error if it is
/// damaged; what is damaged within a tree is found when that is asked for.
[[nodiscard]] Definitions definitions_of_image(std::string_view image);

}  // namespace ipi
