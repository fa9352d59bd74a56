// What tells who somebody is, and what does not: a value that is passed through, an id, the name of a column.
#include "assessment/identifiers.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "../support.h"

using ipi::identifier_in_code;
using ipi::identifier_or_name_in;
using ipi::names_an_identifier;
using support::Random;

namespace {

using Values = std::vector<const char*>;

/// What is refused of the values, or what is not.
std::string those(const Values& values, bool refused, std::string_view (*look)(std::string_view)) {
  std::string found;
  for (const char* value : values) {
    if (look(value).empty() != refused) found += fmt::format("[{}: {}] ", value, look(value));
  }
  return found;
}

std::string of_signs(std::size_t length, std::string_view signs, Random& random) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += signs[random.below(signs.size())];
  return text;
}

/// Hexadecimal with a letter at least: without one it is a number, and may be somebody's.
std::string hash(std::size_t length, Random& random) {
  const std::string_view signs = random.chance(80) ? "0123456789abcdef" : "0123456789ABCDEF";
  for (;;) {
    std::string text = of_signs(length, signs, random);
    if (text.find_first_not_of("0123456789") != std::string::npos) return text;
  }
}

std::string uuid(Random& random) {
  const std::string_view signs = "0123456789abcdef";
  return fmt::format("{}-{}-4{}-{}{}-{}", of_signs(8, signs, random), of_signs(4, signs, random),
                     of_signs(3, signs, random), of_signs(1, "89ab", random), of_signs(3, signs, random),
                     of_signs(12, signs, random));
}

