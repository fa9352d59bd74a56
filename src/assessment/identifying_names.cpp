#include <algorithm>
#include <array>

#include "assessment/identifiers.h"
#include "assessment/identifying.h"
#include "text/utf8.h"

namespace ipi {
namespace identifying {
namespace {

/// Words of studies, clinics and everyday life; a text with one of them is no name.
constexpr std::string_view everyday =
    // studies
    " group arm site study trial cohort wave phase stage visit session baseline control intervention treatment "
    "treated therapy placebo drug dose active sham waiting wait waitlist list usual care standard follow followup "
    "follow-up up pre test retest screening screened enrolled enrollment enrolment completed completer complete "
    "incomplete dropout dropped out withdrawn withdrew lost excluded included eligible ineligible pending started "
    "ended done not none no yes unknown other missing applicable available declined refused condition open label "
    "crossover pilot sample batch round block week month year time form version team plan type class level part set "
    "item number code data project program programme randomised randomized experimental comparison allocated "
    "assigned deadline dated start end entry exit intake telehealth online supportive counselling counseling cluster "
    "self referral internet based moved away agree disagree strongly somewhat know "
    // clinics and other places
    "hospital clinic ward unit department centre center practice surgery school university college institute "
    "outpatient inpatient patient emergency room office service health mental medical medicine clinical community "
    "primary secondary tertiary public private foundation trust county city town village district region province "
    "state country rural urban island republic kingdom united valley river beach suite hotel building floor army "
    "company bank infirmary general royal degree education doctor nurse therapist psychologist worker britain "
    "england scotland wales ireland germany france spain italy netherlands austria switzerland belgium denmark "
    "sweden norway finland poland portugal greece turkey russia ukraine canada australia zealand america africa asia "
    "europe china japan brazil mexico nigeria uganda ethiopia usa uk "
    // what is measured
    "depression depressive anxiety disorder role dispute interpersonal deficit mild moderate severe recurrent "
    "episode symptom score scale index inventory risk low high medium middle remission relapse response responder "
    "pain sleep stress trauma loss alcohol suicide psychosis eating panic social phobia attention vitamin hepatitis "
    "diabetes cancer blood "
    // people, work and days
    "male female man woman men women child children adult parent mother father mum mom dad sister brother friend "
    "partner wife husband married divorced widowed separated single never living alone together full employed "
    "unemployed retired student work working job home african american asian british european hispanic latino "
    "caribbean indian chinese native hawaiian pacific mixed ethnic background origin monday tuesday wednesday "
    "thursday friday saturday sunday morning afternoon evening night day january february march july september "
    "october november december christmas easter euro dollar pounds step meter "
    // small words, and words that grade
    "first second third fourth fifth final last initial early late new old left right good bad very less more than "
    "most some any all both each same the and or of in at on to for with without by from is was has had this that "
    "then there when since after before she he they we it my her his as but if so regular "
    // German, French, Spanish, Italian, Dutch
    "gruppe kontrollgruppe warteliste behandlung klinik klinikum krankenhaus praxis zentrum ambulanz station "
    "abteilung universität uni nicht keine unbekannt abgeschlossen abgebrochen stadt montag dienstag mittwoch "
    "donnerstag freitag samstag sonntag abend anfang mitte ende januar februar märz juli oktober dezember schritte "
    "groupe témoin liste attente traitement suivi perdu hôpital clinique ville grupo lista espera tratamiento "
    "seguimiento clínica gruppo attesa trattamento ospedale groep wachtlijst behandeling ziekenhuis non "
    // short for something
    "ipt tau cbt dbt act mbt emdr ssri phq gad bdi ptsd mdd nhs gp itt pp ect tms wl ii iii iv vi vii viii ix us eu ";

/// Endings of words that are no names, on at least three letters more.
constexpr std::array<std::string_view, 16> everyday_endings = {
    "tion", "sion", "osis", "itis", "therapy", "therapie", "ology",  "ologie",
    "ship", "ical", "ness", "keit", "schaft",  "gruppe",   "klinik", "störung"};

/// Everyday words that are names as well: a text is no name where all of its words are such.
constexpr std::string_view words_and_names =
    " north south east west major minor young long short white black brown green grey gray red blue gold silver may "
    "april june august summer winter park hill rose field wood stone post case english french german irish welsh "
    "little best ";

/// What the name of a place begins with: "New York", "St Louis", "Los Angeles".
constexpr std::string_view place_openers =
    " new north south east west northern southern eastern western san santa santo são sao los las la le el den st "
    "saint sankt fort port mount lake bad cape great hong tel buenos rio puerto costa sri ";

/// Between the parts of a name: "van der Berg".
constexpr std::string_view particles =
    " van von vom der den de di da del della du des dos das la le el al bin ibn zu zur ter ten te y e ";

constexpr std::string_view titles =
    " Mr Mrs Ms Miss Dr Prof Professor Herr Herrn Frau mr mrs dr Mme Madame Monsieur Sr Sra Señor Señora Signor "
    "Signora Dhr Mevrouw ";

/// The small letter of a capital of the Latin, Greek and Cyrillic alphabets; 0 where the sign is no capital.
char32_t small_of(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 0x20;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c % 2 == 0 ? c + 1 : 0;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : 0;
  if (c >= 0x391 && c <= 0x3AB) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  return 0;
}

bool is_letter_of_any_script(char32_t c) {
  if (c < 0x80) return is_letter(static_cast<char>(c));
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3040) &&
         c != 0xFFFD;
}

void append(char32_t c, std::string& text) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else {
    text += static_cast<char>(0xC0U | (c >> 6U));  // small letters of these alphabets take two bytes
    text += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

/// What a word can be in a name.
enum class Part { none, initial, name, particle };

struct Letters {
  std::size_t all = 0, capitals = 0, vowels = 0;
  bool begins_with_capital = false;
  bool only_letters = true;  // apostrophes and hyphens between them aside
};

Letters letters_of(std::string_view word) {
  Letters found;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint sign = decode_code_point(word.substr(at));
    const bool capital = small_of(sign.value) != 0;
    if (is_letter_of_any_script(sign.value)) {
      if (at == 0) found.begins_with_capital = capital;
      ++found.all;
      if (capital) ++found.capitals;
      if (sign.value >= 0x80 ||
          std::string_view("AEIOUYaeiouy").find(static_cast<char>(sign.value)) != std::string_view::npos)
        ++found.vowels;
    } else if (sign.value != U'\'' && sign.value != U'-' && sign.value != 0x2019) {
      found.only_letters = false;
    }
    at += sign.length;
  }
  return found;
}

Part part_of_name(std::string_view word) {
  const Letters letters = letters_of(word);
  if (!letters.only_letters || letters.all == 0) return Part::none;
  if (!letters.begins_with_capital) return is_one_of(particles, word) ? Part::particle : Part::none;
  if (letters.all == 1) return Part::initial;
  // "CBT" is short for something, "JR" may be for the names of somebody.
  if (letters.all == 2 && letters.capitals == 2 && letters.vowels == 0) return Part::initial;
  return letters.capitals == letters.all && letters.vowels == 0 ? Part::none : Part::name;
}

bool is_word_and_name(const Word& word) { return is_one_of(words_and_names, in_small_letters(word.text)); }
bool opens_place(const Word& word) {
  return is_one_of(place_openers, in_small_letters(word.text)) && word.behind.find(',') == std::string_view::npos;
}

/// "John Smith", "JOHN SMITH", "Smith, J.", "van der Berg": a line of nothing but the parts of a name, numbers aside.
bool is_only_a_name(const std::vector<Word>& words) {
  constexpr std::size_t most_words = 5;
  std::size_t names = 0;
  std::size_t words_as_well = 0;
  std::size_t particles_before = 0;
  bool initial = false;
  bool dotted = false;
  if (words.size() < 2 || words.size() > most_words || opens_place(words.front())) return false;
  for (const Word& word : words) {
    if (std::all_of(word.text.begin(), word.text.end(), is_digit)) continue;
    const Part part = part_of_name(word.text);
    if (part == Part::none || is_everyday(in_small_letters(word.text))) return false;
    if (part == Part::initial) initial = true;
    if (part == Part::initial && word.behind.starts_with('.')) dotted = true;
    if (part == Part::particle) ++particles_before;
    if (part == Part::name) ++names;
    if (part == Part::name && is_word_and_name(word)) ++words_as_well;
  }
  if (names == 0 || (names == words_as_well && !dotted)) return false;
  return names > 1 || initial || particles_before > 0;
}

/// Where the two words stand within a sentence.
bool is_name_in_sentence(const std::vector<Word>& words, std::size_t at) {
  const Word& first = words[at];
  const Word& second = words[at + 1];
  if (!is_capitalised(second.text)) return false;
  if (is_one_of(titles, first.text)) return true;
  const std::string small = in_small_letters(first.text);
  const std::string small_second = in_small_letters(second.text);
  if (is_everyday(small_second)) return false;
  if (part_of_name(first.text) == Part::initial && first.behind.starts_with('.'))
    return at == 0 || !is_everyday(in_small_letters(words[at - 1].text));
  if (!is_capitalised(first.text) || first.begins || second.begins) return false;
  const bool ends_place = at > 0 && opens_place(words[at - 1]) && is_capitalised(words[at - 1].text);
  return !is_everyday(small) && !opens_place(first) && !ends_place &&
         !(is_word_and_name(first) && is_word_and_name(second));
}

/// Each line of its own, and what follows a colon: "Contact: John Smith".
bool has_line_of_a_name(const std::vector<Word>& words) {
  std::vector<Word> line;
  for (const Word& word : words) {
    if (word.opens_line) {
      if (is_only_a_name(line)) return true;
      line.clear();
    }
    line.push_back(word);
    if (word.behind.find(':') != std::string_view::npos) line.clear();
  }
  return is_only_a_name(line);
}

bool is_sign(char c) { return std::ispunct(static_cast<unsigned char>(c)) != 0; }

/// Where a word ends: at a blank, behind a comma, or behind the dot of an initial ("J.Smith").
std::size_t end_of_word(std::string_view text, std::size_t at) {
  for (std::size_t i = at; i < text.size(); ++i) {
    if (std::string_view(" \t\r\n").find(text[i]) != std::string_view::npos) return i;
    if (std::string_view(",;/|").find(text[i]) != std::string_view::npos && i > at) return i + 1;
    const bool initial = text[i] == '.' && i == at + 1 && is_upper(text[at]);
    if (initial && i + 1 < text.size() && is_letter(text[i + 1])) return i + 1;
  }
  return text.size();
}

}  // namespace

bool is_one_of(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    if (at > 0 && words[at - 1] == ' ' && at + word.size() < words.size() && words[at + word.size()] == ' ')
      return !word.empty();
  }
  return false;
}

