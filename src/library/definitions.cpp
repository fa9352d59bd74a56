#include "library/definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "text/digest.h"
#include "yaml/image.h"
#include "yaml/read.h"

namespace ipi {
namespace {

constexpr std::array<std::string_view, 9> folders = {"catalogues", "conventions", "instruments", "models",     "plans",
                                                     "protocols",  "reports",     "safety",      "suitability"};
constexpr std::size_t digest_digits = 12;

void report(Diagnostics& diagnostics, std::string message, std::string help) {
  diagnostics.report({Severity::error, "E0270", std::move(message), {}, {}, std::move(help)});
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const std::string_view folder : folders) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory / folder, error)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void append_number(std::string& bytes, std::uint32_t number) {
  std::array<char, sizeof number> raw{};
  std::memcpy(raw.data(), &number, sizeof number);
  bytes.append(raw.data(), raw.size());
}

void append_text(std::string& bytes, std::string_view text) {
  append_number(bytes, static_cast<std::uint32_t>(text.size()));
  bytes.append(text);
}

std::uint32_t take_number(std::string_view& bytes) {
  std::uint32_t number = 0;
  if (bytes.size() < sizeof number) throw std::runtime_error("the built-in definitions are damaged");
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

std::string_view take_text(std::string_view& bytes) {
  const std::uint32_t size = take_number(bytes);
  if (bytes.size() < size) throw std::runtime_error("the built-in definitions are damaged");
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

}  // namespace

DefinitionFile::DefinitionFile(std::string its_path, std::string hash, std::unique_ptr<SourceFile> text,
                               yaml::Document document)
    : path(std::move(its_path)), sha256(std::move(hash)), source(std::move(text)), document_(std::move(document)) {
  if (document_.root.children.empty()) return;
  kind_ = document_.root.children.front().key;
  id_ = document_.root.children.front().text;
}

const yaml::Document& DefinitionFile::document() const {
  std::call_once(*made_, [this] {
    if (tree_.empty()) return;
    std::string_view rest = tree_;
    document_ = yaml::read_image(rest, source.get());
    if (!rest.empty()) throw std::runtime_error("the built-in definitions are damaged");
  });
  return document_;
}

void DefinitionFile::lay_over(yaml::Document changed) {
  under_.push_back(std::move(document_));
  document_ = std::move(changed);
}

void DefinitionFile::append_to(std::string& image) const {
  std::string tree;
  yaml::append_image(document().root, tree);
  for (const std::string_view part :
       {std::string_view(path), std::string_view(sha256), kind_, id_, source->text(), std::string_view(tree)})
    append_text(image, part);
}

DefinitionFile DefinitionFile::take_from(std::string_view& image) {
  DefinitionFile file;
  file.path = take_text(image);
  file.sha256 = take_text(image);
  file.kind_ = take_text(image);
  file.id_ = take_text(image);
  file.source = SourceFile::borrowing(fmt::format("data/{}", file.path), take_text(image));
  file.tree_ = take_text(image);
  return file;
}

std::string Definitions::digest() const {
  std::vector<std::string_view> hashes;
  for (const DefinitionFile& file : files) hashes.push_back(file.sha256);
  std::sort(hashes.begin(), hashes.end());
  std::string joined;
  for (const std::string_view hash : hashes) joined.append(hash).append("\n");
  return sha256_hex(joined).substr(0, digest_digits);
}

std::optional<DefinitionFile> read_definition_file(const std::string& path, Diagnostics& diagnostics) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) {
    report(diagnostics, fmt::format("'{}' cannot be read", path), {});
    return std::nullopt;
  }
  std::string sha256 = sha256_hex(text);
  auto source = std::make_unique<SourceFile>(path, std::move(text));
  auto document = yaml::read(*source, diagnostics);
  if (!document) {
    diagnostics.keep(std::move(source));
    return std::nullopt;
  }
  return DefinitionFile(path, std::move(sha256), std::move(source), std::move(*document));
}

std::optional<Definitions> read_definitions(const std::string& directory, Diagnostics& diagnostics) {
  const auto paths = yaml_files(directory);
  if (paths.empty()) {
    report(diagnostics, fmt::format("no definitions below '{}'", directory),
           "a data folder holds instruments/, protocols/, catalogues/, models/, safety/ and others");
    return std::nullopt;
  }
  Definitions definitions;
  definitions.origin = directory;
  bool sound = true;
  for (const auto& path : paths) {
    auto file = read_definition_file(path.generic_string(), diagnostics);
    if (file) {
      file->path = std::filesystem::relative(path, directory).generic_string();
      definitions.files.push_back(std::move(*file));
    } else {
      sound = false;
    }
  }
  if (sound) return definitions;
  give_up(std::move(definitions), diagnostics);
  return std::nullopt;
}

void give_up(Definitions definitions, Diagnostics& diagnostics) {
  for (DefinitionFile& file : definitions.files) diagnostics.keep(std::move(file.source));
}

std::string definitions_image(const Definitions& definitions) {
  std::string bytes;
  append_number(bytes, static_cast<std::uint32_t>(definitions.files.size()));
  for (const DefinitionFile& file : definitions.files) file.append_to(bytes);
  return bytes;
}

Definitions definitions_of_image(std::string_view image) {
  Definitions definitions;
  definitions.origin = "built in";
  definitions.proven = true;
  const std::uint32_t count = take_number(image);
  for (std::uint32_t i = 0; i < count; ++i) definitions.files.push_back(DefinitionFile::take_from(image));
  if (!image.empty()) throw std::runtime_error("the built-in definitions are damaged");
  return definitions;
}

}  // namespace ipi
