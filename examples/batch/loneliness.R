#!/usr/bin/env Rscript
# Did loneliness change between intake and follow-up? Reads two tables, prints the figures, draws a plot.
#   loneliness.R [PLOT.png]
Sys.umask("077") # what people answered is for its owner only
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
plot_file <- c(commandArgs(trailingOnly = TRUE), "loneliness.png")[1]

scores <- function(file) {
  rows <- suppressWarnings(system2("ipi", c("score", shQuote(file.path(here, file)), "--keep", "site", "--missing", "NA,refused=-8",
    "-O", "csv", "--columns-out", "id,ucla3.total,ucla3.total.n"), stdout = TRUE))
  status <- attr(rows, "status")
  if (!is.null(status) && status > 1) quit(status = status) # 1: records were rejected, and ipi has said which
  # An id is text, also where it looks like a number. A blank score becomes NA, never 0.
  read.csv(text = rows, colClasses = c("character", "integer", "integer"), na.strings = "")
}

describe <- function(name, rows) {
  without <- table(rows$ucla3.total.n[is.na(rows$ucla3.total)])
  cat(sprintf("%-10s %d forms scored, %d of them without a loneliness score\n", name, nrow(rows), sum(without)))
  cat(sprintf("             %d with %s of 3 items answered\n", without, names(without)), sep = "")
}

intake <- scores("forms.csv")
followup <- scores("followup.csv")
describe("Intake", intake)
describe("Follow-up", followup)

both <- merge(intake, followup, by = "id", all = TRUE, suffixes = c(".before", ".after"))
before <- both$ucla3.total.before
after <- both$ucla3.total.after
fate <- ifelse(!both$id %in% intake$id, "intake rejected", ifelse(is.na(before), "no score at intake",
  ifelse(!both$id %in% followup$id, "did not come back", ifelse(is.na(after), "no score at follow-up", "compared"))))
change <- (after - before)[fate == "compared"]
cat(sprintf("Compared   %d people: %d less lonely, %d the same, %d more; mean change %.2f points (SD %.2f)\n",
  length(change), sum(change < 0), sum(change == 0), sum(change > 0), mean(change), sd(change)))
left_out <- table(fate[fate != "compared"])
cat(sprintf("Left out   %d people\n", sum(left_out)))
cat(sprintf("             %d: %s\n", left_out, names(left_out)), sep = "")

# A circle for each pair of scores, as large as the number of people; who has no score stands outside the square.
off <- 1.6 # below the lowest possible score, 3
at <- table(x = ifelse(is.na(before), off, before), y = ifelse(is.na(after), off, after))
at <- subset(as.data.frame(at, stringsAsFactors = FALSE), Freq > 0)
at <- transform(at, x = as.numeric(x), y = as.numeric(y))
colour <- with(at, ifelse(x == off | y == off, "grey65", ifelse(y < x, "#2a7f8e", ifelse(y > x, "#c8693a", "#7a7a86"))))
png(plot_file, width = 6.2, height = 6.2, units = "in", res = 120, type = "cairo")
par(mar = c(3.8, 5, 3.8, 0.6), las = 1, mgp = c(3, 0.6, 0), tcl = 0, col.axis = "grey30", fg = "grey30")
plot(NULL, xlim = c(1.1, 9.5), ylim = c(1.1, 9.5), xaxs = "i", yaxs = "i", axes = FALSE, xlab = "", ylab = "")
rect(2.5, 2.5, 9.5, 9.5, col = "grey97", border = NA)
segments(3:9, 2.5, 3:9, 9.5, col = "white"); segments(2.5, 3:9, 9.5, 3:9, col = "white")
segments(2.5, 2.5, 9.5, 9.5, col = "grey75", lty = 2)
symbols(at$x, at$y, circles = 0.2 * sqrt(at$Freq), inches = FALSE, add = TRUE, bg = colour, fg = "white")
text(at$x, at$y, at$Freq, col = "white", cex = 0.75, font = 2)
axis(1, c(off, 3:9), c("no score", 3:9), lwd = 0); axis(2, c(off, 3:9), c("no score", 3:9), lwd = 0)
title(xlab = "UCLA-3 total at intake", line = 2.2, col.lab = "grey20")
title(ylab = "UCLA-3 total at follow-up", line = 3.6, col.lab = "grey20")
text(9.3, 2.8, "less lonely", col = "#2a7f8e", adj = 1, font = 3)
text(2.7, 9.2, "more lonely", col = "#c8693a", adj = 0, font = 3)
mtext("Loneliness at intake and some twelve weeks later", adj = 0, line = 2, font = 2, cex = 1.15, col = "grey10")
mtext(sprintf("%d people compared; %d without one of the two scores stand in grey", length(change), sum(left_out)),
  adj = 0, line = 0.8, cex = 0.85, col = "grey30")
invisible(dev.off())
cat("Plot       ", plot_file, "\n", sep = "")
