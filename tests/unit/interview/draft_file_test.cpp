#include "interview/draft_file.h"

#include <doctest/doctest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support.h"

namespace {

using namespace ipi::interview;
namespace fs = std::filesystem;

/// A folder of our own that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "ipi-unit-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string fault_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const DraftFault& fault) {
    return fault.what();
  }
  return {};
}

TEST_CASE("a saved draft is whole, its owner's only, and leaves nothing beside it") {
  const Folder folder;
  {
    const DraftFile file = DraftFile::create(folder.file("a.yaml"));
    file.save("one\n");
    file.save("two\n");
    CHECK(support::file_text(folder.file("a.yaml")) == "two\n");
    CHECK(folder.files() == 2);  // and the lock
  }
  CHECK(folder.files() == 1);
  struct stat status {};
  REQUIRE(stat(folder.file("a.yaml").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a new draft does not take the place of a file") {
  const Folder folder;
  std::ofstream(folder.file("a.yaml")) << "answers";
  CHECK(fault_of([&] {
          static_cast<void>(DraftFile::create(folder.file("a.yaml")));
        }).find("exists, and may hold answers") != std::string::npos);
  CHECK(support::file_text(folder.file("a.yaml")) == "answers");
  CHECK(folder.files() == 1);
}

TEST_CASE("two interviews on one file are refused, and a lock that nobody holds is taken over") {
  const Folder folder;
  {
    const DraftFile first = DraftFile::create(folder.file("a.yaml"));
    first.save("one\n");
    const std::string why = fault_of([&] { static_cast<void>(DraftFile::resume(folder.file("a.yaml"))); });
    CHECK(why.find("another interview is open") != std::string::npos);
    CHECK(why.find(std::to_string(getpid())) != std::string::npos);
  }
  std::ofstream(folder.file("a.yaml.lock")) << "12345\n";
  std::ofstream(folder.file("a.yaml.new")) << "half";
  const DraftFile again = DraftFile::resume(folder.file("a.yaml"));
  CHECK(folder.files() == 2);  // what a killed one was about to put in place is gone
}

TEST_CASE("a full disk is a fault, and what was there before stays") {
  const Folder folder;
  const DraftFile file = DraftFile::create(folder.file("a.yaml"));
  file.save("one\n");
  struct rlimit before {};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit full = {64, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
  const std::string why = fault_of([&] { file.save(std::string(1000, 'x')); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(why.find("cannot write") != std::string::npos);
  CHECK(support::file_text(folder.file("a.yaml")) == "one\n");
  CHECK(folder.files() == 2);
}

TEST_CASE("a link stays a link, and a folder is no draft") {
  const Folder folder;
  std::ofstream(folder.file("real.yaml")) << "one";
  fs::create_symlink("real.yaml", folder.file("link.yaml"));
  DraftFile::resume(folder.file("link.yaml")).save("two");
  CHECK(fs::is_symlink(folder.file("link.yaml")));
  CHECK(support::file_text(folder.file("real.yaml")) == "two");
  fs::create_directory(folder.file("folder"));
  CHECK_FALSE(fault_of([&] { static_cast<void>(DraftFile::resume(folder.file("folder"))); }).empty());
  CHECK_FALSE(fault_of([&] { static_cast<void>(DraftFile::resume(folder.file("none"))); }).empty());
  CHECK_FALSE(fault_of([&] { static_cast<void>(DraftFile::create(folder.file("none/a.yaml"))); }).empty());
}

TEST_CASE("a folder that is not there is named") {
  const Folder folder;
  CHECK(fault_of([&] {
          static_cast<void>(DraftFile::create(folder.file("none/a.yaml")));
        }).find("there is no folder '" + folder.file("none") + "'") != std::string::npos);
  std::ofstream(folder.file("file")) << "";
  CHECK(fault_of([&] { static_cast<void>(DraftFile::create(folder.file("file/a.yaml"))); }).find("is no folder") !=
        std::string::npos);
}

TEST_CASE("a copy is kept once") {
  const Folder folder;
  std::ofstream(folder.file("a.yaml")) << "by hand";
  const DraftFile file = DraftFile::resume(folder.file("a.yaml"));
  file.keep_copy(".before");
  file.save("written");
  file.keep_copy(".before");
  CHECK(support::file_text(folder.file("a.yaml.before")) == "by hand");
}

}  // namespace
