#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/runtime.h"
#include "interview/console.h"

namespace ipi::cli {

/// Answers out of a file, one a line; what a person would have seen and typed goes to standard output.
class ScriptedConsole : public interview::Console {
 public:
  /// Lines that start with # are comments; an empty line is Enter; ends of CRLF are trimmed.
  ScriptedConsole(const Runtime& runtime, const std::string& answers);
  void show(const interview::Lines& lines) override;
  void show_page(const std::string& page) override;
  [[nodiscard]] interview::Entered read() override;
  void blank() override;
  [[nodiscard]] std::size_t width() const override { return runtime_->width(); }
  /// Answers that nothing asked for.
  [[nodiscard]] std::size_t left_over() const { return answers_.size() - next_; }

 private:
  const Runtime* runtime_;
  std::vector<std::string> answers_;
  std::size_t next_ = 0;
};

}  // namespace ipi::cli
