#include "write.h"

#include <algorithm>
#include <array>

namespace bench {
namespace {

constexpr std::array<std::string_view, 5> names = {"csv", "csv-messy", "ndjson", "yaml", "yaml-comments"};

bool is_integer(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A form has a list's length in its entries; only an empty list is written as such.
bool is_written(const Column& column, const Cell& cell) {
  return cell.state == Cell::State::given && (column.kind != Column::Kind::count || cell.text == "0");
}

bool is_entry(const std::string& key) { return key.front() == '#'; }

void quote(char mark, std::string_view text, std::string& out) {
  out += mark;
  out += text;
  out += mark;
}

}  // namespace

std::optional<Format> format_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Format>(found - names.begin());
}

Writer::Writer(const Workload& workload, Format format) : workload_(&workload), format_(format) {
  const std::vector<std::string>* before = nullptr;
  for (const Column& column : workload.columns()) {
    std::size_t shared = 0;
    while (before != nullptr && shared < std::min(before->size(), column.path.size()) &&
           (*before)[shared] == column.path[shared])
      ++shared;
    shared_.push_back(shared);
    before = &column.path;
  }
}

void Writer::begin(std::string& out) const {
  if (!is_table(format_)) return;
  const bool messy = format_ == Format::csv_messy;
  for (std::size_t i = 0; i < workload_->columns().size(); ++i) {
    if (i > 0) out += ',';
    if (messy) {
      quote('"', workload_->columns()[i].address, out);
    } else {
      out += workload_->columns()[i].address;
    }
  }
  out += line_end();
}

void Writer::write(const Record& record, Random random, std::string& out) const {
  if (is_table(format_)) return write_row(record, random, out);
  if (is_yaml(format_)) return write_yaml(record, random, out);
  write_json(record, out);
}

void Writer::write_row(const Record& record, Random& random, std::string& out) const {
  const bool messy = format_ == Format::csv_messy;
  bool first = true;
  for (const Cell& cell : record.cells) {
    if (!first) out += ',';
    first = false;
    if (cell.state == Cell::State::missing && messy) out += "NA";
    if (cell.state != Cell::State::given) continue;
    // What is broken by its quotes keeps them as they are.
    if (messy && random.below(3) == 0 && cell.text.find('"') == std::string_view::npos) {
      quote('"', cell.text, out);
    } else {
      out += cell.text;
    }
  }
  out += line_end();
}

void Writer::write_json(const Record& record, std::string& out) const {
  const auto& columns = workload_->columns();
  out += "{\"form\":\"";
  out += workload_->protocol();
  out += '"';
  const std::vector<std::string>* open = nullptr;
  std::size_t shared = 0;
  const auto close = [&](std::size_t depth) {
    for (std::size_t i = open->size() - 1; i > depth; --i) out += is_entry((*open)[i]) ? ']' : '}';
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    shared = std::min(shared, shared_[i]);
    const Cell& cell = record.cells[i];
    if (!is_written(columns[i], cell)) continue;
    const std::vector<std::string>& path = columns[i].path;
    if (open != nullptr) close(shared);
    out += ',';
    for (std::size_t depth = shared; depth < path.size(); ++depth) {
      if (depth > shared) out += is_entry(path[depth]) ? '[' : '{';
      if (is_entry(path[depth])) continue;
      quote('"', path[depth], out);
      out += ':';
    }
    if (columns[i].kind == Column::Kind::count) {
      out += "[]";
    } else if (columns[i].kind == Column::Kind::number && is_integer(cell.text)) {
      out += cell.text;
    } else {
      quote('"', cell.text, out);
    }
    open = &path;
    shared = path.size();
  }
  if (open != nullptr) close(0);
  out += "}\n";
}

void Writer::write_yaml(const Record& record, Random& random, std::string& out) const {
  static constexpr std::array<std::string_view, 4> remarks = {"# as told\n", "# asked twice: the second answer\n",
                                                              "# \"about\" - see the notes\n", "#\n"};
  const bool comments = format_ == Format::yaml_comments;
  const auto& columns = workload_->columns();
  const auto remark = [&](std::size_t indent) {
    if (!comments) return;
    const std::size_t which = random.below(8);
    if (which == 0) out += '\n';
    if (which < remarks.size()) out.append(indent, ' ') += remarks[which];
  };
  out += "---\n";
  remark(0);
  out += "form: ";
  out += workload_->protocol();
  out += '\n';
  std::size_t shared = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    shared = std::min(shared, shared_[i]);
    const Cell& cell = record.cells[i];
    if (!is_written(columns[i], cell)) continue;
    const std::vector<std::string>& path = columns[i].path;
    bool after_dash = false;
    for (std::size_t depth = shared; depth < path.size(); ++depth) {
      if (!after_dash) {
        remark(2 * depth);
        out.append(2 * depth, ' ');
      }
      after_dash = is_entry(path[depth]);
      if (after_dash) {
        out += "- ";
        continue;
      }
      // A number as a key is quoted, as `ipi template` does.
      if (is_integer(path[depth])) {
        quote(comments && random.below(2) == 0 ? '\'' : '"', path[depth], out);
      } else {
        out += path[depth];
      }
      if (depth + 1 < path.size()) out += comments && random.below(4) == 0 ? ":   # below\n" : ":\n";
    }
    out += ": ";
    const bool empty_list = columns[i].kind == Column::Kind::count;
    const std::size_t style =
        comments && !empty_list && cell.text.find('"') == std::string_view::npos ? random.below(3) : 0;
    if (style == 0) {
      out += empty_list ? "[]" : cell.text;
    } else {
      quote(style == 1 ? '\'' : '"', cell.text, out);
    }
    if (comments && random.below(2) == 0) {
      out += "  ";
      out += remarks[random.below(remarks.size())];
    } else {
      out += '\n';
    }
    shared = path.size();
  }
}

}  // namespace bench