std::string in_small_letters(std::string_view text) {
  std::string small;
  small.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint sign = decode_code_point(text.substr(at));
    if (const char32_t letter = small_of(sign.value); letter != 0) {
      append(letter, small);
    } else {
      small += text.substr(at, sign.length);
    }
    at += sign.length;
  }
  return small;
}

std::vector<Word> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<Word> words;
  bool begins = true;
  bool opens_line = true;
  for (std::size_t at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
    const std::size_t end = end_of_word(text, at);
    std::string_view word = text.substr(at, end - at);
    while (!word.empty() && is_sign(word.front())) word.remove_prefix(1);
    std::string_view bare = word;
    while (!bare.empty() && is_sign(bare.back())) bare.remove_suffix(1);
    const std::string_view behind = word.substr(bare.size());
    if (!bare.empty()) {
      words.push_back({bare, behind, begins, opens_line});
      opens_line = false;
      const bool initial = bare.size() == 1 && is_upper(bare.front()) && behind == ".";
      begins = !initial && behind.find_last_of(".!?:\"") != std::string_view::npos;
    }
    at = text.find_first_not_of(blanks, end);
    if (at != std::string_view::npos && text.substr(end, at - end).find('\n') != std::string_view::npos)
      opens_line = begins = true;
  }
  return words;
}

bool is_capitalised(std::string_view word) {
  const Letters letters = letters_of(word);
  return letters.begins_with_capital && letters.only_letters && letters.all > 1 && letters.capitals < letters.all;
}

bool is_everyday(std::string_view small_word) {
  for (std::size_t hyphen = small_word.find('-'); hyphen != std::string_view::npos; hyphen = small_word.find('-')) {
    if (is_everyday(small_word.substr(0, hyphen))) return true;
    small_word.remove_prefix(hyphen + 1);
  }
  const auto ends_so = [&](std::string_view ending) {
    return small_word.size() >= ending.size() + 3 && small_word.ends_with(ending);
  };
  if (is_one_of(everyday, small_word) || std::any_of(everyday_endings.begin(), everyday_endings.end(), ends_so))
    return true;
  return small_word.size() > 3 && small_word.ends_with('s') && is_everyday(small_word.substr(0, small_word.size() - 1));
}

}  // namespace identifying

bool seems_to_name_somebody(std::string_view text) {
  using namespace identifying;
  const std::vector<Word> words = words_of(text);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (is_name_in_sentence(words, i)) return true;
  }
  return has_line_of_a_name(words);
}

}  // namespace ipi
