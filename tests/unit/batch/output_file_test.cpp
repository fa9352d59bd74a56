// A file of results appears whole or not at all, readable by its owner only.
#include "batch/output_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "../support.h"
#include "batch/batch.h"

using namespace ipi::batch;

namespace {

/// A folder of its own, which goes with it.
struct Folder {
  Folder() : path((std::filesystem::temp_directory_path() / "ipi-output-XXXXXX").string()) {
    REQUIRE(mkdtemp(path.data()) != nullptr);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file(const char* name) const { return path + "/" + name; }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), {}));
  }
  std::string path;
};

}  // namespace

TEST_SUITE("output file") {
  TEST_CASE("appears whole, in the order of its places, and only its owner may read it") {
    const Folder folder;
    const std::string path = folder.file("r.csv");
    OutputFile file(path, nullptr);
    CHECK_FALSE(file.in_order());
    const auto first = file.reserve(2);
    const auto second = file.reserve(3);
    file.write(second, "cde");
    file.write(first, "ab");
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(left_over_files(path).find(".partial-") != std::string::npos);
    file.finish();
    CHECK(support::file_text(path) == "abcde");
    CHECK(folder.entries() == 1);
    CHECK(left_over_files(path).empty());
    struct stat facts {};
    REQUIRE(stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600U);
  }

  TEST_CASE("leaves nothing behind where it is not finished, and what was there stays") {
    const Folder folder;
    const std::string path = folder.file("r.csv");
    {
      OutputFile before(path, nullptr);
      before.write(before.reserve(3), "old");
      before.finish();
    }
    {
      OutputFile file(path, nullptr);
      file.write(file.reserve(3), "new");
    }
    CHECK(support::file_text(path) == "old");
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a stream and a device are written to as it goes") {
    std::FILE* const stream = std::tmpfile();
    OutputFile file("-", stream);
    CHECK(file.in_order());
    file.write(file.reserve(2), "ab");
    CHECK(std::ftell(stream) == 2);
    std::fclose(stream);
    CHECK(OutputFile("/dev/null", nullptr).in_order());
  }

  TEST_CASE("a folder that is not there, and a full device, are said") {
    CHECK_THROWS_AS(OutputFile("/nowhere/r.csv", nullptr), std::system_error);
    if (!std::filesystem::exists("/dev/full")) return;
    OutputFile full("/dev/full", nullptr);
    CHECK_THROWS_AS(full.write(full.reserve(1), "x"), std::system_error);
  }
}
