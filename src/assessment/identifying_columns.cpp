#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "assessment/identifiers.h"
#include "assessment/identifying.h"

namespace ipi {
namespace {

using identifying::is_letter;

/// Words that tell, in English, German, French, Spanish, Italian and Dutch.
constexpr std::array<std::string_view, 115> telling = {
    "firstname", "lastname", "surname", "forename", "fullname", "givenname", "familyname", "middlename", "maidenname",
    "nickname", "username", "fname", "lname", "initials", "email", "emails", "mail", "phone", "phones", "phonenumber",
    "telephone", "cellphone", "tel", "fax", "mobile", "address", "addresses", "street", "zip", "postcode", "zipcode",
    "postal", "dob", "birthday", "birthdate", "dateofbirth", "ssn", "nhs", "mrn", "nino", "passport", "iban",
    // German
    "vorname", "vornamen", "nachname", "nachnamen", "familienname", "zuname", "geburtsname", "geburtsdatum",
    "geburtstag", "geburtsort", "adresse", "anschrift", "strasse", "straße", "hausnummer", "plz", "postleitzahl",
    "wohnort", "telefon", "telefonnummer", "handy", "handynummer", "mobilnummer", "versichertennummer",
    "patientennummer", "aktenzeichen", "aktennummer", "fallnummer", "initialen", "benutzername",
    "sozialversicherungsnummer",
    // French
    "prenom", "prenoms", "prénom", "prénoms", "naissance", "rue", "courriel", "nir", "initiales",
    // Spanish
    "apellido", "apellidos", "nacimiento", "direccion", "dirección", "calle", "telefono", "teléfono", "movil", "móvil",
    "correo", "dni", "nie", "iniciales",
    // Italian
    "cognome", "nascita", "indirizzo", "cellulare", "iniziali",
    // Dutch
    "achternaam", "voornaam", "geboortedatum", "adres", "telefoon", "voornamen", "familienaam", "straat",
    "telefoonnummer", "mobiel", "bsn", "voorletters", "gebruikersnaam", "geboorte"};

/// A name, unless it is one of a thing: "site name", "nom du site".
constexpr std::array<std::string_view, 8> names = {"name", "names", "namen", "nom", "noms", "nome", "naam", "nombres"};
constexpr std::array<std::string_view, 58> things = {
    "site",      "study",    "file",       "form",    "arm",       "drug",      "centre",  "center",     "clinic",
    "hospital",  "protocol", "variable",   "project", "country",   "group",     "event",   "instrument", "measure",
    "scale",     "test",     "item",       "score",   "label",     "field",     "column",  "visit",      "session",
    "treatment", "therapy",  "medication", "brand",   "diagnosis", "condition", "task",    "device",     "product",
    "cohort",    "ward",     "unit",       "region",  "language",  "school",    "city",    "studie",     "gruppe",
    "klinik",    "zentrum",  "etude",      "étude",   "groupe",    "sitio",     "estudio", "grupo",      "sito",
    "studio",    "gruppo",   "groep",      "centro"};
constexpr std::string_view joining = " of the de du des del della der van la l ";

/// Two words that tell together, and apart do not.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> pairs = {
    {{"record", "number"},   {"record", "no"},          {"record", "nr"},        {"hospital", "number"},
     {"hospital", "no"},     {"hospital", "nr"},        {"hospital", "id"},      {"patient", "number"},
     {"patient", "no"},      {"patient", "nr"},         {"chart", "number"},     {"insurance", "number"},
     {"insurance", "no"},    {"insurance", "id"},       {"social", "security"},  {"national", "id"},
     {"national", "number"}, {"national", "insurance"}, {"medicare", "number"},  {"medicare", "no"},
     {"geb", "datum"},       {"codice", "fiscale"},     {"historia", "clinica"}, {"nombre", "paciente"},
     {"nombre", "completo"}, {"account", "number"}}};

/// A birth that is given, counted or weighed, and no date.
constexpr std::array<std::string_view, 12> births_before = {"given", "gave",  "giving", "after",  "before", "since",
                                                            "still", "first", "last",   "number", "live",   "pre"};
constexpr std::array<std::string_view, 10> births_behind = {"weight", "order",         "control", "type", "outcome",
                                                            "mode",   "complications", "cohort",  "plan", "number"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_of_word(char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

/// In small letters; "LastName" is two words, as "last_name" is.
std::vector<std::string> words_of_header(std::string_view column) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(identifying::in_small_letters(word));
    word.clear();
  };
  for (std::size_t i = 0; i < column.size(); ++i) {
    const bool begins = identifying::is_upper(column[i]) && i > 0 && column[i - 1] >= 'a' && column[i - 1] <= 'z';
    if (begins || !is_of_word(column[i])) end_word();
    if (is_of_word(column[i])) word += column[i];
  }
  end_word();
  return words;
}

/// Whether the name at `at` is one of a thing, which stands before it or behind it.
bool is_name_of_thing(const std::vector<std::string>& words, std::size_t at) {
  if (at > 0 && contains(things, words[at - 1])) return true;
  std::size_t next = at + 1;
  while (next < words.size() && identifying::is_one_of(joining, words[next])) ++next;
  return next < words.size() && contains(things, words[next]);
}

bool tells(const std::vector<std::string>& words, std::size_t at) {
  const std::string& word = words[at];
  const std::string_view before = at > 0 ? std::string_view(words[at - 1]) : std::string_view();
  const std::string_view behind = at + 1 < words.size() ? std::string_view(words[at + 1]) : std::string_view();
  if (contains(names, word)) return !is_name_of_thing(words, at);
  // In French a number of things, in Spanish a name.
  if (word == "nombre" && behind.empty()) return !contains(things, before);
  if (word == "birth") return !contains(births_before, before) && !contains(births_behind, behind);
  return contains(telling, word) ||
         std::find(pairs.begin(), pairs.end(), std::pair<std::string_view, std::string_view>(word, behind)) !=
             pairs.end();
}

}  // namespace

bool names_an_identifier(std::string_view column) {
  const std::vector<std::string> words = words_of_header(column);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (tells(words, i)) return true;
  }
  return false;
}

}  // namespace ipi
