#pragma once

#include <string>

#include "formats/table.h"

namespace ipi::cells {

// What stands in the columns of a table; each is a TableColumn::Append.

// A form, or a row about any of its parts.
void id(const TableColumn& column, const TableRow& row, std::string& text);
void date(const TableColumn& column, const TableRow& row, std::string& text);
void protocol(const TableColumn& column, const TableRow& row, std::string& text);
void convention(const TableColumn& column, const TableRow& row, std::string& text);
void kept(const TableColumn& column, const TableRow& row, std::string& text);
void definitions(const TableColumn& column, const TableRow& row, std::string& text);
void verdict(const TableColumn& column, const TableRow& row, std::string& text);
void suggested_focus(const TableColumn& column, const TableRow& row, std::string& text);
void strength(const TableColumn& column, const TableRow& row, std::string& text);
void margin(const TableColumn& column, const TableRow& row, std::string& text);
void provisional(const TableColumn& column, const TableRow& row, std::string& text);
void reasons(const TableColumn& column, const TableRow& row, std::string& text);
void stable(const TableColumn& column, const TableRow& row, std::string& text);
void relationships(const TableColumn& column, const TableRow& row, std::string& text);
void events(const TableColumn& column, const TableRow& row, std::string& text);
void safety(const TableColumn& column, const TableRow& row, std::string& text);
void safety_rules(const TableColumn& column, const TableRow& row, std::string& text);
void unused(const TableColumn& column, const TableRow& row, std::string& text);

// A form's score, by the column's index.
void score(const TableColumn& column, const TableRow& row, std::string& text);
void score_n(const TableColumn& column, const TableRow& row, std::string& text);
void score_band(const TableColumn& column, const TableRow& row, std::string& text);
void score_confirmed(const TableColumn& column, const TableRow& row, std::string& text);

// One area, by the column's index.
void area_points(const TableColumn& column, const TableRow& row, std::string& text);
void area_subject(const TableColumn& column, const TableRow& row, std::string& text);
void area_offered(const TableColumn& column, const TableRow& row, std::string& text);
void area_lowest(const TableColumn& column, const TableRow& row, std::string& text);
void area_highest(const TableColumn& column, const TableRow& row, std::string& text);

// A relationship.
void person(const TableColumn& column, const TableRow& row, std::string& text);
void role(const TableColumn& column, const TableRow& row, std::string& text);
void status(const TableColumn& column, const TableRow& row, std::string& text);
void closeness_before(const TableColumn& column, const TableRow& row, std::string& text);
void closeness_now(const TableColumn& column, const TableRow& row, std::string& text);
void tie_score(const TableColumn& column, const TableRow& row, std::string& text);
void tie_score_n(const TableColumn& column, const TableRow& row, std::string& text);
void tie_score_band(const TableColumn& column, const TableRow& row, std::string& text);
void tie_score_confirmed(const TableColumn& column, const TableRow& row, std::string& text);

// A candidate.
void area(const TableColumn& column, const TableRow& row, std::string& text);
void subject(const TableColumn& column, const TableRow& row, std::string& text);
void suggested(const TableColumn& column, const TableRow& row, std::string& text);
void rank(const TableColumn& column, const TableRow& row, std::string& text);
void offered(const TableColumn& column, const TableRow& row, std::string& text);
void because(const TableColumn& column, const TableRow& row, std::string& text);
void because_of(const TableColumn& column, const TableRow& row, std::string& text);
void points(const TableColumn& column, const TableRow& row, std::string& text);
void lowest(const TableColumn& column, const TableRow& row, std::string& text);
void highest(const TableColumn& column, const TableRow& row, std::string& text);
void holds(const TableColumn& column, const TableRow& row, std::string& text);
void unknown(const TableColumn& column, const TableRow& row, std::string& text);

}  // namespace ipi::cells
