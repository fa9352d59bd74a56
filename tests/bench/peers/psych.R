#!/usr/bin/env Rscript
# Scores the flat forms as an R user would: psych's scoreItems for the scales, base R for the rest. Scores are doubles, so that
# a form exactly on a cut-off may fall on either side; compare.py --doubles lists those. Usage: psych.R IN.csv OUT.csv
suppressPackageStartupMessages(library(psych))
arguments <- commandArgs()
here <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
files <- commandArgs(trailingOnly = TRUE)
scales <- read.csv(file.path(here, "key", "scales.csv"), colClasses = c(items = "character", reversed = "character"))
rules <- read.csv(file.path(here, "key", "rules.csv"))
areas <- c("north", "east", "south", "west")
minimum <- 5; near_tie <- 1; second_at_least <- 5; second_within <- 3; adult <- 18

forms <- read.csv(files[1], check.names = FALSE, colClasses = c("character", "character", rep("integer", 67)))
answers <- as.matrix(forms[, paste0("flat66.", 1:66)])
colnames(answers) <- paste0("i", 1:66)

items <- lapply(strsplit(scales$items, " "), as.integer)
# scoreItems takes names; a minus turns an item round.
signed <- Map(function(items, reversed) paste0(ifelse(items %in% reversed, "-i", "i"), items), items, lapply(strsplit(scales$reversed, " "), as.integer))
names(signed) <- scales$scale
# Their statistics of the items need complete variances; only the scores are used.
scored <- suppressWarnings(scoreItems(signed, answers, totals = FALSE, missing = TRUE, impute = "none", min = 0, max = 4))
means <- scored$scores[, scales$scale]
n <- sapply(items, function(items) rowSums(!is.na(answers[, items])))
total <- ifelse(n > 0, means * n, 0)
size <- matrix(lengths(items), nrow(n), ncol(n), byrow = TRUE)
given <- n >= matrix(scales$at_least, nrow(n), ncol(n), byrow = TRUE)
low <- ifelse(given, means, total / size)
high <- ifelse(given, means, (total + 4 * (size - n)) / size)
top <- (total + 4 * (size - n)) / size # every open answer given, and the highest of them
colnames(low) <- colnames(high) <- colnames(top) <- scales$scale

surely <- function(rule) if (rule$test == "from") low[, rule$scale] >= rule$threshold else high[, rule$scale] < rule$threshold
possibly <- function(rule) if (rule$test == "from") high[, rule$scale] >= rule$threshold else low[, rule$scale] < rule$threshold
at_top <- function(rule) if (rule$test == "from") top[, rule$scale] >= rule$threshold else top[, rule$scale] < rule$threshold
each <- function(table) split(table, seq_len(nrow(table)))
every <- function(tests) if (length(tests) == 0) TRUE else Reduce(`&`, tests)

closed <- forms[["respondent.age"]] < adult | every(lapply(each(rules[rules$manner == "gate", ]), surely))
points <- rank <- matrix(0, nrow(forms), length(areas), dimnames = list(NULL, areas))
could <- rep(FALSE, nrow(forms))
for (area in areas) {
  weights <- each(rules[rules$area == area & rules$manner != "excludes", ])
  required <- each(rules[rules$area == area & rules$manner == "required", ])
  excludes <- each(rules[rules$area == area & rules$manner == "excludes", ])
  points[, area] <- Reduce(`+`, lapply(weights, function(r) r$weight * surely(r)))
  highest <- Reduce(`+`, lapply(weights, function(r) r$weight * at_top(r)))
  offered <- !closed & every(lapply(required, surely)) & every(lapply(excludes, function(r) !possibly(r)))
  open <- !closed & every(lapply(required, possibly)) & every(lapply(excludes, function(r) !surely(r)))
  could <- could | (open & highest >= minimum)
  rank[, area] <- ifelse(offered, points[, area], -99)
}
best <- do.call(pmax, as.data.frame(rank))
leads <- rank >= pmax(best - near_tie, minimum)
leaders <- rowSums(leads)
others <- ifelse(leads, -99, rank)
following <- do.call(pmax, as.data.frame(others))
second <- leaders == 1 & following >= second_at_least & following >= best - second_within & rowSums(others == following) == 1
chosen <- best >= minimum
in_focus <- chosen & (leads | (second & others == following))
outside <- do.call(pmax, as.data.frame(ifelse(in_focus, -99, rank)))
verdict <- ifelse(chosen, ifelse(leaders > 1, "choose_with_patient", "focus"), ifelse(could, "not_enough_answered", "none"))
# Best first, equals in the order of the model: there are at most two levels of points in a focus.
named <- function(which) apply(which, 1, function(row) paste(areas[row], collapse = " "))
focus <- trimws(paste(named(in_focus & rank == best), named(in_focus & rank < best)))

result <- data.frame(id = forms$id, date = forms$date)
for (s in seq_len(nrow(scales))) {
  name <- paste0("flat66.", scales$scale[s])
  cuts <- c(-Inf, unlist(scales[s, c("band_1", "band_2", "band_3")]), Inf)
  score <- ifelse(given[, s], means[, s], NA)
  result[[name]] <- round(score, 6)
  result[[paste0(name, ".n")]] <- n[, s]
  result[[paste0(name, ".band")]] <- c("low", "some", "raised", "high")[findInterval(score, cuts)]
}
result$verdict <- verdict
result$suggested_focus <- focus
result$margin <- ifelse(chosen & outside > -99, best - outside, NA)
for (area in areas) result[[paste0("area.", area, ".points")]] <- points[, area]
write.csv(result, files[2], row.names = FALSE, na = "", quote = FALSE)
