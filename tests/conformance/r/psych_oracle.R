# Scores answer sheets with psych::scoreItems and compares its means with ours, row by row.
#
# Usage: Rscript psych_oracle.R SCALES.json
# SCALES.json is a list of scales: {scale, keys, min, max, items, rule, at_least, method, multiply, add, answers, ours}
#   keys      1 or -1 for each item        min, max  of each item
#   answers   a row a sheet, null where unanswered; items that do not apply are null and counted in `inapplicable`
#   ours      our score of each row, null where we give none
# Prints one line a fault and at the end "compared N, faults M".
suppressMessages({
  library(psych)
  library(jsonlite)
})

tolerance <- 1e-6  # scores are printed with at most six decimals

rows_of <- function(rows, items) {
  numbers <- vapply(rows, function(row) vapply(row, function(x) if (is.null(x)) NA_real_ else as.numeric(x), 0), numeric(length(items)))
  answers <- as.data.frame(t(matrix(numbers, nrow = length(items))))
  names(answers) <- items
  answers
}

# The mean of the answered items, each keyed; this is what impute = "none" means.
means_of <- function(scale, answers) {
  items <- names(answers)
  keys <- list(scale = ifelse(unlist(scale$keys) < 0, paste0("-", items), items))
  scored <- suppressWarnings(suppressMessages(
    scoreItems(keys, answers, totals = FALSE, impute = "none", missing = TRUE, min = unlist(scale$min), max = unlist(scale$max))
  ))
  as.numeric(scored$scores[, 1])
}

# What the rule for missing answers makes of the mean.
expected_of <- function(scale, answers, means) {
  answered <- rowSums(!is.na(answers))
  applicable <- ncol(answers) - unlist(scale$inapplicable)
  enough <- if (scale$rule == "complete") answered == applicable else answered >= scale$at_least
  value <- if (scale$method == "sum") means * applicable else means
  ifelse(enough, value * scale$multiply + scale$add, NA)
}

scales <- fromJSON(commandArgs(trailingOnly = TRUE)[1], simplifyVector = FALSE)
compared <- 0
faults <- 0
for (scale in scales) {
  answers <- rows_of(scale$answers, unlist(scale$items))
  expected <- expected_of(scale, answers, means_of(scale, answers))
  ours <- vapply(scale$ours, function(x) if (is.null(x)) NA_real_ else as.numeric(x), 0)
  same <- (is.na(expected) & is.na(ours)) | (!is.na(expected) & !is.na(ours) & abs(expected - ours) < tolerance)
  compared <- compared + length(same)
  faults <- faults + sum(!same)
  for (row in head(which(!same), 3)) {
    cat(sprintf("%s row %d: psych %s, ours %s, answers %s\n", scale$scale, row, format(expected[row], digits = 10), format(ours[row], digits = 10), paste(unlist(answers[row, ]), collapse = " ")))
  }
}
cat(sprintf("compared %d, faults %d\n", compared, faults))