std::string decimal(Random& random) {
  const double value = static_cast<double>(random.below(1'000'000'000)) / 1'000'000'007.0;
  switch (random.below(5)) {
    case 0:
      return fmt::format("{}", value);
    case 1:
      return fmt::format("{}", -value * 1e-6);
    case 2:
      return fmt::format("{}", value * 1e5);
    case 3:
      return fmt::format("{:.9f}", 1000 * value);
    default:
      return fmt::format("{:e}", value * 1e12);
  }
}

const Values identifying = {
    // e-mail and phones
    "x@example.org", "nutty@mouse.com", "foo (at) bar.de", "foo [at] bar.de", "foo(at)bar(dot)de",
    "jane at example dot org", "(415) 555-1212", "+1 (415) 555-1212", "(405) 321-1111", "(405) 321-2222",
    "(405) 321-3333", "(405) 321-4444", "(405) 321-5555", "(432) 903-6676", "(242) 556-2396", "+44 20 7946 0000",
    "0171 555 0199", "030/1234567", "01 23 45 67 89", "415-555-1212", "415.555.1212", "(415) 555.1212",
    "+49.3012345678", "call 0049 30 123456",
    // records and national numbers
    "record 4711123", "943476591012", "943476591012.0", "MRN1234567", "AB123456C", "AB 12 34 56 C",
    "ab123456c, as the card says 4711123", "12345678Z", "X1234567L", "12345678-Z", "RSSMRA85M01H501Z",
    "rssmra85m01h501z", "123-45-6789", "1 85 03 75 116 001 42", "DE89370400440532013000", "S1234567D",
    // dates
    "1968-03-12", "born 12.3.1968", "12/03/68", "12 March 1985", "March 12, 1985", "12-Mar-1985", "12-Mar-85",
    "12MAR1985", "12. März 1985", "12 mars 1985", "12 de marzo de 1985", "12 maart 1985", "1° aprile 1985",
    "the 3rd of May 1985", "19850312", "12031985", "1985-03-12 10:30", "2024-05-01T12:30:00",
    // addresses
    "10115 Berlin", "D-10115 Berlin", "8001 Zürich", "1012 AB Amsterdam", "Hauptstr. 5", "Hauptstr.5",
    "Hauptstraße 12b", "Berliner Str. 7", "Marktplatz 3", "PO Box 12", "P.O. Box 12", "Postfach 1204",
    "12 rue de la Paix", "12, rue de la Paix", "Via Roma 12", "Calle Mayor 5", "342 Elm\nDuncanville TX, 75116",
    "14 Rose Cottage St.\nKenning UK, 323232", "14 Rose Cottage Blvd.\nKenning UK 34243",
    "243 Hill St.\nGuthrie OK 73402", "Hotel Suite\nNew Orleans LA, 70115", "12 Elm Street", "12 oak street",
    "Flat 3, SW1A 1AA",
    // names
    "John Smith", "JOHN SMITH", "J. Smith", "J.Smith", "J.R. Smith", "Smith J", "Smith, John", "Smith, J.",
    "Smith,John", "SMITH John", "van der Berg", "von Trapp", "Иван Петров", "Émile Zola", "Zoë Müller", "O'Neill Mary",
    "Jean-Pierre Dupont", "Maria de la Cruz", "saw Mrs Example", "called John Smith back", "saw J. Smith today",
    "Dr Smith", "Contact: John Smith", "John Smith, 34", "James White", "Tom Major", "Oliver North", "North, Oliver",
    "quiet\nJohn Smith"};

const Values telling_nobody = {
    // pseudonyms and numbers
    "5d41402abc4b2a76b9719d911017c592", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "3f786850e387",
    "D41D8CD98F00B204E9800998ECF8427E", "12345678901a", "a1234567890b", "0e123456789012345678901234567890",
    "550e8400-e29b-41d4-a716-446655440000", "550E8400-E29B-41D4-A716-446655440000",
    "12345678-1234-4123-8123-123456789012", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav",
    "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e", "P-3f786850e387", "anon_5d41402abc4b",
    "seen as 5d41402abc4b2a76b9719d911017c592 before", "0.7552556432777675", "-1.5e-05", "-.5", "+5.5", "1e-10",
    "12.34567890123", "0,7552556432777675", "123456.789012", "1.5e300", "10.25 11.50 12.75 13.25", "A-0042", "S12-034",
    "00123", "12", "3.0",
    // figures
    "worst in 2010, 2015 and 2020", "2010/2015/2020", "2010-2015", "2010 - 2015", "since 2025-11", "March 2010",
    "3 to 4 times, 24/7", "PHQ-9 of 14", "120/80 130/85", "120/80 (130/85)", "0 1 2 3 0 1 2 3 4", "1.5 hours",
    "at@home", "an @ sign", "12000 steps", "24 March", "T1 3MO", "12 places at the table", "2 years on the street",
    "via phone 3 times", "Arbeitsweg 30 Minuten, zu lang", "BP 120",
    // arms, places, states
    "Control Group", "Waiting List", "North West", "St Thomas Hospital", "New York", "Not Done", "Lost To Follow Up",
    "High School", "Post Treatment", "Major Depression", "Site: North", "Site: New York", "Drug A", "Drug B", "Group A",
    "Arm B", "IPT Group", "CBT", "TAU", "IPT TAU", "WAITING LIST", "NOT DONE", "Treatment As Usual",
    "Wait List Control", "Follow-Up Visit", "Dropped Out", "Primary Care", "United Kingdom", "San Francisco",
    "Los Angeles", "Den Haag", "Not Applicable", "Full Time", "Part Time", "Never Married", "White British",
    "African American", "Black African", "Week 12", "Final Visit", "Phase II", "Vitamin D", "North", "north",
    "Berlin, Germany", "South London Clinic", "moved to New York", "on Monday Morning", "Klinik Nord",
    "Warteliste Berlin", "Groupe Témoin", "Lista Espera", "enrollment_arm_1", "levon", "quiet", "jean dupont",
    "Character in a book, with some guessing", "A mouse character from a good book"};

const Values identifying_ids = {"943476591012",
                                "123456789",
                                "P-943476591012",
                                "1968-03-12",
                                "12.3.1968",
                                "12-03-1968",
                                "12.03.68",
                                "1968_X-1968-03-12",
                                "19850312",
                                "12031985",
                                "03121985",
                                "P19850312",
                                "A-19850312",
                                "20240131",
                                "12-Mar-1985",
                                "12-Mar-85",
                                "12MAR1985",
                                "1MAR85",
                                "March-12-1985",
                                "12_March_1985",
                                "1985-Mar-12",
                                "12-mai-1985",
                                "12.dez.1985",
                                "AB123456C",
                                "ab123456c-x123456789",
                                "QQ123456C-123456789",
                                "CE123456D",
                                "P-AB123456C",
                                "12345678Z",
                                "12345678z",
                                "12345678-Z",
                                "P_12345678Z",
                                "X1234567L",
                                "x1234567l",
                                "Y1234567X",
                                "Z1234567R",
                                "RSSMRA85M01H501Z",
                                "rssmra85m01h501z",
                                "MRTMTT91D08F205J",
                                "123-45-6789",
                                "415-555-1212",
                                "415.555.1212",
                                "0171-555-0199",
                                "030-1234567-8",
                                "1-415-555-1212",
                                "44-20-7946-0000",
                                "DE89370400440532013000",
                                "GB29NWBK60161331926819",
                                "185037511600142",
                                "1850375116001",
                                "NHS-943-476-5919",
                                "943-476-5919",
                                "943.476.5919",
                                "2024-05-01T1230",
                                "20240501123000",
                                "1985-03-12-01.5",
                                "31.12.1999",
                                "1.2.1985",
                                "MRN943476591",
                                "0049-30-1234567",
                                "P1985-03-12",
                                "John Smith",
                                "x@example.org",
                                "(415) 555-1212",
                                "12 March 1985",
                                "AB 12 34 56 C",
                                "Иван Петров",
                                "Hauptstr. 5"};

const Values sound_ids = {"A1",
                          "A-017",
                          "A-0042",
                          "0012345",
                          "12345678",
                          "00000001",
                          "20240001",
                          "20241301",
                          "99999999",
                          "10013001",
                          "S12-034",
                          "S12-034-2",
                          "1001-2001",
                          "01-02-03-04",
                          "site1_0042",
                          "IPT-2024-001",
                          "2024-001",
                          "2024-11",
                          "C01.042",
                          "P001",
                          "X.1",
                          "north-12",
                          "week-12",
                          "E1",
                          "PAT_000123",
                          "ABC-1234567",
                          "1234567",
                          "1-2-3",
                          "12345678A",
                          "20240001B",
                          "AB123456E",
                          "DA123456A",
                          "A1234567",
                          "X1234567A",
                          "H-2.0",
                          "anon_5d41402abc4b",
                          "P-3f786850e387",
                          "sub-0042_ses-01",
                          "sub-01.2",
                          "3f786850e387",
                          "5d41402abc4b2a76b9719d911017c592",
                          "D41D8CD98F00B204E9800998ECF8427E",
                          "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
                          "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                          "550e8400-e29b-41d4-a716-446655440000",
                          "550E8400-E29B-41D4-A716-446655440000",
                          "12345678-1234-4123-8123-123456789012",
                          "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                          "01arz3ndektsv4rrffq69g5fav",
                          "a1234567890b",
                          "12345678901a",
                          "0e12345678901234",
                          "deadbeef",
                          "DEADBEEF",
                          "1234567e",
                          "0.7552556432777675",
                          "-1.5e-05",
                          "12.345678901",
                          "1e10",
                          "-.5",
                          "V1StGXR8_Z5jdHi6B-myT",
                          "Blue-Fox",
                          "Kontrolle-7",
                          "wave2_0815",
                          "2010-2015",
                          "t0-0815-A",
                          "R-45.67.89"};

}  // namespace

TEST_SUITE("what tells who somebody is") {
  TEST_CASE("values that must be caught, and those that must pass") {
    CHECK(identifying.size() >= 60);
    CHECK(telling_nobody.size() >= 60);
    CHECK(those(identifying, false, identifier_or_name_in) == "");
    CHECK(those(telling_nobody, true, identifier_or_name_in) == "");
  }
  TEST_CASE("ids that must be caught, and those that must pass") {
    CHECK(identifying_ids.size() >= 60);
    CHECK(sound_ids.size() >= 60);
    CHECK(those(identifying_ids, false, identifier_in_code) == "");
    CHECK(those(sound_ids, true, identifier_in_code) == "");
  }
  TEST_CASE("no hash, UUID or decimal number is anybody's") {
    Random random(11);
    std::string refused;
    const auto look = [&](const std::string& value) {
      if (!identifier_or_name_in(value).empty() || !identifier_in_code(value).empty()) refused += value + " ";
      if (!identifier_or_name_in("known as " + value + ", so far").empty()) refused += "in a text: " + value + " ";
    };
    for (std::size_t i = 0; i < 1000; ++i) {
      for (const std::size_t length : {8U, 10U, 12U, 16U, 32U, 40U, 64U}) {
        look(hash(length, random));
      }
      look(uuid(random));
      look(decimal(random));
      look(of_signs(1, "01234567", random) + of_signs(25, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", random));
    }
    CHECK(refused == "");
  }
  TEST_CASE("names of columns") {
    for (const std::string name : {"last_name",
                                   "Last name",
                                   "LastName",
                                   "name_last",
                                   "name",
                                   "NAME",
                                   "patient_email",
                                   "dob",
                                   "date_of_birth",
                                   "birth_date",
                                   "birth",
                                   "record_number",
                                   "hospital_number",
                                   "Nom",
                                   "prenom",
                                   "prénom",
                                   "nachname",
                                   "vorname",
                                   "geburtsdatum",
                                   "initials",
                                   "username",
                                   "user_name",
                                   "next_of_kin_contact_name",
                                   "ec_phone",
                                   "telephone_1",
                                   "address",
                                   "Familienname",
                                   "Geburtstag",
                                   "Anschrift",
                                   "PLZ",
                                   "Strasse",
                                   "Straße",
                                   "Telefonnummer",
                                   "nom_de_famille",
                                   "date_naissance",
                                   "Nombre",
                                   "apellidos",
                                   "nombre_paciente",
                                   "fecha_nacimiento",
                                   "telefono",
                                   "Correo",
                                   "DNI",
                                   "nome",
                                   "cognome",
                                   "data_di_nascita",
                                   "codice_fiscale",
                                   "indirizzo",
                                   "naam",
                                   "achternaam",
                                   "geboortedatum",
                                   "BSN",
                                   "adres",
                                   "voorletters",
                                   "national_id",
                                   "insurance_number",
                                   "social_security",
                                   "given_name",
                                   "MRN"}) {
      CAPTURE(name);
      CHECK(names_an_identifier(name));
    }
    for (const std::string name : {"redcap_event_name",
                                   "given_birth",
                                   "site_name",
                                   "nom_du_centre",
                                   "nombre_enfants",
                                   "nombre_seances",
                                   "birth_weight",
                                   "birth_order",
                                   "record_id",
                                   "study_id",
                                   "arm",
                                   "site",
                                   "group",
                                   "event_name",
                                   "drug_name",
                                   "school_name",
                                   "visit_date",
                                   "date_enrolled",
                                   "num_children",
                                   "specify_mood",
                                   "insurance_type",
                                   "name_of_site",
                                   "remark",
                                   "comments",
                                   "wave",
                                   "age",
                                   "sex",
                                   "renamed",
                                   "filename",
                                   "enrolment",
                                   "nominal",
                                   "telehealth",
                                   "emailed",
                                   "sitename"}) {
      CAPTURE(name);
      CHECK(!names_an_identifier(name));
    }
  }
  TEST_CASE("the quick look spares only what the whole search finds nothing in") {
    Random random(11);
    const std::vector<std::string> words = {"jean", "dupont", "road", "street", "rue", "de", "la", "paix", "postfach",
                                            "box",  "march",  "mrs",  "dr",     "elm", "so", "to", "von",  "berg"};
    std::size_t texts = 0;
    std::size_t codes = 0;
    for (int i = 0; i < 100'000; ++i) {
      std::string text = random.chance(70) ? words[random.below(words.size())]
                                           : of_signs(1 + random.below(12), "ab z,.;:!?()'-_\nA19@", random);
      for (std::size_t more = random.below(4); more > 0; --more)
        text += (random.chance(80) ? " " : ", ") + words[random.below(words.size())];
      if (ipi::surely_tells_nobody(text)) {
        ++texts;
        CHECK_MESSAGE(identifier_or_name_in(text).empty(), text);
      }
      const std::string code = of_signs(1 + random.below(14), "0123456789ABab-_M.", random);
      if (ipi::surely_tells_nobody_as_code(code)) {
        ++codes;
        CHECK_MESSAGE(identifier_in_code(code).empty(), code);
      }
    }
    CHECK(texts > 50'000);
    CHECK(codes > 5'000);
  }

  TEST_CASE("what is allowed") {
    CHECK(!ipi::AllowedIdentifiers{}.allows("arm"));
    CHECK(ipi::AllowedIdentifiers{true, {}}.allows("arm"));
    CHECK(ipi::AllowedIdentifiers{false, {"visit_date", "arm"}}.allows("arm"));
    CHECK(!ipi::AllowedIdentifiers{false, {"visit_date", "arm"}}.allows("ar"));
  }
}
